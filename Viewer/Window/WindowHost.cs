using System.Diagnostics;
using System.Numerics;
using System.Runtime.ExceptionServices;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Viewer.Graphics;
using Silk.NET.Input;
using Silk.NET.Maths;
using Silk.NET.OpenGL;
using Silk.NET.Windowing;
using SilkKey = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>
/// A real window around the app. It sleeps until an event, and draws only if the app has something new to show, something moves, a picture
/// is requested, or the system asks for a repaint. An exception closes the window and is thrown by <see cref="Run"/>: if it left a native
/// callback or Silk.NET's loop, it would abort the process.
/// </summary>
internal sealed class WindowHost : IDisposable
{
    private readonly ViewerApp _app;
    private readonly DigitReader _reader;
    private readonly Settings _settings;
    private readonly Glfw _glfw;
    private readonly IWindow _window;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly DrawList _list = new(Font.Default);
    private readonly KeyLetters _letters;
    private char? _letter, _held;
    private IInputContext? _input;
    private GL? _gl;
    private Renderer? _renderer;
    private ExceptionDispatchInfo? _failure;
    private bool _isInTurn, _mustRepaint = true, _controlIsDown, _shiftIsDown;
    private bool _wasMaximized;
    private float _toldRatio;
    private int _readerHasNews;
    private volatile bool _isToClose;

    // A window manager may give another size than the requested one, or none. The replay then continues without it.
    private const double LongestResize = 0.5;
    private (int Width, int Height, double Until)? _wantedSize;

    public WindowHost(ViewerApp app, DigitReader reader, Settings settings, Glfw glfw)
    {
        _app = app;
        _glfw = glfw;
        _reader = reader;
        _settings = settings;
        _letters = new(key => _glfw.KeyName((int)key));
        var options = WindowOptions.Default;
        options.Title = "GpuDigits";
        options.Size = WantedSize;
        options.IsEventDriven = true;
        options.ShouldSwapAutomatically = false;
        options.API = new GraphicsAPI(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));
        _window = Silk.NET.Windowing.Window.Create(options);
        _window.Load += Load;
        _window.Render += _ => Guard(Render);
        _window.Resize += size => Guard(() => Remember(size));
        _window.FramebufferResize += _ => Guard(Resized);
        _window.FileDrop += paths => Guard(() => _app.OpenSheet(paths[0]));
    }

    /// <summary>The window's pixels after each frame that the person asked to keep.</summary>
    public Action<byte[], int, int>? Screenshot { get; set; }

    /// <summary>Receives every event before the app.</summary>
    public Action<InputEvent>? Recorder { get; set; }

    /// <summary>Called once the window is open.</summary>
    public Action? Opened { get; init; }

    /// <summary>Called after each presented frame.</summary>
    public Action? Shown { get; init; }

    /// <summary>Gives the next recorded event that is due at a time, or null; for a replay.</summary>
    public Func<double, InputEvent?>? Player { get; set; }

    /// <summary>Receives the times; null if they are not requested.</summary>
    public Timings? Timings { get; init; }

    /// <summary>Whether a recorded change of the window's size is not finished yet.</summary>
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

    /// <summary>The same, on any thread.</summary>
    public void CloseSoon()
    {
        _isToClose = true;
        Wake();
    }

    private double Now => _clock.Elapsed.TotalSeconds;

    /// <summary>Framebuffer pixels per unit of the layout, from the screen's scale and the person's choice.</summary>
    public float PixelRatio => (_window.Handle == 0 ? _glfw.Screen.Scale : _glfw.ScaleOf(_window.Handle)) * _settings.Scale / 100;

    // X11 and Windows count a window in pixels (1), Wayland and macOS in units of their own.
    private float FramebufferRatio => _window.Size.X > 0 ? (float)_window.FramebufferSize.X / _window.Size.X : 1;

    /// <summary>The size of the settings in window units; it never covers more than the screen.</summary>
    private Vector2D<int> WantedSize
    {
        get
        {
            var (width, height) = _glfw.WorkArea();
            var units = _glfw.Screen.Scale * _settings.Scale / 100 / _glfw.Screen.PixelRatio;
            return new(Math.Min(width, (int)MathF.Round(_settings.Width * units)),
                Math.Min(height, (int)MathF.Round(_settings.Height * units)));
        }
    }

    /// <summary>Shows the window until it closes, and throws its first exception.</summary>
    public void Run()
    {
        _window.Initialize();
        _reader.Changed += Wake;
        _app.News += Wake;
        Guard(() => Opened?.Invoke());
        _window.Run(Turn);
        _app.News -= Wake;
        _reader.Changed -= Wake;
        _failure?.Throw();
    }

    public void Dispose()
    {
        _renderer?.Dispose();
        _input?.Dispose();
        _window.Dispose();
    }

    /// <summary>
    /// One turn of the loop. When the system asks for a repaint, Silk.NET calls it once more from within DoEvents, also while the person
    /// drags the window's edge and DoEvents does not return.
    /// </summary>
    private void Turn()
    {
        if (_isInTurn)
        {
            _mustRepaint = true;
        }
        else
        {
            _isInTurn = true;
            // A minimised window has no frame to draw.
            var isToDraw = (_app.NeedsFrame || _mustRepaint) && _window.FramebufferSize is { X: > 0, Y: > 0 };
            _window.IsEventDriven = !isToDraw && Player is null && !_isToClose;
            _window.DoEvents();
            _isInTurn = false;
            if (_isToClose)
                Close();
        }
        if (_window.IsClosing)
            return;
        // Another screen may have another scale, which changes no size.
        if (PixelRatio != _toldRatio)
            Resized();
        _window.DoRender();
    }

    private void Load()
    {
        _gl = GL.GetApi(_window);
        _renderer = new Renderer(_gl);
        _input = _window.CreateInput();
        ShowIcon();
        foreach (var mouse in _input.Mice)
        {
            mouse.MouseMove += (_, at) => Send(now => new PointerMoved(now, at * FramebufferRatio));
            mouse.MouseDown += (_, button) => SendButton(button, isDown: true);
            mouse.MouseUp += (_, button) => SendButton(button, isDown: false);
            mouse.Scroll += (_, wheel) => Send(now => _controlIsDown ? new Zoomed(now, wheel.Y) : new Scrolled(now, new(wheel.X, wheel.Y)));
        }
        foreach (var keyboard in _input.Keyboards)
        {
            keyboard.KeyDown += (_, key, _) => Guard(() => KeyDown(key));
            keyboard.KeyUp += (_, key, _) => Guard(() => Modify(key, isDown: false));
            keyboard.KeyChar += (_, character) => SendCharacter(character);
        }
        if (_input.Keyboards is [var first, ..])
            _app.Clipboard = new WindowClipboard(first);
        Resized();
    }

    private void Render()
    {
        while (Player?.Invoke(Now) is { } recorded)
            Play(recorded);
        if (Interlocked.Exchange(ref _readerHasNews, 0) != 0)
            _app.TakeReading();
        if (!_app.NeedsFrame && !_app.ScreenshotIsWanted && !_mustRepaint)
            return;
        if (Timings is not null && _reader.IsReady && _app.ReadingIsCurrent)
            Timings.Read();
        var size = _window.FramebufferSize;
        if (size.X <= 0 || size.Y <= 0)
            return;
        _mustRepaint = false;
        _app.Draw(_list, Now);
        _renderer!.Draw(_list, size.X, size.Y, _app.View.Background);
        if (_app.ScreenshotIsWanted)
        {
            _app.ScreenshotIsWanted = false;
            Screenshot?.Invoke(_renderer.ReadPixels(size.X, size.Y), size.X, size.Y);
        }
        _window.SwapBuffers();
        Timings?.Shown(_reader.IsReady);
        Shown?.Invoke();
        if (_input?.Mice is [var mouse, ..])
            mouse.Cursor.StandardCursor = _app.PointerMeaning switch
            {
                PointerMeaning.Write => StandardCursor.Crosshair,
                PointerMeaning.Press => StandardCursor.Hand,
                _ => StandardCursor.Default,
            };
    }

    /// <summary>Gives the real window a recorded size; the window then informs the app.</summary>
    private void Play(InputEvent recorded)
    {
        if (recorded is not Resized size)
        {
            _app.Handle(recorded);
            return;
        }
        _wantedSize = (size.Width, size.Height, Now + LongestResize);
        _window.Size = new((int)MathF.Round(size.Width / FramebufferRatio), (int)MathF.Round(size.Height / FramebufferRatio));
    }

    private void KeyDown(SilkKey key)
    {
        Modify(key, isDown: true);
        (_letter, _held) = (_letters.Of(key), null);
        var written = _controlIsDown ? Shortcuts.WrittenOn(key, _letter, _glfw) : "";
        if (written is "q" or "w")
            Close();
        else if (key == SilkKey.F11)
            ToggleFullScreen();
        else if (written == "v")
            Paste();
        else if (Shortcuts.Meaning(key, written, _shiftIsDown) is { } meant)
            Send(now => new KeyPressed(now, meant));
    }

    private void Paste()
    {
        if (_app.Clipboard.Text is not { Length: > 0 } text)
            return;
        if (!_app.TakesText && PastedPicture.In(text) is { } file)
            _app.OpenSheet(file);
        else
            Send(now => new Pasted(now, text));
    }

    /// <summary>Makes a maximised window normal in between, because Silk.NET does not remember the size of a maximised one.</summary>
    private void ToggleFullScreen()
    {
        var isFull = _window.WindowState == WindowState.Fullscreen;
        _wasMaximized = isFull ? _wasMaximized : _window.WindowState == WindowState.Maximized;
        _window.WindowState = WindowState.Normal;
        if (!isFull)
            _window.WindowState = WindowState.Fullscreen;
        else if (_wasMaximized)
            _window.WindowState = WindowState.Maximized;
    }

    private void ShowIcon()
    {
        try
        {
            _window.SetWindowIcon(WindowIcon.Load());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Wayland and macOS have another source for a program's icon, and GLFW reports an error.
        }
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
        // A key that is held writes again and again: digits, as anywhere, but a command is meant once.
        if (character == _held && !_app.TakesText && !char.IsAsciiDigit(character))
            return;
        _held = character;
        var meant = _app.TakesText ? character : Characters.Meant(character, _letter);
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
        if (size.X <= 0 || size.Y <= 0)
            return;
        _toldRatio = PixelRatio;
        Send(now => new Resized(now, size.X, size.Y, _toldRatio));
    }

    /// <summary>
    /// Stores the size for the next run, in units of the layout. A full-screen or maximised size is not a person's choice, nor is a size
    /// that a small screen has limited.
    /// </summary>
    private void Remember(Vector2D<int> size)
    {
        if (size.X <= 0 || size.Y <= 0 || size == WantedSize || _window.WindowState != WindowState.Normal)
            return;
        var units = FramebufferRatio / PixelRatio;
        (_settings.Width, _settings.Height) = (Kept(size.X), Kept(size.Y));

        int Kept(int side) => Math.Clamp((int)MathF.Round(side * units), Settings.SmallestSide, Settings.LargestSide);
    }

    /// <summary>Scales the window with its content.</summary>
    private void Rescale()
    {
        if (_window.WindowState == WindowState.Normal)
            _window.Size = WantedSize;
        Resized();
    }

    private void Send(Func<double, InputEvent> make) => Guard(() =>
    {
        var input = make(Now);
        Recorder?.Invoke(input);
        var scale = _settings.Scale;
        _app.Handle(input);
        if (_settings.Scale != scale)
            Rescale();
    });

    /// <summary>Stores the first exception and closes the window; later events are not handled.</summary>
    private void Guard(Action handle)
    {
        if (_failure is not null)
            return;
        try
        {
            handle();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            _window.IsClosing = true;
        }
    }

    private void Wake()
    {
        Interlocked.Exchange(ref _readerHasNews, 1);
        _window.ContinueEvents();
    }
}
