using System.Diagnostics;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Silk.NET.Glfw;

/// <summary>
/// A window that uses GLFW. All members except <see cref="ContinueEvents"/> must be called on the thread that initialised it. Failures have
/// the same effects as in the real package: an unhandled exception in a handler of a native event ends the process; so does one that leaves
/// the loop (the window cannot be reset any more, not even by its finaliser); and so does a window that GLFW cannot open (its error is
/// ignored).
/// </summary>
internal sealed unsafe class GlfwWindow(WindowOptions options) : IWindow
{
    private static readonly Dictionary<nint, GlfwWindow> Open = [];

    private readonly Stopwatch _lifetime = new();
    private readonly Stopwatch _sinceUpdate = new();
    private readonly Stopwatch _sinceRender = new();
    private WindowOptions _options = options;
    private (Vector2D<int> Position, Vector2D<int> Size) _beforeFullscreen;
    private GlfwContext? _context;
    private Action? _onFrame;
    private bool _swapIntervalIsStale = true, _inRefresh, _inRenderLoop;

    ~GlfwWindow() => Reset();

    public event Action<Vector2D<int>>? Resize;
    public event Action<Vector2D<int>>? FramebufferResize;
    public event Action? Closing;
    public event Action<bool>? FocusChanged;
    public event Action? Load;
    public event Action<double>? Update;
    public event Action<double>? Render;
    public event Action<string[]>? FileDrop;

    internal GlfwInput? Input { get; set; }

    public nint Handle { get; private set; }

    public bool IsInitialized { get; private set; }

    public double Time => _lifetime.Elapsed.TotalSeconds;

    public GraphicsAPI API => _options.API;

    public IGLContext? GLContext =>
        _context ?? throw new InvalidOperationException("The window has no OpenGL context before its Load event.");

    public bool ShouldSwapAutomatically { get; set; } = options.ShouldSwapAutomatically;

    public bool IsEventDriven { get; set; } = options.IsEventDriven;

    public double FramesPerSecond { get; set; } = options.FramesPerSecond;

    public double UpdatesPerSecond { get; set; } = options.UpdatesPerSecond;

    public bool VSync
    {
        get => _options.VSync;
        set
        {
            _options.VSync = value;
            _swapIntervalIsStale = true;
        }
    }

    public bool IsClosing
    {
        get => !IsInitialized || GlfwLibrary.WindowShouldClose(Handle) != 0;
        set
        {
            if (Handle != 0)
                GlfwLibrary.SetWindowShouldClose(Handle, value ? 1 : 0);
        }
    }

    public bool IsVisible
    {
        get => Handle == 0 ? _options.IsVisible : GlfwLibrary.GetWindowAttrib(Handle, GlfwLibrary.Visible) != 0;
        set
        {
            _options.IsVisible = value;
            if (Handle == 0)
                return;
            if (value)
                GlfwLibrary.ShowWindow(Handle);
            else
                GlfwLibrary.HideWindow(Handle);
        }
    }

    public string Title
    {
        get => _options.Title;
        set
        {
            _options.Title = value;
            if (Handle != 0)
                GlfwLibrary.SetWindowTitle(Handle, value);
        }
    }

    public Vector2D<int> Position
    {
        get
        {
            if (Handle == 0)
                return _options.Position;
            GlfwLibrary.GetWindowPos(Handle, out var x, out var y);
            return new(x, y);
        }
        set
        {
            _options.Position = value;
            if (Handle != 0)
                GlfwLibrary.SetWindowPos(Handle, value.X, value.Y);
        }
    }

    public Vector2D<int> Size
    {
        get
        {
            if (Handle == 0)
                return default;
            GlfwLibrary.GetWindowSize(Handle, out var width, out var height);
            return new(width, height);
        }
        set
        {
            _options.Size = value;
            if (Handle != 0)
                GlfwLibrary.SetWindowSize(Handle, value.X, value.Y);
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            if (Handle == 0)
                return default;
            GlfwLibrary.GetFramebufferSize(Handle, out var width, out var height);
            return new(width, height);
        }
    }

    public WindowState WindowState
    {
        get
        {
            if (Handle == 0)
                return _options.WindowState;
            if (GlfwLibrary.GetWindowAttrib(Handle, GlfwLibrary.Iconified) != 0)
                return WindowState.Minimized;
            if (GlfwLibrary.GetWindowMonitor(Handle) != 0)
                return WindowState.Fullscreen;
            return GlfwLibrary.GetWindowAttrib(Handle, GlfwLibrary.Maximized) != 0 ? WindowState.Maximized : WindowState.Normal;
        }
        set
        {
            _options.WindowState = value;
            if (Handle != 0)
                Apply(value);
        }
    }

    public void Initialize()
    {
        if (IsInitialized)
            return;
        var api = _options.API;
        GlfwLibrary.DefaultWindowHints();
        // The window is shown after it has been positioned, so that it does not jump.
        GlfwLibrary.WindowHint(GlfwLibrary.Visible, 0);
        GlfwLibrary.WindowHint(GlfwLibrary.ClientApi, api.API switch
        {
            ContextAPI.OpenGL => GlfwLibrary.OpenGLApi,
            ContextAPI.OpenGLES => GlfwLibrary.OpenGLESApi,
            _ => GlfwLibrary.NoApi,
        });
        GlfwLibrary.WindowHint(GlfwLibrary.ContextMajor, api.Version.MajorVersion);
        GlfwLibrary.WindowHint(GlfwLibrary.ContextMinor, api.Version.MinorVersion);
        if (api.API == ContextAPI.OpenGL)
        {
            GlfwLibrary.WindowHint(GlfwLibrary.ForwardCompatible, api.Flags.HasFlag(ContextFlags.ForwardCompatible) ? 1 : 0);
            GlfwLibrary.WindowHint(GlfwLibrary.Profile,
                api.Profile == ContextProfile.Core ? GlfwLibrary.CoreProfile : GlfwLibrary.CompatProfile);
        }
        GlfwLibrary.WindowHint(GlfwLibrary.DebugContext, api.Flags.HasFlag(ContextFlags.Debug) ? 1 : 0);

        Handle = GlfwLibrary.CreateWindow(_options.Size.X, _options.Size.Y, _options.Title ?? "", 0, 0);
        Open.Add(Handle, this);
        GlfwLibrary.SetWindowPos(Handle, _options.Position.X, _options.Position.Y);
        if (_options.WindowState != WindowState.Normal)
            Apply(_options.WindowState);
        if (_options.IsVisible)
            GlfwLibrary.ShowWindow(Handle);
        GlfwLibrary.SetWindowSizeCallback(Handle, &OnSize);
        GlfwLibrary.SetFramebufferSizeCallback(Handle, &OnFramebufferSize);
        GlfwLibrary.SetWindowRefreshCallback(Handle, &OnRefresh);
        GlfwLibrary.SetWindowCloseCallback(Handle, &OnClose);
        GlfwLibrary.SetWindowFocusCallback(Handle, &OnFocus);
        GlfwLibrary.SetDropCallback(Handle, &OnDrop);
        if (api.API is ContextAPI.OpenGL or ContextAPI.OpenGLES)
        {
            _context = new GlfwContext(Handle, this);
            _context.MakeCurrent();
        }
        _swapIntervalIsStale = true;
        _lifetime.Restart();
        _sinceUpdate.Restart();
        _sinceRender.Restart();
        IsInitialized = true;
        Load?.Invoke();
    }

    public void Run(Action onFrame)
    {
        _onFrame = onFrame;
        while (!IsClosing)
            onFrame();
        _onFrame = null;
    }

    /// <summary>Does nothing during a frame that a refresh has begun, because that frame is inside an outer call of this method.</summary>
    public void DoEvents()
    {
        _inRenderLoop = true;
        if (!_inRefresh && IsEventDriven)
            GlfwLibrary.WaitEvents();
        else if (!_inRefresh)
            GlfwLibrary.PollEvents();
        _inRenderLoop = false;
    }

    public void ContinueEvents() => GlfwLibrary.PostEmptyEvent();

    public void DoUpdate()
    {
        var seconds = _sinceUpdate.Elapsed.TotalSeconds;
        if (UpdatesPerSecond > 0 && seconds < 1 / UpdatesPerSecond)
            return;
        _sinceUpdate.Restart();
        _inRenderLoop = true;
        Update?.Invoke(seconds);
        _inRenderLoop = false;
    }

    public void DoRender()
    {
        var seconds = _sinceRender.Elapsed.TotalSeconds;
        if (!VSync && FramesPerSecond > 0 && seconds < 1 / FramesPerSecond)
            return;
        _sinceRender.Restart();
        _inRenderLoop = true;
        if (_context is { } context)
        {
            context.MakeCurrent();
            if (_swapIntervalIsStale)
                context.SwapInterval(VSync ? 1 : 0);
            _swapIntervalIsStale = false;
        }
        Render?.Invoke(seconds);
        if (ShouldSwapAutomatically)
            _context?.SwapBuffers();
        _inRenderLoop = false;
    }

    public void SetWindowIcon(ReadOnlySpan<RawImage> icons)
    {
        // GLFW copies the pixels.
        var images = stackalloc GlfwImage[icons.Length];
        var pixels = new byte[icons.Length][];
        var handles = new GCHandle[icons.Length];
        for (var i = 0; i < icons.Length; i++)
        {
            pixels[i] = icons[i].Pixels.ToArray();
            handles[i] = GCHandle.Alloc(pixels[i], GCHandleType.Pinned);
            images[i] = new(icons[i].Width, icons[i].Height, handles[i].AddrOfPinnedObject());
        }
        GlfwLibrary.LastError();
        GlfwLibrary.SetWindowIcon(Handle, icons.Length, images);
        foreach (var handle in handles)
            handle.Free();
        if (GlfwLibrary.LastError() is { } error)
            throw new PlatformNotSupportedException(error);
    }

    public void Close()
    {
        Closing?.Invoke();
        IsClosing = true;
    }

    public void Reset()
    {
        if (_inRenderLoop)
            throw new InvalidOperationException("You cannot call `Reset` inside of the render loop!");
        if (!IsInitialized)
            return;
        IsInitialized = false;
        Input?.Dispose();
        _context?.Clear();
        _context = null;
        Open.Remove(Handle);
        GlfwLibrary.DestroyWindow(Handle);
        Handle = 0;
    }

    public void Dispose()
    {
        Reset();
        GC.SuppressFinalize(this);
    }

    private void Apply(WindowState state)
    {
        if (state == WindowState.Fullscreen)
        {
            var monitor = GlfwLibrary.GetPrimaryMonitor();
            var mode = monitor == 0 ? null : GlfwLibrary.GetVideoMode(monitor);
            if (mode is null)
                return;
            _beforeFullscreen = (Position, Size);
            // GLFWvidmode: width, height, three colour depths, refresh rate.
            GlfwLibrary.SetWindowMonitor(Handle, monitor, 0, 0, mode[0], mode[1], mode[5]);
            return;
        }
        if (GlfwLibrary.GetWindowMonitor(Handle) != 0)
        {
            var (position, size) = _beforeFullscreen;
            GlfwLibrary.SetWindowMonitor(Handle, 0, position.X, position.Y, size.X, size.Y, 0);
        }
        if (state == WindowState.Minimized)
            GlfwLibrary.IconifyWindow(Handle);
        else if (state == WindowState.Maximized)
            GlfwLibrary.MaximizeWindow(Handle);
        else
            GlfwLibrary.RestoreWindow(Handle);
    }

    [UnmanagedCallersOnly]
    private static void OnSize(nint handle, int width, int height) => Open[handle].Resize?.Invoke(new(width, height));

    [UnmanagedCallersOnly]
    private static void OnFramebufferSize(nint handle, int width, int height) => Open[handle].FramebufferResize?.Invoke(new(width, height));

    [UnmanagedCallersOnly]
    private static void OnRefresh(nint handle)
    {
        var window = Open[handle];
        if (window._inRefresh)
            return;
        window._inRefresh = true;
        window._onFrame?.Invoke();
        window._inRefresh = false;
    }

    [UnmanagedCallersOnly]
    private static void OnClose(nint handle) => Open[handle].Closing?.Invoke();

    [UnmanagedCallersOnly]
    private static void OnFocus(nint handle, int focused) => Open[handle].FocusChanged?.Invoke(focused != 0);

    [UnmanagedCallersOnly]
    private static void OnDrop(nint handle, int count, byte** paths)
    {
        var dropped = new string[count];
        for (var i = 0; i < count; i++)
            dropped[i] = Marshal.PtrToStringUTF8((nint)paths[i]) ?? "";
        if (count > 0)
            Open[handle].FileDrop?.Invoke(dropped);
    }
}
