using System.Runtime.InteropServices;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Web;

/// <summary>Draws frames on the page's canvas. Pictures and tiles cross the border to the scripts only when they have changed.</summary>
internal sealed class CanvasPainter
{
    private readonly DrawList _list = new(Font.Default);
    private byte[]? _picture;
    private TileSheet? _sheet;
    private long _version;

    public void Draw(ViewerApp app, double time)
    {
        app.Draw(_list, time);
        if (_list.PictureBytes is { } picture && !ReferenceEquals(picture, _picture))
            Browser.Picture(_picture = picture);
        if (_list.Sheet is { } sheet && (sheet != _sheet || sheet.Version != _version))
        {
            (_sheet, _version) = (sheet, sheet.Version);
            Browser.Tiles(Bytes(sheet.Values), sheet.PageSide, Math.Max(1, sheet.Pages));
        }
        var background = app.View.Background;
        Browser.Draw(Bytes(_list.Quads), background.R, background.G, background.B);
    }

    /// <summary>The canvas has lost all that was given to it.</summary>
    public void Forget() => (_picture, _sheet) = (null, null);

    /// <summary>Scripts only read them; the marshaller knows no spans that cannot be written to.</summary>
    private static Span<byte> Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(values), values.Length));
}
