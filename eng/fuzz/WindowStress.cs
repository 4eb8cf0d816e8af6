using System.Diagnostics;
using System.Numerics;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Fuzz;

/// <summary>What the program holds at a time.</summary>
/// <param name="Minute">Of the person's time.</param>
/// <param name="Heap">Managed bytes that are in use.</param>
/// <param name="WorkingSet">Bytes of memory that the process has.</param>
/// <param name="Handles">Open files; 0 where the system does not tell.</param>
/// <param name="Tape">Calculations on the tape.</param>
internal readonly record struct Footprint(int Minute, long Heap, long WorkingSet, int Handles, int Tape = 0);

/// <summary>
/// Hours of a person's input without the person: random strokes, clicks, keys, other sizes down to nothing, 60 events a second, at the
/// whole program off-screen. Every tenth minute the OpenGL context is lost and made anew. The app must not fail, and memory and handles
/// must not grow after the tenth minute, when the undo history is full.
/// </summary>
internal static class WindowStress
{
    private const int EventsAMinute = 3600, WarmUp = 10, ContextLife = 10;
    private const long Slack = 8 << 20;
    private const string Characters = "0123456789+-*/=?\u0000éabcdefghijklmnopqrstuvwxyz";
    private static readonly Key[] Keys = Enum.GetValues<Key>();

    /// <summary>Runs it and prints a line every tenth minute. 0 if all went well, 1 if not, 3 if there is no OpenGL here.</summary>
    public static int Run(int minutes, Action<FormattableString> say)
    {
        using var reader = new DigitReader(() => NetworkLoader.Load(null), numbers: NumberReader.Load);
        if (!reader.WaitUntilReady())
        {
            say($"{reader.Problem}");
            return 1;
        }

        var started = Stopwatch.GetTimestamp();
        List<Footprint> taken = [];
        try
        {
            foreach (var now in Play(reader, minutes, seed: 1))
            {
                taken.Add(now);
                if (now.Minute % 10 != 0 && now.Minute != minutes)
                    continue;
                double heap = now.Heap / 1048576.0, set = now.WorkingSet / 1048576.0;
                say($"minute {now.Minute,3}: heap {heap,6:F1} MiB, memory {set,6:F1} MiB, {now.Handles} open files, {now.Tape} lines kept");
            }
        }
        catch (GraphicsException e)
        {
            say($"{e.Message}");
            return 3;
        }

        var grown = Grown(taken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var contexts = (minutes - 1) / ContextLife;
        var verdict = grown ?? "memory and handles are flat";
        say($"{(long)minutes * EventsAMinute:N0} events, {contexts} lost contexts in {seconds:F0} s: {verdict}");
        return grown is null ? 0 : 1;
    }

    /// <summary>What grew after the warm-up; null if nothing did.</summary>
    internal static string? Grown(IReadOnlyList<Footprint> taken)
    {
        Footprint before = taken[Math.Min(WarmUp, taken.Count - 1) - (taken.Count > WarmUp ? 0 : taken.Count / 2)], after = taken[^1];
        return after.Heap > before.Heap + Slack ? $"the heap grew by {after.Heap - before.Heap:N0} bytes"
            : after.WorkingSet > before.WorkingSet + (4 * Slack)
                ? $"the working set grew by {after.WorkingSet - before.WorkingSet:N0} bytes"
            : after.Handles > before.Handles ? $"{after.Handles - before.Handles} more files are open"
            : null;
    }

    /// <summary>Plays minute by minute, and says after each what the program holds.</summary>
    internal static IEnumerable<Footprint> Play(DigitReader reader, int minutes, int seed, int events = EventsAMinute)
    {
        var random = new Random(seed);
        var app = new ViewerApp(reader, new Settings());
        OffscreenPlayer? player = null;
        try
        {
            for (var minute = 1; minute <= minutes; minute++)
            {
                if (player is null || minute % ContextLife == 1)
                {
                    player?.Dispose();
                    player = new OffscreenPlayer(app, 1);
                }

                player.Play(Minute(app, random, events), new Narrator(TextWriter.Null));
                player.Screenshot();
                yield return Measure(minute, app.Calculator.Tape.Count);
            }
        }
        finally
        {
            player?.Dispose();
        }
    }

    private static Recording Minute(ViewerApp app, Random random, int events)
    {
        var (width, height) = (random.Next(200, 1600), random.Next(150, 1000));
        var recording = new Recording(width, height);
        var pad = new Layout(width, height, 1, app.View.Layout.Pad.X > width / 2f, 0).Pad;
        double time = 0;
        void Add(Func<double, InputEvent> make) => recording.Add(make(time += 1 / 60.0), 1);
        while (recording.Count < events)
        {
            switch (random.Next(10))
            {
                case < 4:
                    var at = new Vector2(pad.X + (pad.Width * random.NextSingle()), pad.Y + (pad.Height * random.NextSingle()));
                    var pen = random.Next(8) == 0 ? PointerButton.Right : PointerButton.Left;
                    Add(t => new PointerMoved(t, at));
                    Add(t => new PointerPressed(t, pen));
                    for (var i = random.Next(3, 40); i > 0; i--)
                    {
                        at += new Vector2(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f) * 40;
                        var there = at;
                        Add(t => new PointerMoved(t, there));
                    }

                    Add(t => new PointerReleased(t, pen));
                    break;
                case < 7:
                    var button = new Vector2(width * random.NextSingle(), height * random.NextSingle());
                    Add(t => new PointerMoved(t, button));
                    Add(t => new PointerPressed(t, PointerButton.Left));
                    Add(t => new PointerReleased(t, PointerButton.Left));
                    break;
                case 7:
                    var key = Keys[random.Next(Keys.Length)];
                    Add(t => new KeyPressed(t, key));
                    break;
                case 8:
                    var character = Characters[random.Next(Characters.Length)];
                    Add(t => new Typed(t, character));
                    break;
                default:
                    if (random.Next(20) != 0)
                        break;
                    // Minimised windows have no size.
                    (int Width, int Height) size = random.Next(4) == 0 ? (1, 1) : (random.Next(1, 1600), random.Next(1, 1000));
                    Add(t => new Resized(t, size.Width, size.Height, 1));
                    break;
            }
        }

        return recording;
    }

    private static Footprint Measure(int minute, int tape)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
        return new(minute, heap, Environment.WorkingSet, handles, tape);
    }
}
