using GpuDigits.Pictures;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;

namespace GpuDigits.Viewer.Replay;

/// <summary>Plays a recording without a window, as fast as it can be drawn.</summary>
internal sealed class OffscreenPlayer : IDisposable
{
    // Longer pauses are shortened to this.
    private const double LongestPause = 0.4;

    private readonly ViewerApp _app;
    private readonly float _pixelRatio;
    private readonly OffscreenContext _context = new();
    private readonly Renderer _renderer;
    private readonly DrawList _list = new(Font.Default);
    private (int Width, int Height) _size;
    private Framebuffer? _framebuffer;

    /// <exception cref="GraphicsException">OpenGL without a screen is not available.</exception>
    public OffscreenPlayer(ViewerApp app, float pixelRatio)
    {
        _app = app;
        _pixelRatio = pixelRatio;
        _renderer = new Renderer(_context.Gl);
    }

    /// <summary>Receives pictures of the run, <see cref="FramesASecond"/> per second; null for none.</summary>
    public Action<Image>? Frame { get; set; }

    public double FramesASecond { get; init; } = 30;

    /// <summary>Plays all events.</summary>
    /// <param name="recording">The recording to play.</param>
    /// <param name="narrator">Receives every step.</param>
    public void Play(Recording recording, Narrator narrator)
    {
        Open(recording.Width, recording.Height);
        narrator.Look(_app);
        var (shown, nextFrame) = (0.0, 0.0);
        for (var i = 0; i < recording.Count; i++)
        {
            shown += i == 0 ? 0 : Math.Min(recording.TimeOf(i) - recording.TimeOf(i - 1), LongestPause);
            ShowUntil(shown, ref nextFrame);
            narrator.Draws = recording.DrawsAt(i) ?? narrator.Draws;
            var input = recording.EventAt(i, _pixelRatio);
            if (input is Resized size)
                Resize(size.Width, size.Height);
            _app.Handle(input);
            if (input is PointerReleased || Frame is not null)
                _app.FinishReading();
            narrator.Look(_app);
        }
        _app.FinishReading();
        ShowUntil(nextFrame + 1, ref nextFrame);
        _app.Settle();
    }

    /// <summary>Opens the window.</summary>
    /// <param name="width">Its width in window units.</param>
    /// <param name="height">Its height in window units.</param>
    public void Open(int width, int height)
    {
        Resize((int)MathF.Round(width * _pixelRatio), (int)MathF.Round(height * _pixelRatio));
        _app.Handle(new Resized(0, _size.Width, _size.Height, _pixelRatio));
    }

    /// <summary>Draws a frame, and waits until it is drawn.</summary>
    public void Show(double time)
    {
        Draw(time);
        _context.Gl.Finish();
    }

    public Image Screenshot(double time = 0)
    {
        Draw(time);
        return new(_size.Width, _size.Height, 4, _renderer.ReadPixels(_size.Width, _size.Height));
    }

    public void Dispose()
    {
        _framebuffer?.Dispose();
        _renderer.Dispose();
        _context.Dispose();
    }

    private void Draw(double time)
    {
        _framebuffer!.Bind();
        _app.Draw(_list, time);
        _renderer.Draw(_list, _size.Width, _size.Height, _app.View.Background);
    }

    private void Resize(int width, int height)
    {
        _framebuffer?.Dispose();
        _framebuffer = new Framebuffer(_context.Gl, width, height);
        _size = (width, height);
    }

    private void ShowUntil(double time, ref double nextFrame)
    {
        for (; Frame is not null && nextFrame <= time; nextFrame += 1 / FramesASecond)
            Frame(Screenshot(nextFrame));
    }
}
