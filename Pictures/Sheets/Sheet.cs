using System.Globalization;
using GpuDigits.Engine.Insight;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>What the sheets share: their width, how numbers are written, and grids of numbers.</summary>
internal static class Sheet
{
    /// <summary>Units across every sheet.</summary>
    public const int Width = 640;

    public const int Margin = 20;

    /// <summary>Pixels a unit: sharp on fine screens.</summary>
    private const int Scale = 2;

    public static SheetCanvas Create(SheetTheme theme, int height) => new(Width, height, theme.Background, Scale);

    /// <summary>A number with a true minus sign.</summary>
    public static string Number(double value, int decimals = 2)
    {
        var text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
        return text.AsSpan().Trim("-0.").IsEmpty ? text.TrimStart('-') : text.Replace('-', '−');
    }

    public static string Percent(double share, int decimals = 1) => Number(share * 100, decimals) + " %";

    /// <summary>A count with thousands set apart.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The size at which a text fits into a room: the usual one where it does, at least half of it.</summary>
    public static float FittingSize(string text, float usual, float room) =>
        usual * Math.Clamp(room / SheetCanvas.TextWidth(text, usual), 0.5f, 1);

    /// <summary>The largest pixel size of a map that fits into units, in whole pixels.</summary>
    public static float Zoom(float units, int pixels) => Math.Max(1, MathF.Floor(units * Scale / pixels)) / Scale;

    /// <summary>Black or white, whichever has more contrast on a colour: at least 4.58.</summary>
    public static SKColor Over(SKColor colour)
    {
        var paper = (colour.Red, colour.Green, colour.Blue);
        return ContrastRatio.Of(paper, (0, 0, 0)) > ContrastRatio.Of(paper, (255, 255, 255)) ? new(0xFF000000) : new(0xFFFFFFFF);
    }

    /// <summary>A grid of squares with their numbers in them.</summary>
    public static void Grid(SheetCanvas canvas, float x, float y, float cell, int columns, ReadOnlySpan<float> values,
        Func<float, SKColor> colour, int decimals = 2)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var back = colour(values[i]);
            (var left, var top) = (x + (i % columns * cell), y + (i / columns * cell));
            canvas.RoundedBox(left + 1, top + 1, cell - 2, cell - 2, 4, Colours.Mix(back, Over(back), 0.2f));
            canvas.RoundedBox(left + 1.5f, top + 1.5f, cell - 3, cell - 3, 3.5f, back);
            if (cell >= 24)
                canvas.Text(left + (cell / 2), top + (cell / 2) + 4.5f, Number(values[i], decimals), Over(back), Math.Min(13, cell / 3.2f),
                    SKTextAlign.Center);
        }
    }

    /// <summary>A channel as a grey map on one scale.</summary>
    public static void Map(SheetCanvas canvas, float x, float y, float zoom, Activation tensor, int channel, ValueScale scale) =>
        canvas.Image<float>(x, y, tensor.Width, tensor.Channel(channel), zoom, scale.GreyColour());

    /// <summary>A frame around cells of a map that is drawn at (x, y).</summary>
    public static void Mark(SheetCanvas canvas, float x, float y, float zoom, Region region, SKColor colour) =>
        canvas.Frame(x + (region.Left * zoom) - 1, y + (region.Top * zoom) - 1, (region.Width * zoom) + 2, (region.Height * zoom) + 2, 2,
            colour);

    /// <summary>Writes the heading of a picture.</summary>
    public static void Label(
        SheetCanvas canvas, SheetTheme theme, float x, float baseline, string text, SKTextAlign align = SKTextAlign.Left) =>
        canvas.Text(x, baseline, text, theme.Dim, 12.5f, align);
}
