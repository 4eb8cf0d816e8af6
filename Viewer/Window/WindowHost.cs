using System.Diagnostics;
using System.Numerics;
using System.Runtime.ExceptionServices;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Graphics;
using GpuDigits.Viewer.Painting;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using AppKey = GpuDigits.Viewer.App.Key;
using SilkKey = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// A real window around the app. It sleeps until something happens, and draws only what changed: an event that changes nothing costs no
/// frame, a motion under way makes frames until it ends.
/// </summary>
internal sealed class WindowHost : IDisposable
{
    private readonly ViewerApp _app;
    private readonly DigitReader _reader;
    private readonly Settings _settings;
    private readonly IWindow _window;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DrawList _list = new(Font.Default);
    private readonly KeyLetters _letters = new(GlfwKeyNames.Of);
    private char? _letter;
    private IInputContext? _input;
    private GL? _gl;
    private Renderer? _renderer;
    private ExceptionDispatchInfo? _failure;
    private bool _sawEvent, _controlIsDown, _shiftIsDown;
    private int _readerHasNews;

    // A window manager may give another size than the one asked for, or none; then the replay goes on without.
    private const double LongestResize = 0.5;
    private (int Width, int Height, double Until)? _wantedSize;

    /// <exception cref="GraphicsException">There is no window system.</exception>
    public WindowHost(ViewerApp app, DigitReader reader, Settings settings)
    {
        _app = app;
        _reader = reader;
        _settings = settings;
        var options = WindowOptions.Default;
        options.Title = "GPU Digits";
        options.Size = new Vector2D<int>(settings.Width, settings.Height);
        options.IsEventDriven = true;
        options.ShouldSwapAutomatically = false;
        options.API = new GraphicsAPI(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));
        try
        {
            _window = Silk.NET.Windowing.Window.Create(options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Each windowing library has its own exceptions for "there is no window system here".
            throw NoWindow(e);
        }
        _window.Load += Load;
        _window.Update += _ => _failure?.Throw();
        _window.Render += _ => Render();
        _window.Resize += size => Guard(() => Remember(size));
        _window.FramebufferResize += _ => Guard(Resized);
    }

    /// <summary>The window's pixels after each frame that the person asked to keep.</summary>
    public Action<byte[], int, int>? Screenshot { get; set; }

    /// <summary>Sees every event before the app does.</summary>
    public Action<InputEvent>? Recorder { get; set; }

    /// <summary>Called once the window is open.</summary>
    public Action? Opened { get; init; }

    /// <summary>Gives the next recorded event that is due at a time, or null; for a replay.</summary>
    public Func<double, InputEvent?>? Player { get; set; }

    /// <summary>Told how long things take; null where nobody asks.</summary>
    public Timings? Timings { get; init; }

    /// <summary>Whether a recorded change of the window's size is still under way.</summary>
    public bool IsBeingResized
    {
        get
        {
            // The window may have the size before the app has been told.
            if (_wantedSize is { } wanted && (_app.View.Layout.Size == new Vector2(wanted.Width, wanted.Height) || Now > wanted.Until))
                _wantedSize = null;
            return _wantedSize is not null;
        }
    }

    /// <summary>Ends <see cref="Run"/> after this turn.</summary>
    public void Close() => _window.Close();

    private double Now => _clock.Elapsed.TotalSeconds;

    /// <summary>Framebuffer pixels in one window unit.</summary>
    public float PixelRatio => _window.Size.X > 0 ? (float)_window.FramebufferSize.X / _window.Size.X : 1;

    /// <summary>Shows the window until it closes.</summary>
    /// <exception cref="GraphicsException">The system has no OpenGL 3.3.</exception>
    public void Run()
    {
        try
        {
            _window.Initialize();
        }
        catch (Exception e) when (e is not OutOfMemoryException and not GraphicsException)
        {
            throw NoWindow(e);
        }
        _reader.Changed += Wake;
        _app.News += Wake;
        Opened?.Invoke();
        _window.Run(Turn);
        _app.News -= Wake;
        _reader.Changed -= Wake;
    }

    public void Dispose()
    {
        _renderer?.Dispose();
        _input?.Dispose();
        _window.Dispose();
    }

    private static GraphicsException NoWindow(Exception e) => new(
        $"{e.Message.ReplaceLineEndings(" ").TrimEnd('.')}. A window needs a screen, GLFW and "
        + "OpenGL 3.3 (Debian and Ubuntu: libglfw3 libgl1 libgl1-mesa-dri); --offscreen does without.");

    private void Turn()
    {
        _sawEvent = false;
        _window.IsEventDriven = !_app.NeedsFrame && Player is null;
        _window.DoEvents();
        if (!_window.IsClosing)
            _window.DoUpdate();
        if (!_window.IsClosing)
            _window.DoRender();
    }

    private void Load()
    {
        _gl = GL.GetApi(_window);
        _renderer = new Renderer(_gl);
        _input = _window.CreateInput();
        foreach (var mouse in _input.Mice)
        {
            mouse.MouseMove += (_, at) => Send(now => new PointerMoved(now, at * PixelRatio));
            mouse.MouseDown += (_, button) => SendButton(button, isDown: true);
            mouse.MouseUp += (_, button) => SendButton(button, isDown: false);
            mouse.Scroll += (_, wheel) => Send(now => new Scrolled(now, new(wheel.X, wheel.Y)));
        }
        foreach (var keyboard in _input.Keyboards)
        {
            keyboard.KeyDown += (_, key, _) => Guard(() => KeyDown(key));
            keyboard.KeyUp += (_, key, _) => Guard(() => Modify(key, isDown: false));
            keyboard.KeyChar += (_, character) => SendCharacter(character);
        }
        Resized();
    }

    private void Render()
    {
        while (Player?.Invoke(Now) is { } recorded)
            Play(recorded);
        if (Interlocked.Exchange(ref _readerHasNews, 0) != 0)
            _app.TakeReading();
        // A turn without any event of ours may be the system's wish to have a part of the window drawn again.
        else if (_sawEvent && !_app.NeedsFrame)
            return;
        if (Timings is not null && _reader.IsReady && _app.ReadingIsCurrent)
            Timings.Read();
        var size = _window.FramebufferSize;
        if (size.X <= 0 || size.Y <= 0)
            return;
        _app.Draw(_list, Now);
        _renderer!.Draw(_list, size.X, size.Y, _app.View.Theme.Background);
        if (_app.ScreenshotIsWanted)
        {
            _app.ScreenshotIsWanted = false;
            Screenshot?.Invoke(_renderer.ReadPixels(size.X, size.Y), size.X, size.Y);
        }
        _window.SwapBuffers();
        Timings?.Shown(_reader.IsReady);
        if (_input?.Mice is [var mouse, ..])
            mouse.Cursor.StandardCursor = _app.PointerIsOnPad ? StandardCursor.Crosshair
                : _app.PointerIsOnButton ? StandardCursor.Hand : StandardCursor.Default;
    }

    /// <summary>The real window gets the recorded size, and tells the app itself.</summary>
    private void Play(InputEvent recorded)
    {
        if (recorded is not Resized size)
        {
            _app.Handle(recorded);
            return;
        }
        _wantedSize = (size.Width, size.Height, Now + LongestResize);
        _window.Size = new((int)MathF.Round(size.Width / size.PixelRatio), (int)MathF.Round(size.Height / size.PixelRatio));
    }

    private void KeyDown(SilkKey key)
    {
        Modify(key, isDown: true);
        _letter = _letters.Of(key);
        if (_controlIsDown && _letter is 'q' or 'w')
        {
            Close();
            return;
        }
        AppKey? meant = key switch
        {
            SilkKey.Enter or SilkKey.KeypadEnter => AppKey.Enter,
            SilkKey.Space => AppKey.Space,
            SilkKey.Backspace => AppKey.Backspace,
            SilkKey.Delete => AppKey.Delete,
            SilkKey.Escape => AppKey.Escape,
            SilkKey.Tab => _shiftIsDown ? AppKey.PreviousWidget : AppKey.NextWidget,
            _ when _controlIsDown && _letter is 'z' => _shiftIsDown ? AppKey.Redo : AppKey.Undo,
            _ when _controlIsDown && _letter is 'y' => AppKey.Redo,
            SilkKey.F1 => AppKey.Help,
            SilkKey.Left => AppKey.Left,
            SilkKey.Right => AppKey.Right,
            SilkKey.Up => AppKey.Up,
            SilkKey.Down => AppKey.Down,
            SilkKey.PageUp => AppKey.PageUp,
            SilkKey.PageDown => AppKey.PageDown,
            SilkKey.F12 => AppKey.Screenshot,
            _ => null,
        };
        if (meant is { } app)
            Send(now => new KeyPressed(now, app));
    }

    private void Modify(SilkKey key, bool isDown)
    {
        if (key is SilkKey.ControlLeft or SilkKey.ControlRight or SilkKey.SuperLeft or SilkKey.SuperRight)
            _controlIsDown = isDown;
        if (key is SilkKey.ShiftLeft or SilkKey.ShiftRight)
            _shiftIsDown = isDown;
    }

    private void SendCharacter(char character)
    {
        var meant = Characters.Meant(character, _letter);
        _letter = null;
        if (character != ' ')
            Send(now => new Typed(now, meant));
    }

    private void SendButton(MouseButton button, bool isDown)
    {
        if (button is not (MouseButton.Left or MouseButton.Right))
            return;
        var meant = button == MouseButton.Left ? PointerButton.Left : PointerButton.Right;
        if (!isDown)
            Timings?.PenUp();
        Send(now => isDown ? new PointerPressed(now, meant) : new PointerReleased(now, meant));
    }

    private void Resized()
    {
        var size = _window.FramebufferSize;
        if (size.X > 0 && size.Y > 0)
            Send(now => new Resized(now, size.X, size.Y, PixelRatio));
    }

    private void Remember(Vector2D<int> size)
    {
        if (size.X > 0 && size.Y > 0)
            (_settings.Width, _settings.Height) = (size.X, size.Y);
    }

    private void Send(Func<double, InputEvent> make) => Guard(() =>
    {
        _sawEvent = true;
        var input = make(Now);
        Recorder?.Invoke(input);
        _app.Handle(input);
    });

    /// <summary>An exception must not leave a handler of a native event: it is kept and thrown from the next update.</summary>
    private void Guard(Action handle)
    {
        try
        {
            handle();
        }
        catch (Exception e)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
        }
    }

    private void Wake()
    {
        Interlocked.Exchange(ref _readerHasNews, 1);
        _window.ContinueEvents();
    }
}
