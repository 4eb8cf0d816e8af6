using System.Numerics;

namespace GpuDigits.Scenes.App;

/// <summary>Keys without a character; characters come as <see cref="Typed"/>.</summary>
internal enum Key
{
    Enter, Space, Backspace, Delete, Escape, NextWidget, PreviousWidget, Undo, Redo, Help, Screenshot, Left, Right, Up, Down, PageUp,
    PageDown, Larger, Smaller, UsualSize, Copy, Save, SaveAs, Open,
}

internal enum PointerButton { Left, Right }

/// <summary>An action of a person, in framebuffer pixels, at a time in seconds that never decreases.</summary>
internal abstract record InputEvent(double Time);

internal sealed record PointerMoved(double Time, Vector2 At) : InputEvent(Time);

/// <summary>A button was pressed at the pointer's last place.</summary>
internal sealed record PointerPressed(double Time, PointerButton Button) : InputEvent(Time);

internal sealed record PointerReleased(double Time, PointerButton Button) : InputEvent(Time);

/// <summary>What the pointer is doing was not meant, as of the first of two fingers: the stroke that it draws is none.</summary>
internal sealed record PointerCancelled(double Time) : InputEvent(Time);

internal sealed record KeyPressed(double Time, Key Key) : InputEvent(Time);

/// <param name="Time">In seconds.</param>
/// <param name="Character">The character; the app accepts digits of any script, and treats capitals as small letters.</param>
internal sealed record Typed(double Time, char Character) : InputEvent(Time);

/// <summary>A text was pasted from another program, or from this one.</summary>
internal sealed record Pasted(double Time, string Text) : InputEvent(Time);

/// <summary>The wheel was turned at the pointer's last place: notches to the right and upwards.</summary>
internal sealed record Scrolled(double Time, Vector2 Notches) : InputEvent(Time);

/// <summary>The wheel was turned with Ctrl at the pointer's last place: notches upwards make what is there larger.</summary>
internal sealed record Zoomed(double Time, float Notches) : InputEvent(Time);

/// <summary>The window has another size in pixels, or another number of pixels per layout unit.</summary>
internal sealed record Resized(double Time, int Width, int Height, float PixelRatio) : InputEvent(Time);
