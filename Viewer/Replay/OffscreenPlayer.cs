using System.Globalization;
using GpuDigits.Engine.Files;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Offscreen;
using GpuDigits.Viewer.Painting;

namespace GpuDigits.Viewer.Replay;

/// <summary>Plays a recording without a window, as fast as it can be drawn.</summary>
internal sealed class OffscreenPlayer : IDisposable
{
    private const double FrameSeconds = 1 / 30.0;

    // Longer pauses of the person are cut to this.
    private const double LongestPause = 0.4;

    private readonly ViewerApp _app;
    private readonly float _pixelRatio;
    private readonly OffscreenContext _context = new();
    private readonly Renderer _renderer;
    private readonly DrawList _list = new(Font.Default);
    private (int Width, int Height) _size;
    private Framebuffer? _framebuffer;

    /// <exception cref="GraphicsException">There is no OpenGL without a screen here.</exception>
    public OffscreenPlayer(ViewerApp app, float pixelRatio)
    {
        _app = app;
        _pixelRatio = pixelRatio;
        _renderer = new Renderer(_context.Gl);
    }

    /// <summary>Plays all events.</summary>
    /// <param name="recording">What to play.</param>
    /// <param name="narrator">Told of every step.</param>
    /// <param name="frames">A folder for numbered pictures of the way, 30 a second; null for none.</param>
    public void Play(Recording recording, Narrator narrator, string? frames)
    {
        Resize((int)MathF.Round(recording.Width * _pixelRatio), (int)MathF.Round(recording.Height * _pixelRatio));
        _app.Handle(new Resized(0, _size.Width, _size.Height, _pixelRatio));
        narrator.Look(_app.Calculator);
        var (shown, nextFrame, frame) = (0.0, 0.0, 0);
        for (var i = 0; i < recording.Count; i++)
        {
            shown += i == 0 ? 0 : Math.Min(recording.TimeOf(i) - recording.TimeOf(i - 1), LongestPause);
            for (; frames is not null && nextFrame <= shown; nextFrame += FrameSeconds)
                SaveFrame(frames, frame++, nextFrame);
            narrator.Draws = recording.DrawsAt(i) ?? narrator.Draws;
            var input = recording.EventAt(i, _pixelRatio);
            if (input is Resized size)
                Resize(size.Width, size.Height);
            _app.Handle(input);
            if (input is PointerReleased || frames is not null)
                _app.FinishReading();
            narrator.Look(_app.Calculator);
        }
        _app.FinishReading();
        for (var end = nextFrame + 1; frames is not null && nextFrame <= end; nextFrame += FrameSeconds)
            SaveFrame(frames, frame++, nextFrame);
        _app.Settle();
    }

    /// <summary>The window as it would be now.</summary>
    public Image Screenshot(double time = 0)
    {
        _framebuffer!.Bind();
        _app.Draw(_list, time);
        _renderer.Draw(_list, _size.Width, _size.Height, _app.View.Theme.Background);
        return new(_size.Width, _size.Height, 4, _renderer.ReadPixels(_size.Width, _size.Height));
    }

    public void Dispose()
    {
        _framebuffer?.Dispose();
        _renderer.Dispose();
        _context.Dispose();
    }

    private void Resize(int width, int height)
    {
        _framebuffer?.Dispose();
        _framebuffer = new Framebuffer(_context.Gl, width, height);
        _size = (width, height);
    }

    private void SaveFrame(string folder, int number, double time) =>
        Png.Save(Path.Combine(folder, $"{number.ToString("0000", CultureInfo.InvariantCulture)}.png"), Screenshot(time));
}
