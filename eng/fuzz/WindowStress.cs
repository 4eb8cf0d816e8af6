using System.Diagnostics;
using System.Numerics;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using GpuDigits.Tools;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Fuzz;

/// <summary>What the program holds at a time.</summary>
/// <param name="Minute">Of the person's time.</param>
/// <param name="Heap">Managed bytes that are in use.</param>
/// <param name="WorkingSet">Bytes of memory that the process has.</param>
/// <param name="Handles">Open files; 0 where the system does not tell.</param>
/// <param name="Tape">Calculations on the tape.</param>
/// <param name="Steps">Steps of the calculator so far.</param>
/// <param name="SheetSteps">Steps of the sheet so far.</param>
/// <param name="Wrong">How calculator or sheet differ from the plain ones; null if they do not.</param>
internal readonly record struct Footprint(
    int Minute, long Heap, long WorkingSet, int Handles, int Tape = 0, long Steps = 0, long SheetSteps = 0, string? Wrong = null);

/// <summary>
/// Hours of a person's input without the person: random strokes, clicks, keys, other sizes down to nothing, 60 events a second, at the
/// whole program off-screen. Every minute begins in another panel, where a training or an adaptation is started if it has one. Every tenth
/// minute the OpenGL context is lost and made anew, and a new sheet is begun. The app must not fail, calculator and sheet must be those of
/// the plain models (<see cref="Witness"/>), and memory and handles must not grow once the undo history is full.
/// </summary>
internal static class WindowStress
{
    private const int EventsAMinute = 3600, ContextLife = 10;
    private const long Slack = 8 << 20;
    private const string Characters = "0123456789+-*/=?\u0000éabcdefghijklmnopqrstuvwxyz";
    private static readonly string[] Texts = ["13*14=", "1/3+1/6=", "2^10=", "−2.5", "no number", "7", ""];
    private static readonly Key[] Keys = Enum.GetValues<Key>();

    /// <summary>The keys of the panels, each with the one that starts something there.</summary>
    private static readonly string[] Visits = ["", "s", "s", "s", "l", "f", "wg", "ha"];

    /// <summary>Runs it and prints a line every tenth minute. 0 if all went well, 1 if not, 3 if there is no OpenGL here.</summary>
    public static int Run(int minutes, Action<FormattableString> say)
    {
        using var reader = new DigitReader(() => NetworkLoader.Load(null), numbers: NumberReader.Load);
        if (!reader.WaitUntilReady())
            return Tool.Complain(Program.Name, Tool.Failed, $"{reader.Problem}");

        var started = Stopwatch.GetTimestamp();
        List<Footprint> taken = [];
        try
        {
            using var day = new Day(reader);
            foreach (var now in Play(reader, minutes, seed: 1, day: day))
            {
                taken.Add(now);
                if (now.Minute % ContextLife != 0 && now.Minute != minutes && now.Wrong is null)
                    continue;
                double heap = now.Heap / 1048576.0, set = now.WorkingSet / 1048576.0;
                say($"minute {now.Minute,3}: heap {heap,6:F1} MiB, memory {set,6:F1} MiB, {now.Handles} open files");
                if (now.Wrong is { } wrong)
                    return Tool.Complain(Program.Name, Tool.Failed, wrong);
            }

            var end = taken[^1];
            say($"{end.Steps:N0} steps of the calculator, {end.SheetSteps:N0} of the sheet, {day.Begun} trainings and adaptations");
        }
        catch (GraphicsException e)
        {
            return Tool.Complain(Program.Name, Tool.Missing, e.Message);
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var contexts = (minutes - 1) / ContextLife;
        say($"{(long)minutes * EventsAMinute:N0} events, {contexts} lost contexts in {seconds:F0} s");
        if (Grown(taken) is { } grown)
            return Tool.Complain(Program.Name, Tool.Failed, grown);
        say($"{Verdict(taken)}");
        return 0;
    }

    /// <summary>That nothing grew, or that the one minute at rest has none to be compared with.</summary>
    internal static string Verdict(IReadOnlyList<Footprint> taken) =>
        (taken.Count > ContextLife ? "memory and handles are flat" : $"up to {ContextLife} minutes are too short to tell what grows")
        + ", calculator and sheet are those of the plain models";

    /// <summary>
    /// What grew; null if nothing did. Trainings come and go, so only the minutes at rest count: every tenth, the first of them left out,
    /// and the last one against the largest in the first half.
    /// </summary>
    internal static string? Grown(IReadOnlyList<Footprint> taken)
    {
        Footprint[] rests = [.. taken.Where(t => t.Minute % ContextLife == 0 || t == taken[^1])];
        Footprint[] early = [.. rests[..((rests.Length + 1) / 2)].Skip(rests.Length > 2 ? 1 : 0)];
        var after = rests[^1];
        long heap = early.Max(t => t.Heap), set = early.Max(t => t.WorkingSet), handles = early.Max(t => t.Handles);
        return after.Heap > heap + Slack ? $"the heap grew by {after.Heap - heap:N0} bytes"
            : after.WorkingSet > set + (4 * Slack) ? $"the working set grew by {after.WorkingSet - set:N0} bytes"
            : after.Handles > handles ? $"{after.Handles - handles} more files are open"
            : null;
    }

    /// <summary>Plays minute by minute, and says after each what the program holds.</summary>
    internal static IEnumerable<Footprint> Play(
        DigitReader reader, int minutes, int seed, int events = EventsAMinute, Day? day = null)
    {
        var random = new Random(seed);
        using var witness = new Witness();
        var paper = new Paper(day?.PaperReader, witness.SheetJournal);
        var app = new ViewerApp(reader, new Settings(), witness.CalculatorJournal, day is null ? null : day.Learn, paper, day?.PaperReader)
        {
            CorrectionsFile = day?.Corrections,
            Adapt = day is null ? null : day.Adapt,
        };
        OffscreenPlayer? player = null;
        try
        {
            for (var minute = 1; minute <= minutes; minute++)
            {
                if (player is null || minute % ContextLife == 1)
                {
                    player?.Dispose();
                    player = new OffscreenPlayer(app, 1);
                    app.OpenSheet("new.digits", PaperContent.Empty);
                }

                player.Play(Minute(app, random, events), new Narrator(TextWriter.Null));
                player.Screenshot();
                // What a running training holds is not what stays.
                if (minute % ContextLife == 0 || minute == minutes)
                {
                    app.Stop();
                    day?.Rest();
                }

                yield return Measure(minute) with
                {
                    Tape = app.Calculator.Tape.Count,
                    Steps = witness.Steps,
                    SheetSteps = witness.SheetSteps,
                    Wrong = witness.Difference(app),
                };
            }
        }
        finally
        {
            app.Stop();
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
        Add(t => new KeyPressed(t, Key.Escape));
        Add(t => new KeyPressed(t, Key.Escape));
        foreach (var character in Visits[random.Next(Visits.Length)])
            Add(t => new Typed(t, character));
        while (recording.Count < events)
        {
            switch (random.Next(11))
            {
                case < 4:
                    // On the pad, or anywhere: on the sheet, where one is open.
                    var place = random.Next(2) == 0 ? pad : new Box(0, 0, width, height);
                    var at = new Vector2(place.X + (place.Width * random.NextSingle()), place.Y + (place.Height * random.NextSingle()));
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
                case 9:
                    var text = Texts[random.Next(Texts.Length)];
                    if (random.Next(3) == 0)
                        Add(t => new Pasted(t, text));
                    foreach (var one in text)
                        Add(t => new Typed(t, one));
                    var by = new Vector2(random.Next(-3, 4), random.Next(-3, 4));
                    Add(t => new Scrolled(t, by));
                    Add(t => new Zoomed(t, by.X));
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

    private static Footprint Measure(int minute)
    {
        // What the collector only keeps for later is given back: it would look like growth.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heap = GC.GetTotalMemory(forceFullCollection: false);
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFiles("/proc/self/fd").Length : 0;
        return new(minute, heap, Environment.WorkingSet, handles);
    }
}
