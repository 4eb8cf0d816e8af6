using AppKey = GpuDigits.Viewer.App.Key;
using SilkKey = Silk.NET.Input.Key;

namespace GpuDigits.Viewer.Window;

/// <summary>What the keys mean that are not text.</summary>
internal static class Shortcuts
{
    /// <summary>
    /// What is written on a key. Silk.NET's keys are places on a US keyboard, and Ctrl+Z is where the person's keyboard has its Z; a layout
    /// without Latin letters counts as a US one.
    /// </summary>
    public static string LetterOn(SilkKey key, Glfw glfw) => key switch
    {
        SilkKey.KeypadAdd => "+",
        SilkKey.KeypadSubtract => "-",
        SilkKey.Number0 or SilkKey.Keypad0 => "0",
        > SilkKey.Space and < SilkKey.Escape => glfw.LetterOn((int)key) is { Length: 1 } letter ? letter : $"{(char)key}".ToLowerInvariant(),
        _ => "",
    };

    /// <summary>What a key asks the app for; null for nothing.</summary>
    /// <param name="key">The key.</param>
    /// <param name="letter">What is written on it while Ctrl is down, else nothing.</param>
    /// <param name="shiftIsDown">Whether Shift is down.</param>
    public static AppKey? Meaning(SilkKey key, string letter, bool shiftIsDown) => letter switch
    {
        "z" => shiftIsDown ? AppKey.Redo : AppKey.Undo,
        "y" => AppKey.Redo,
        "+" or "=" => AppKey.Larger,
        "-" => AppKey.Smaller,
        "0" => AppKey.UsualSize,
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
