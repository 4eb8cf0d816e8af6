using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Replay;

namespace GpuDigits.Viewer.Window;

/// <summary>One run of the real window: by hand, or through a recording.</summary>
internal sealed class WindowSession(ViewerApp app, DigitReader reader, Settings settings, Glfw glfw)
{
    // A replay is faster. The ink still shows the speed of the pen, because that comes from the times in the recording.
    private const double Hurry = 3, LongestPause = 0.1;

    private readonly Narrator _narrator = new(Console.Out);
    private int _next;
    private double _due;
    private volatile bool _isToClose;
    private WindowHost? _host;
    private bool _replayHasEnded;

    /// <summary>The recording to play; null for a person.</summary>
    public Recording? Recording { get; init; }

    /// <summary>Called once the window is open.</summary>
    public Action? Opened { get; init; }

    /// <summary>Receives the times; null if they are not requested.</summary>
    public Timings? Timings { get; init; }

    /// <summary>Ends <see cref="Run"/> soon. May be called on any thread, and before it runs.</summary>
    public void Close()
    {
        _isToClose = true;
        Volatile.Read(ref _host)?.CloseSoon();
    }

    /// <summary>Runs until the window is closed. A replay that writes a picture or a state closes it at its end.</summary>
    /// <param name="record">The file to write the events to, or null.</param>
    /// <param name="screenshot">The file for a picture of the replay's end, or null.</param>
    /// <param name="finish">Called at the end.</param>
    /// <exception cref="Graphics.GraphicsException">There is no window system or no OpenGL 3.3.</exception>
    public int Run(string? record, string? screenshot, Action finish)
    {
        if (Recording is { } recording)
            (settings.Width, settings.Height, settings.Scale) = (recording.Width, recording.Height, 100);
        using var host = new WindowHost(app, reader, settings, glfw) { Timings = Timings, Opened = Opened };
        Volatile.Write(ref _host, host);
        if (_isToClose)
            host.CloseSoon();
        var recorded = new Recording(settings.Width, settings.Height);
        if (record is not null)
            host.Recorder = input => recorded.Add(input, host.PixelRatio);
        var spare = KeptFiles.SpareRecording(DateTime.Now);
        if (record is not null && KeptFiles.WhyNotWritable(record) is { } reason)
            app.Notify($"The recording will go to {spare}: {reason}", isError: true);
        host.Screenshot = (pixels, width, height) =>
        {
            var picture = new Image(width, height, 4, pixels);
            if (Recording is null)
            {
                var (notice, isError) = KeptFiles.KeepPicture("", DateTime.Now, picture);
                app.Notify(notice, isError);
            }
            else if (_replayHasEnded)
            {
                Png.Save(screenshot!, picture);
                host.Close();
            }
        };
        if (Recording is not null)
            host.Player = now => Play(host, now, screenshot);
        string? problem = null;
        try
        {
            host.Run();
        }
        finally
        {
            // The recording is kept, whatever ended the window.
            if (record is not null && (problem = KeptFiles.Keep(recorded, record, spare)) is not null)
                Console.Error.WriteLine($"gpudigits-viewer: {problem}");
        }
        // Nothing was played.
        if (Recording is not null && reader.Problem is { } unread)
        {
            Console.Error.WriteLine($"gpudigits-viewer: {unread}");
            return 1;
        }
        finish();
        return problem is null ? 0 : 1;
    }

    private InputEvent? Play(WindowHost host, double now, string? screenshot)
    {
        var recording = Recording!;
        if (_next == 0 && _due == 0)
        {
            if (!reader.WaitUntilReady())
            {
                host.Close();
                return null;
            }
            _due = now;
        }
        _narrator.Look(app);
        if (now < _due || host.IsBeingResized)
            return null;
        if (_next == recording.Count)
        {
            host.Player = null;
            _replayHasEnded = true;
            app.FinishReading();
            app.Settle();
            app.ScreenshotIsWanted = screenshot is not null;
            if (screenshot is null)
                host.Close();
            return null;
        }
        var input = recording.EventAt(_next, host.PixelRatio);
        // What the pointer moves to and presses may be an answer, and each step is told: neither may depend on the reader's speed.
        var isLifted = _next > 0 && recording.EventAt(_next - 1, host.PixelRatio) is PointerReleased;
        if (isLifted || input is PointerPressed or PointerReleased or KeyPressed)
        {
            app.FinishReading();
            _narrator.Look(app);
        }
        _narrator.Draws = recording.DrawsAt(_next++) ?? _narrator.Draws;
        if (_next < recording.Count)
            _due += Math.Min((recording.TimeOf(_next) - recording.TimeOf(_next - 1)) / Hurry, LongestPause);
        return input;
    }
}
