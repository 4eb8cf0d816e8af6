using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;
using GpuDigits.Tests;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>The state as <c>--state</c> writes it.</summary>
internal sealed record FinalState(
    string Expression, string Display, IReadOnlyList<FinalDigit> Digits, IReadOnlyList<string> Tape,
    IReadOnlyList<FinalCalculation> Sheet);

internal sealed record FinalCalculation(string Text, string? Value, bool Marked);

internal sealed record FinalDigit(int Digit, float Probability);

/// <summary>The real program in a real window, used as a person uses it: with the pointer and the keys, and nothing else.</summary>
internal sealed class RealWindow : IDisposable
{
    private const int Patience = 60_000;

    private Screen _screen;
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
    private readonly string[] _arguments;
    private Process _process;
    private string _window;

    public RealWindow(Screen screen, params string[] arguments)
    {
        Skip.If(screen.Lacks is not null, screen.Lacks);
        _screen = screen;
        _arguments = ["--timings", "--state", StateFile, "--settings", SettingsFile, .. arguments];
        (_process, _window) = Launch();
        Layout = new(1100, 700, 1, false, 0);
    }

    /// <summary>Ends the program as a crash would once it has written so many bytes of steps, and starts it once more.</summary>
    public void KillAndStartAgain(int writtenBytes)
    {
        WaitForSteps(writtenBytes);
        KillAndStartAgain();
    }

    /// <summary>Takes the screen away once so many bytes of steps are written, and starts the program once more on another one.</summary>
    public void UnplugAndStartAgain(int writtenBytes, Screen other)
    {
        WaitForSteps(writtenBytes);
        _screen.Dispose();
        // Xlib's words depend on whether it was writing or reading when the screen went.
        Assert.Matches("broken|fatal IO error", ReadLine(_process));
        Assert.True(_process.WaitForExit(Patience), "the program does not end when its screen is gone");
        Assert.Equal(1, _process.ExitCode);
        _screen = other;
        StartAgain();
    }

    /// <summary>Ends the program as a crash would, and starts it once more.</summary>
    public void KillAndStartAgain()
    {
        _process.Kill();
        StartAgain();
    }

    /// <summary>Waits until a step on the sheet that contains a text is written.</summary>
    public void WaitForSheet(string text) => Assert.True(SpinWait.SpinUntil(
        () =>
        {
            using var file = new FileStream(
                Path.Combine(_folder, "viewer.sheet.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return new StreamReader(file).ReadToEnd().Contains(text, StringComparison.Ordinal);
        },
        Patience));

    public void WaitForSteps(int bytes)
    {
        var steps = new FileInfo(Path.Combine(_folder, "viewer.steps.jsonl"));
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                steps.Refresh();
                return steps.Exists && steps.Length >= bytes;
            },
            Patience));
    }

    private void StartAgain()
    {
        _process.WaitForExit();
        _process.Dispose();
        (_process, _window) = Launch();
        Layout = new(1100, 700, 1, false, 0);
    }

    private (Process Process, string Window) Launch()
    {
        var process = Start(_screen, _arguments);
        // Before the network is ready nothing is read; a person sees that on the screen, and this is how a test sees it.
        while (ReadLine(process) is var line && !line.StartsWith("network ready", StringComparison.Ordinal))
            Assert.StartsWith("window up", line, StringComparison.Ordinal);
        return (process, _screen.Do("search", "--onlyvisible", "--name", "^GpuDigits$"));
    }

    /// <summary>Where everything is now.</summary>
    public Layout Layout { get; private set; }

    public string SettingsFile => Path.Combine(_folder, "viewer.json");

    public string StateFile => Path.Combine(_folder, "state.json");

    /// <summary>Starts the program on a screen; its standard error can be read.</summary>
    public static Process Start(Screen screen, params string[] arguments)
    {
        // Tests run in dotnet, which runs the program too.
        string[] all = [Path.Combine(AppContext.BaseDirectory, "gpudigits-viewer.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DISPLAY"] = screen.Name;
        start.Environment.Remove("WAYLAND_DISPLAY");
        return Process.Start(start)!;
    }

    /// <summary>Whether there is a network to read with: the shipped model.</summary>
    public static bool HasModel
    {
        get
        {
            for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
                if (File.Exists(Path.Combine(folder, "models", "digits.safetensors")))
                    return true;
            return false;
        }
    }

    /// <summary>Writes a digit on the pad. Halfway through, something may happen.</summary>
    public void Draw(int digit, Action? halfway = null)
    {
        var pen = new HandPen { Height = PadSpace.Side * 0.6f, Interval = 24 };
        Draw(pen.Write(HandSkeleton.For(digit), new Vector2(PadSpace.Side * 0.2f), 0, seed: 1), halfway);
    }

    public void DrawNumber(string number) =>
        Draw(PaperHand.Number(number, new Vector2(PadSpace.Side / 2), PadSpace.Side / 10, interval: 24)
            .Select(path => new Stroke([.. path.Select(at => new InkPoint(at.X, at.Y, 0))])));

    private void Draw(IEnumerable<Stroke> ink, Action? halfway = null)
    {
        foreach (var stroke in ink)
        {
            var points = stroke.Points;
            var half = halfway is null ? points.Length : points.Length / 2;
            Pointer([.. MoveTo(points[0]), "mousedown", "1", .. points.Take(half).SelectMany(MoveTo)]);
            halfway?.Invoke();
            halfway = null;
            Pointer([.. points.Skip(half).SelectMany(MoveTo), "mouseup", "1"]);
        }
    }

    /// <summary>Drags the pointer along a path of pixels with its left button down.</summary>
    public void Trace(Vector2[] path) => Pointer([.. MoveTo(path[0]), "mousedown", "1", .. path.SelectMany(MoveTo), "mouseup", "1"]);

    public void Click(Widget widget) => Click(Layout[widget].Centre);

    public void Click(Vector2 at)
    {
        Pointer([.. MoveTo(at), "mousedown", "1", "mouseup", "1"]);
    }

    public void Press(params string[] keys) => _screen.Do(["key", "--delay", "10", .. keys]);

    /// <summary>Holds a key until the system has repeated it several times.</summary>
    public void Hold(string key)
    {
        X11.RepeatKeys(_screen.Name, isOn: true);
        _screen.Do("keydown", key, "sleep", "1.2", "keyup", key);
        // A busy machine must not repeat what the other tests press.
        X11.RepeatKeys(_screen.Name, isOn: false);
    }

    /// <summary>Types a text.</summary>
    public void Type(string text) => _screen.Do("type", "--delay", "15", text);

    /// <summary>Drops a file on the window, as a file manager does.</summary>
    public void Drop(string file) => FileDrop.On(_screen.Name, nint.Parse(_window, CultureInfo.InvariantCulture), file);

    /// <summary>Gives the window another size, as dragging its corner does.</summary>
    public void Resize(int width, int height)
    {
        _screen.Do("windowsize", "--sync", _window, Text(width), Text(height));
        Layout = new(width, height, 1, false, 0);
    }

    /// <summary>Closes the window as a person does, and returns what the calculator held.</summary>
    /// <param name="key">The key that is pressed with Ctrl.</param>
    public FinalState Close(string key = "q")
    {
        Press("ctrl+" + key);
        Assert.True(_process.WaitForExit(Patience), "the program does not end when its window is closed");
        Assert.Equal(0, _process.ExitCode);
        return ReadState(StateFile);
    }

    /// <summary>Sends the program a signal, and returns its exit code.</summary>
    public int Signal(string name)
    {
        Signals.Send(_process, name);
        Assert.True(_process.WaitForExit(Patience), $"the program does not end on SIG{name}");
        return _process.ExitCode;
    }

    public static FinalState ReadState(string file) =>
        JsonSerializer.Deserialize<FinalState>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ReadLine(Process process)
    {
        var line = process.StandardError.ReadLineAsync();
        Assert.True(line.Wait(Patience), "the program does not start");
        return line.Result ?? "the program ended";
    }

    private void Pointer(string[] steps)
    {
        if (steps.Length > 0)
            _screen.Do(steps);
    }

    private string[] MoveTo(InkPoint point) => MoveTo(new PadSpace(Layout.Pad).ToPixel(point.Position));

    private string[] MoveTo(Vector2 pixel) => ["mousemove", "--window", _window, Text(pixel.X), Text(pixel.Y), "sleep", "0.004"];

    private static string Text(float pixels) => MathF.Round(pixels).ToString(CultureInfo.InvariantCulture);
}
