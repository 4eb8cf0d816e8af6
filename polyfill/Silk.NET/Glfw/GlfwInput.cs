using System.Numerics;
using System.Runtime.InteropServices;
using Silk.NET.Input;

namespace Silk.NET.Glfw;

/// <summary>The one mouse and the one keyboard that GLFW provides for a window.</summary>
internal sealed unsafe class GlfwInput : IInputContext
{
    private static readonly Dictionary<nint, GlfwInput> Open = [];

    private readonly GlfwWindow _window;
    private readonly GlfwMouse _mouse;
    private readonly GlfwKeyboard _keyboard;

    public GlfwInput(GlfwWindow window)
    {
        _window = window;
        Handle = window.Handle;
        _mouse = new GlfwMouse(Handle);
        _keyboard = new GlfwKeyboard(Handle);
        Mice = [_mouse];
        Keyboards = [_keyboard];
        Open.Add(Handle, this);
        GlfwLibrary.SetKeyCallback(Handle, &OnKey);
        GlfwLibrary.SetCharCallback(Handle, &OnChar);
        GlfwLibrary.SetMouseButtonCallback(Handle, &OnMouseButton);
        GlfwLibrary.SetCursorPosCallback(Handle, &OnCursorPos);
        GlfwLibrary.SetScrollCallback(Handle, &OnScroll);
    }

    public nint Handle { get; }

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public IReadOnlyList<IMouse> Mice { get; }

    public void Dispose()
    {
        if (!Open.Remove(Handle))
            return;
        _window.Input = null;
        GlfwLibrary.SetKeyCallback(Handle, null);
        GlfwLibrary.SetCharCallback(Handle, null);
        GlfwLibrary.SetMouseButtonCallback(Handle, null);
        GlfwLibrary.SetCursorPosCallback(Handle, null);
        GlfwLibrary.SetScrollCallback(Handle, null);
        _mouse.ReleaseCursor();
    }

    [UnmanagedCallersOnly]
    private static void OnKey(nint window, int key, int scancode, int action, int mods) =>
        Open[window]._keyboard.OnKey(key, scancode, action);

    [UnmanagedCallersOnly]
    private static void OnChar(nint window, uint codepoint) => Open[window]._keyboard.OnChar(codepoint);

    [UnmanagedCallersOnly]
    private static void OnMouseButton(nint window, int button, int action, int mods) => Open[window]._mouse.OnButton(button, action);

    [UnmanagedCallersOnly]
    private static void OnCursorPos(nint window, double x, double y) => Open[window]._mouse.OnMove(x, y);

    [UnmanagedCallersOnly]
    private static void OnScroll(nint window, double x, double y) => Open[window]._mouse.OnScroll(x, y);
}

internal sealed class GlfwKeyboard(nint window) : IKeyboard
{
    public event Action<IKeyboard, Key, int>? KeyDown;
    public event Action<IKeyboard, Key, int>? KeyUp;
    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "GLFW keyboard";

    public int Index => 0;

    public bool IsConnected => true;

    /// <summary>The text of the system's clipboard; empty if it holds something else.</summary>
    public string ClipboardText
    {
        get => Marshal.PtrToStringUTF8(GlfwLibrary.GetClipboardString(window)) ?? "";
        set => GlfwLibrary.SetClipboardString(window, value);
    }

    public bool IsKeyPressed(Key key) => key != Key.Unknown && GlfwLibrary.GetKey(window, (int)key) == GlfwLibrary.Press;

    /// <summary>GLFW's key repeats are not passed on: a held key is one press.</summary>
    internal void OnKey(int key, int scancode, int action)
    {
        if (action == GlfwLibrary.Press)
            KeyDown?.Invoke(this, (Key)key, scancode);
        else if (action == GlfwLibrary.Release)
            KeyUp?.Invoke(this, (Key)key, scancode);
    }

    internal void OnChar(uint codepoint) => KeyChar?.Invoke(this, (char)codepoint);
}

internal sealed class GlfwMouse(nint window) : IMouse, ICursor
{
    private nint _cursor;
    private StandardCursor _shape;

    public event Action<IMouse, MouseButton>? MouseDown;
    public event Action<IMouse, MouseButton>? MouseUp;
    public event Action<IMouse, Vector2>? MouseMove;
    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "GLFW mouse";

    public int Index => 0;

    public bool IsConnected => true;

    public ICursor Cursor => this;

    /// <summary>The current position of the pointer, in window units; during a delayed event it may be a later position.</summary>
    public Vector2 Position
    {
        get
        {
            GlfwLibrary.GetCursorPos(window, out var x, out var y);
            return new((float)x, (float)y);
        }
        set => GlfwLibrary.SetCursorPos(window, value.X, value.Y);
    }

    public StandardCursor StandardCursor
    {
        get => _shape;
        set
        {
            if (value == _shape)
                return;
            ReleaseCursor();
            _shape = value;
            var shape = value switch
            {
                StandardCursor.Arrow => GlfwLibrary.ArrowCursor,
                StandardCursor.IBeam => GlfwLibrary.IBeamCursor,
                StandardCursor.Crosshair => GlfwLibrary.CrosshairCursor,
                StandardCursor.Hand => GlfwLibrary.HandCursor,
                StandardCursor.HResize => GlfwLibrary.HResizeCursor,
                StandardCursor.VResize => GlfwLibrary.VResizeCursor,
                _ => 0,
            };
            _cursor = shape == 0 ? 0 : GlfwLibrary.CreateStandardCursor(shape);
            GlfwLibrary.SetCursor(window, _cursor);
        }
    }

    public bool IsButtonPressed(MouseButton btn) =>
        btn != MouseButton.Unknown && GlfwLibrary.GetMouseButton(window, (int)btn) == GlfwLibrary.Press;

    internal void OnButton(int button, int action)
    {
        if (action == GlfwLibrary.Press)
            MouseDown?.Invoke(this, (MouseButton)button);
        else
            MouseUp?.Invoke(this, (MouseButton)button);
    }

    internal void OnMove(double x, double y) => MouseMove?.Invoke(this, new((float)x, (float)y));

    internal void OnScroll(double x, double y) => Scroll?.Invoke(this, new((float)x, (float)y));

    internal void ReleaseCursor()
    {
        if (_cursor == 0)
            return;
        GlfwLibrary.SetCursor(window, 0);
        GlfwLibrary.DestroyCursor(_cursor);
        _cursor = 0;
        _shape = StandardCursor.Default;
    }
}
