using System.Numerics;

namespace Silk.NET.Input;

public enum MouseButton
{
    Unknown = -1, Left = 0, Right = 1, Middle = 2, Button4 = 3, Button5 = 4, Button6 = 5, Button7 = 6, Button8 = 7,
    Button9 = 8, Button10 = 9, Button11 = 10, Button12 = 11,
}

public enum StandardCursor
{
    Default = 0, Arrow = 1, IBeam = 2, Crosshair = 3, Hand = 4, HResize = 5, VResize = 6, NwseResize = 7, NeswResize = 8,
    ResizeAll = 9, NotAllowed = 10, Wait = 11, WaitArrow = 12,
}

public readonly struct ScrollWheel : IEquatable<ScrollWheel>
{
    public ScrollWheel(float x, float y)
    {
        X = x;
        Y = y;
    }

    public float X { get; }
    public float Y { get; }

    public bool Equals(ScrollWheel other) => X == other.X && Y == other.Y;

    public override bool Equals(object? obj) => obj is ScrollWheel other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public static bool operator ==(ScrollWheel left, ScrollWheel right) => left.Equals(right);

    public static bool operator !=(ScrollWheel left, ScrollWheel right) => !left.Equals(right);
}

public interface IInputDevice
{
    string Name { get; }
    int Index { get; }
    bool IsConnected { get; }
}

public interface ICursor
{
    StandardCursor StandardCursor { get; set; }
}

public interface IMouse : IInputDevice
{
    Vector2 Position { get; set; }
    ICursor Cursor { get; }
    event Action<IMouse, MouseButton> MouseDown;
    event Action<IMouse, MouseButton> MouseUp;
    event Action<IMouse, Vector2> MouseMove;
    event Action<IMouse, ScrollWheel> Scroll;
    bool IsButtonPressed(MouseButton btn);
}

public interface IKeyboard : IInputDevice
{
    string ClipboardText { get; set; }
    event Action<IKeyboard, Key, int>? KeyDown;
    event Action<IKeyboard, Key, int>? KeyUp;
    event Action<IKeyboard, char>? KeyChar;
    bool IsKeyPressed(Key key);
}

public interface IInputContext : IDisposable
{
    nint Handle { get; }
    IReadOnlyList<IKeyboard> Keyboards { get; }
    IReadOnlyList<IMouse> Mice { get; }
}
