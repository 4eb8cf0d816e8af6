using GpuDigits.Scenes.App;
using Silk.NET.Input;

namespace GpuDigits.Viewer.Window;

/// <summary>The system's clipboard.</summary>
/// <param name="keyboard">Silk.NET offers the clipboard as a part of the keyboard.</param>
internal sealed class WindowClipboard(IKeyboard keyboard) : IClipboard
{
    public string? Text
    {
        get
        {
            var text = Try(() => keyboard.ClipboardText);
            return text is { Length: > IClipboard.LongestText } ? text[..IClipboard.LongestText] : text;
        }
        set => Try(() => keyboard.ClipboardText = value ?? "");
    }

    /// <summary>A clipboard that cannot be used now counts as empty: another program may hold it, or it holds a picture.</summary>
    private static string? Try(Func<string?> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
