using GpuDigits.Scenes.App;

namespace GpuDigits.Web;

/// <summary>The browser's clipboard. What is in it comes only with a paste of the person (<see cref="BrowserWindow.Paste"/>).</summary>
internal sealed class WebClipboard : IClipboard
{
    private string? _text;

    public string? Text
    {
        get => _text;
        set
        {
            _text = value;
            if (value is not null)
                Browser.Copy(value);
        }
    }
}
