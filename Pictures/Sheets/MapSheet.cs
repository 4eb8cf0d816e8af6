using GpuDigits.Engine.Insight;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// What a layer gave: its channels as maps, or its vector as a row of squares; grey from the layer's lowest value to its highest.
/// </summary>
public static class MapSheet
{
    private const int Most = 64;
    private const int Columns = 8;
    private const int Gap = 8;

    /// <summary>Draws a layer's output.</summary>
    /// <param name="tensor">The values.</param>
    /// <param name="theme">The colours.</param>
    public static SheetCanvas Draw(Activation tensor, SheetTheme theme)
    {
        var scale = ValueScale.Of(tensor.Values);
        return tensor.Shape.Rank == 3 ? DrawMaps(tensor, scale, theme) : DrawVector(tensor, scale, theme);
    }

    private static SheetCanvas DrawMaps(Activation tensor, ValueScale scale, SheetTheme theme)
    {
        const float Tile = (Sheet.Width - (2 * Sheet.Margin) - ((Columns - 1) * Gap)) / (float)Columns;
        int shown = Math.Min(Most, tensor.Channels), rows = (shown + Columns - 1) / Columns;
        float units = shown == 1 ? 280 : Tile, zoom = Sheet.Zoom(units, Math.Max(tensor.Width, tensor.Height)),
            step = (tensor.Height * zoom) + 22;
        var canvas = Sheet.Create(theme, (int)(40 + (rows * step) + 12));
        Header(canvas, scale, theme, shown == tensor.Channels ? $"{tensor.Shape}" : $"{tensor.Shape}, the first {shown}");
        for (var c = 0; c < shown; c++)
        {
            float x = Sheet.Margin + (c % Columns * (Tile + Gap)), y = 40 + (c / Columns * step);
            Sheet.Map(canvas, x, y, zoom, tensor, c, scale);
            if (shown > 1)
                canvas.Text(x + (tensor.Width * zoom / 2), y + (tensor.Height * zoom) + 14, $"{c}", theme.Dim, 10.5f, SKTextAlign.Center);
        }

        return canvas;
    }

    private static SheetCanvas DrawVector(Activation tensor, ValueScale scale, SheetTheme theme)
    {
        var across = tensor.Channels <= 16 ? tensor.Channels : 32;
        var cell = Math.Min(52, (Sheet.Width - (2 * Sheet.Margin)) / (float)across);
        int shown = Math.Min(tensor.Channels, across * 32), rows = (shown + across - 1) / across;
        var canvas = Sheet.Create(theme, (int)(40 + (rows * cell) + 24));
        Header(canvas, scale, theme, shown == tensor.Channels ? $"{tensor.Shape} values" : $"{tensor.Shape} values, the first {shown}");
        Sheet.Grid(canvas, Sheet.Margin, 40, cell, across, tensor.Values.AsSpan(0, shown), scale.GreyColour());
        return canvas;
    }

    /// <summary>The shape on the left, the grey scale with its ends on the right.</summary>
    private static void Header(SheetCanvas canvas, ValueScale scale, SheetTheme theme, string text)
    {
        const int Bar = 100;
        Sheet.Label(canvas, theme, Sheet.Margin, 27, text);
        var highest = Sheet.Number(scale.Highest);
        float right = Sheet.Width - Sheet.Margin, left = right - SheetCanvas.TextWidth(highest, 12.5f) - 8 - Bar;
        Sheet.Label(canvas, theme, right, 27, highest, SKTextAlign.Right);
        Sheet.Label(canvas, theme, left - 8, 27, Sheet.Number(scale.Lowest), SKTextAlign.Right);
        for (var i = 0; i < Bar; i++)
            canvas.Fill(left + i, 17, 1, 12, Colours.Grey(i / (Bar - 1f)));
        canvas.Frame(left, 17, Bar, 12, 0.5f, theme.Line);
    }
}
