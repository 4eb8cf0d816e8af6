using System.Numerics;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>A photograph of a line that a hand has written on grey paper.</summary>
internal static class PhotographedLine
{
    /// <summary>The file.</summary>
    /// <param name="text">What is written.</param>
    /// <param name="format">Its format.</param>
    /// <param name="width">Pixels; the height and the pen follow it.</param>
    public static byte[] Render(string text, SKEncodedImageFormat format, int width = 1200)
    {
        var (height, unit) = (width / 2, width / 1200f);
        using var canvas = new SheetCanvas(width, height, new SKColor(225, 224, 219));
        foreach (var stroke in new PaperHand(150 * unit, 1).Write(text, unit * new Vector2(200, 150)))
        {
            for (var i = 1; i < stroke.Length; i++)
                canvas.Line(stroke[i - 1].X, stroke[i - 1].Y, stroke[i].X, stroke[i].Y, 8 * unit, new SKColor(40, 42, 60));
        }

        using var picture = SKImage.FromPixelCopy(
            new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), canvas.Pixels);
        using var file = picture.Encode(format, 90);
        return file.ToArray();
    }
}
