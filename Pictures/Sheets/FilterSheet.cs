using GpuDigits.Engine.Insight;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// The filters of one convolution. Over one channel: each in grey from its own lowest value to its highest, and all in two colours on one
/// scale. Over several: a row for each filter, a column for each channel, two colours.
/// </summary>
public static class FilterSheet
{
    private const int Most = 32;

    /// <summary>Draws a bank.</summary>
    public static SheetCanvas Draw(FilterBank bank, SheetTheme theme) =>
        bank.Channels == 1 ? DrawSingle(bank, theme) : DrawMany(bank, theme);

    private static SheetCanvas DrawSingle(FilterBank bank, SheetTheme theme)
    {
        const int Columns = 8, Gap = 6, Top = 40;
        const float Block = (Sheet.Width - (2 * Sheet.Margin) - 28) / 2f;
        const float Tile = (Block - ((Columns - 1) * Gap)) / Columns;
        var zoom = Sheet.Zoom(Tile, Math.Max(bank.Width, bank.Height));
        var rows = (bank.Count + Columns - 1) / Columns;
        var canvas = Sheet.Create(theme, (int)(Top + (rows * (Tile + 22)) + Sheet.Margin));
        Sheet.Label(canvas, theme, Sheet.Margin, 28, "Each filter: lowest value black, highest white");
        Sheet.Label(canvas, theme, Sheet.Margin + Block + 28, 28, "On one scale: blue below 0, orange above");
        for (var f = 0; f < bank.Count; f++)
        {
            var values = bank.Filter(f);
            float x = Sheet.Margin + (f % Columns * (Tile + Gap)), y = Top + (f / Columns * (Tile + 22));
            canvas.Image<float>(x, y, bank.Width, values, zoom, ValueScale.Of(values).GreyColour());
            canvas.Image<float>(x + Block + 28, y, bank.Width, values, zoom, bank.Scale.DivergingColour());
            if (theme == SheetTheme.Light)
                canvas.Frame(x, y, bank.Width * zoom, bank.Height * zoom, 0.5f, theme.Line);
            foreach (var left in new[] { x, x + Block + 28 })
                canvas.Text(left + (bank.Width * zoom / 2), y + (bank.Height * zoom) + 13, $"{f}", theme.Dim, 10.5f, SKTextAlign.Center);
        }

        return canvas;
    }

    private static SheetCanvas DrawMany(FilterBank bank, SheetTheme theme)
    {
        int rows = Math.Min(Most, bank.Count), columns = Math.Min(Most, bank.Channels), side = Math.Max(bank.Width, bank.Height);
        const float Tile = (Sheet.Width - (2 * Sheet.Margin) - 30) / (float)Most;
        var zoom = Sheet.Zoom(Tile - 2, side);
        var canvas = Sheet.Create(theme, (int)(64 + (rows * Tile) + Sheet.Margin));
        Sheet.Label(canvas, theme, Sheet.Margin, 28,
            $"A row for each of {Part(rows, bank.Count)} filters, a column for each of {Part(columns, bank.Channels)} channels");
        for (var f = 0; f < rows; f++)
        {
            canvas.Text(Sheet.Margin + 22, 64 + (f * Tile) + 11, $"{f}", theme.Dim, 9.5f, SKTextAlign.Right);
            for (var c = 0; c < columns; c++)
            {
                if (f == 0)
                    canvas.Text(Sheet.Margin + 30 + (c * Tile) + (Tile / 2), 56, $"{c}", theme.Dim, 9.5f, SKTextAlign.Center);
                canvas.Image<float>(
                    Sheet.Margin + 30 + (c * Tile), 64 + (f * Tile), bank.Width, bank.Filter(f, c), zoom, bank.Scale.DivergingColour());
            }
        }

        return canvas;
    }

    private static string Part(int shown, int all) => shown == all ? $"{all}" : $"{shown} of {all}";
}
