using System.Numerics;

namespace GpuDigits.Viewer.App;

/// <summary>Keys that mean something by themselves; what is written comes as <see cref="Typed"/>.</summary>
internal enum Key
{
    Enter, Space, Backspace, Delete, Escape, NextWidget, PreviousWidget, Undo, Redo, Help, Screenshot, Left, Right, Up, Down, PageUp,
    PageDown, Larger, Smaller, UsualSize,
}

internal enum PointerButton { Left, Right }

/// <summary>What a person did, in framebuffer pixels, at a time in seconds that never goes back.</summary>
internal abstract record InputEvent(double Time);

internal sealed record PointerMoved(double Time, Vector2 At) : InputEvent(Time);

/// <summary>Pressed where the pointer was moved to last.</summary>
internal sealed record PointerPressed(double Time, PointerButton Button) : InputEvent(Time);

internal sealed record PointerReleased(double Time, PointerButton Button) : InputEvent(Time);

internal sealed record KeyPressed(double Time, Key Key) : InputEvent(Time);

/// <param name="Time">When.</param>
/// <param name="Character">What was written; the app takes the digits of any script, and capitals as small letters.</param>
internal sealed record Typed(double Time, char Character) : InputEvent(Time);

/// <summary>The wheel was turned where the pointer was moved to last: notches to the right and upwards.</summary>
internal sealed record Scrolled(double Time, Vector2 Notches) : InputEvent(Time);

/// <summary>The window has another size, in pixels, or another number of pixels to a unit of the layout.</summary>
internal sealed record Resized(double Time, int Width, int Height, float PixelRatio) : InputEvent(Time);
