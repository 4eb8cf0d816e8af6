using AppKey = GpuDigits.Scenes.App.Key;
using SilkKey = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>The meaning of keys that are not text.</summary>
internal static class Shortcuts
{
    /// <summary>The label of a key: its letter, or its character in the person's layout.</summary>
    /// <param name="key">The key.</param>
    /// <param name="letter">Its letter, see <see cref="KeyLetters"/>.</param>
    /// <param name="glfw">Gives the layout.</param>
    public static string WrittenOn(SilkKey key, char? letter, Glfw glfw) => letter?.ToString() ?? key switch
    {
        SilkKey.KeypadAdd => "+",
        SilkKey.KeypadSubtract => "-",
        SilkKey.Number0 or SilkKey.Keypad0 => "0",
        > SilkKey.Space and < SilkKey.Escape => glfw.KeyName((int)key) is [< (char)128] sign ? sign : "",
        _ => "",
    };

    /// <summary>The event of a key; null for none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="written">Its label while Ctrl is down; otherwise empty.</param>
    /// <param name="shiftIsDown">Whether Shift is down.</param>
    public static AppKey? Meaning(SilkKey key, string written, bool shiftIsDown) => written switch
    {
        "z" => shiftIsDown ? AppKey.Redo : AppKey.Undo,
        "y" => AppKey.Redo,
        "+" or "=" => AppKey.Larger,
        "-" => AppKey.Smaller,
        "0" => AppKey.UsualSize,
        "c" => AppKey.Copy,
        "s" => shiftIsDown ? AppKey.SaveAs : AppKey.Save,
        "o" => AppKey.Open,
        _ => key switch
        {
            SilkKey.Enter or SilkKey.KeypadEnter => AppKey.Enter,
            SilkKey.Space => AppKey.Space,
            SilkKey.Backspace => AppKey.Backspace,
            SilkKey.Delete => AppKey.Delete,
            SilkKey.Escape => AppKey.Escape,
            SilkKey.Tab => shiftIsDown ? AppKey.PreviousWidget : AppKey.NextWidget,
            SilkKey.F1 => AppKey.Help,
            SilkKey.Left => AppKey.Left,
            SilkKey.Right => AppKey.Right,
            SilkKey.Up => AppKey.Up,
            SilkKey.Down => AppKey.Down,
            SilkKey.PageUp => AppKey.PageUp,
            SilkKey.PageDown => AppKey.PageDown,
            SilkKey.F12 => AppKey.Screenshot,
            _ => null,
        },
    };
}
