using GpuDigits.Engine.Files;

namespace GpuDigits.Viewer.Graphics;

/// <summary>The font's distance-field picture, RGBA.</summary>
internal static class FontAtlas
{
    public static Image Load()
    {
        using var stream = Assets.Open("font/inter.png");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Png.Read(bytes, "font/inter.png");
    }
}
