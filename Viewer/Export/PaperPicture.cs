using System.Numerics;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;
using SkiaSharp;

namespace GpuDigits.Viewer.Export;

/// <summary>A sheet as a picture: all that is on the paper, as the window draws it, without its tools.</summary>
internal static class PaperPicture
{
    /// <summary>Paper around what is on it, and the size of an empty sheet, in ink units.</summary>
    private const float Margin = 40;

    private static readonly Vector2 EmptySize = new(800, 600);

    /// <summary>Pixels in an ink unit: the window puts text on whole pixels, and these are fine ones.</summary>
    private const float PixelRatio = 2;

    /// <summary>The most pixels across; a list leaves out what lies farther away.</summary>
    private const float MostPixels = 0.9e6f;

    /// <summary>Saves a sheet as SVG, PNG or PDF, by the file's extension: all of it or nothing.</summary>
    /// <exception cref="Engine.Files.OutputPathException">It has another extension, or names a folder.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Paper paper, Pen pen, Theme theme)
    {
        var list = new DrawList(Font.Default);
        var ratio = MathF.Min(PixelRatio, MostPixels / MathF.Max(paper.Bounds.Extent, 1));
        var corner = paper.Bounds.Extent >= 0 ? paper.Bounds.Min : default;
        Draw(list, paper, new(new(0, 0, 1, 1), corner, ratio, 1), SheetInk.Radius(pen), theme);
        var bounds = VectorPainter.BoundsOf(list)?.Grown(Margin * ratio);
        var size = bounds is { } box ? new(MathF.Ceiling(box.Width / ratio), MathF.Ceiling(box.Height / ratio)) : EmptySize;
        VectorPage.Save(path, size, new SKColor(theme.Pad.R, theme.Pad.G, theme.Pad.B), page =>
        {
            page.Map(bounds is { } place ? new(-place.X, -place.Y) : default, 1 / ratio);
            VectorPainter.Draw(page, list);
        });
    }

    private static void Draw(DrawList list, Paper paper, PaperSpace space, float radius, Theme theme)
    {
        InkBrush.Draw(list, [.. paper.Strokes.Select(stroke => stroke.Ink)], space, radius, theme.Ink);
        foreach (var calculation in paper.Calculations)
        {
            if (calculation.Typed is { } typed)
                SheetScene.DrawTyped(list, space, typed, theme.Ink);
            var look = CalculationLook.Of(calculation);
            look.DrawAnswer(list, space, default, theme.Accent, theme.Error, theme.Unsure);
            look.DrawLine(list, space, paper.Calculations, theme.DimText, theme.Unsure);
        }
        foreach (var link in paper.Links)
            SheetScene.DrawLink(list, theme, space, link);
    }
}
