using GpuDigits.Engine;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>One number of a feature map followed back: where it reads, what it multiplies, what comes out.</summary>
public static class FollowSheet
{
    private const int Map = 196;

    /// <summary>The cell with the highest value of a layer's output.</summary>
    public static Cell Strongest(Activation tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.CellAt(Numbers.ArgMax(tensor.Values));
    }

    /// <summary>A convolution's cell: window × filter = products, their sum, the bias, the result.</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">The convolution's place in the network.</param>
    /// <param name="cell">A cell of its output.</param>
    /// <param name="theme">The colours.</param>
    public static SheetCanvas Convolution(Activations activations, int layer, Cell cell, SheetTheme theme)
    {
        var a = ConvolutionArithmetic.Of(activations, layer, cell);
        Activation before = activations.Before(layer), after = activations.Of(layer);
        int channel = a.MainChannel, size = a.Window.Width;
        WeightedInput[] shown = [.. a.Products.Where(p => p.From.Channel == channel)];
        var cellSize = Math.Min(52, 156f / size);
        int gridTop = 318, bottom = (int)(gridTop + (a.Window.Height * cellSize));
        var canvas = Sheet.Create(theme, bottom + 78);

        Maps(
            canvas, theme, before, channel, a.Window.Within(before.Shape), before.Channels == 1
                ? $"Input {before.Shape}"
                : $"Channel {channel} of {before.Channels}",
            after, cell, $"Feature map number {cell.Channel}, {after.Height}×{after.Width}", $"filter {cell.Channel}", "slides over");

        float step = (size * cellSize) + 66, left = (Sheet.Width - (3 * size * cellSize) - 132) / 2f,
            middle = gridTop + (a.Window.Height * cellSize / 2) + 8;
        ValueScale values = ValueScale.Of(before.Channel(channel)), weights = ValueScale.Of([.. shown.Select(p => p.Weight)]);
        var products = ValueScale.Of([.. shown.Select(p => p.Result)]);
        Part(0, "the window", p => p.Value, values.GreyColour());
        Part(1, "the filter", p => p.Weight, weights.DivergingColour());
        Part(2, before.Channels == 1 ? "the products" : $"the products: {Sheet.Number(shown.Sum(p => (double)p.Result))} together",
            p => p.Result, products.DivergingColour());
        canvas.Text(left + step - 33, middle, "×", theme.Dim, 24, SKTextAlign.Center);
        canvas.Text(left + (2 * step) - 33, middle, "=", theme.Dim, 24, SKTextAlign.Center);

        string sum = Sheet.Number(a.Sum, 3), bias = $"{(a.Bias < 0 ? "−" : "+")} {Sheet.Number(Math.Abs(a.Bias), 3)}";
        var of = before.Channels == 1 ? $"sum of the {a.Products.Count} products" : $"the same of all {before.Channels} channels";
        Equation(canvas, theme, bottom + 38,
            [(sum, of), (bias, "bias"), ("=", ""), (Sheet.Number(a.Result, 3), "the number in the feature map")]);
        return canvas;

        void Part(int place, string label, Func<WeightedInput, float> value, Func<float, SKColor> colour)
        {
            Sheet.Label(canvas, theme, left + (place * step) + (size * cellSize / 2), gridTop - 12, label, SKTextAlign.Center);
            Sheet.Grid(canvas, left + (place * step), gridTop, cellSize, size, [.. shown.Select(value)], colour);
        }
    }

    /// <summary>A pooled cell: its candidates and the winner.</summary>
    /// <param name="activations">What the network computed.</param>
    /// <param name="layer">The pooling's place in the network.</param>
    /// <param name="cell">A cell of its output.</param>
    /// <param name="theme">The colours.</param>
    public static SheetCanvas Pooling(Activations activations, int layer, Cell cell, SheetTheme theme)
    {
        var a = PoolArithmetic.Of(activations, layer, cell);
        Activation before = activations.Before(layer), after = activations.Of(layer);
        var inside = a.Window.Within(before.Shape);
        var cellSize = Math.Min(60, 156f / inside.Height);
        var canvas = Sheet.Create(theme, (int)(318 + (inside.Height * cellSize) + 28));
        Maps(
            canvas, theme, before, cell.Channel, inside, $"Map {cell.Channel} before, {before.Height}×{before.Width}", after, cell,
            $"and after, {after.Height}×{after.Width}", a.Winner is null
                ? "the mean of"
                : "the largest of", $"{inside.Height}×{inside.Width} numbers");
        var scale = ValueScale.Of(before.Channel(cell.Channel));
        float left = 110;
        Sheet.Label(canvas, theme, left + (inside.Width * cellSize / 2), 306, "the window", SKTextAlign.Center);
        Sheet.Grid(canvas, left, 318, cellSize, inside.Width, [.. a.Candidates.Select(c => c.Value)], scale.GreyColour(), 3);
        if (a.Winner is { } winner)
        {
            var from = a.Candidates[winner].From;
            canvas.Frame(left + ((from.X - inside.Left) * cellSize), 318 + ((from.Y - inside.Top) * cellSize), cellSize, cellSize, 3,
                theme.Accent);
        }

        float middle = 318 + (inside.Height * cellSize / 2), start = left + (inside.Width * cellSize) + 24;
        canvas.Arrow(start, middle, start + 46, middle, 2, theme.Dim);
        canvas.Text(start + 70, middle + 8, Sheet.Number(a.Result, 3), theme.Text, 26);
        var relu = layer + 1 < activations.Model.Layers.Count && activations.Model.Layers[layer + 1].Layer is Relu;
        Sheet.Label(
            canvas, theme, start + 70, middle + 30, relu
                ? $"and through ReLU: max({Sheet.Number(a.Result)}, 0) = {Sheet.Number(Math.Max(0, a.Result))}"
                : "the number in the smaller map");
        return canvas;
    }

    /// <summary>A row of numbers with what they are under them.</summary>
    internal static void Equation(SheetCanvas canvas, SheetTheme theme, float baseline, IReadOnlyList<(string Number, string Label)> parts)
    {
        float[] widths = [.. parts.Select(p => Math.Max(SheetCanvas.TextWidth(p.Number, 24), SheetCanvas.TextWidth(p.Label, 12.5f)) + 22)];
        var x = (Sheet.Width - widths.Sum()) / 2;
        for (var i = 0; i < parts.Count; i++)
        {
            canvas.Text(x + (widths[i] / 2), baseline, parts[i].Number, i == parts.Count - 1 ? theme.Accent : theme.Text, 24,
                SKTextAlign.Center);
            Sheet.Label(canvas, theme, x + (widths[i] / 2), baseline + 21, parts[i].Label, SKTextAlign.Center);
            x += widths[i];
        }
    }

    private static void Maps(
        SheetCanvas canvas, SheetTheme theme, Activation before, int channel, Region window, string beforeLabel, Activation after,
        Cell cell, string afterLabel,
        string above, string below)
    {
        const int Top = 48;
        float zoomBefore = Sheet.Zoom(Map, Math.Max(before.Width, before.Height)),
            zoomAfter = Sheet.Zoom(Map, Math.Max(after.Width, after.Height));
        float x1 = 60, x2 = Sheet.Width - 60 - Map;
        Sheet.Label(canvas, theme, x1, 32, beforeLabel);
        Sheet.Label(canvas, theme, x2, 32, afterLabel);
        Sheet.Map(canvas, x1, Top, zoomBefore, before, channel, ValueScale.Of(before.Channel(channel)));
        Sheet.Map(canvas, x2, Top, zoomAfter, after, cell.Channel, ValueScale.Of(after.Channel(cell.Channel)));
        foreach ((var x, var map, var zoom) in new[] { (x1, before, zoomBefore), (x2, after, zoomAfter) })
            canvas.Frame(x - 0.5f, Top - 0.5f, (map.Width * zoom) + 1, (map.Height * zoom) + 1, 0.5f, theme.Line);
        float fromX = x1 + ((window.Left + window.Width) * zoomBefore) + 2,
            fromY = Top + ((window.Top + (window.Height / 2f)) * zoomBefore);
        float toX = x2 + (cell.X * zoomAfter) - 3, toY = Top + ((cell.Y + 0.5f) * zoomAfter);
        canvas.Line(fromX, fromY, toX, toY, 1.5f, theme.Accent);
        Sheet.Mark(canvas, x1, Top, zoomBefore, window, theme.Accent);
        Sheet.Mark(canvas, x2, Top, zoomAfter, Region.Of(cell), theme.Accent);
        Sheet.Label(canvas, theme, Sheet.Width / 2f, Top + Map - 16, above, SKTextAlign.Center);
        Sheet.Label(canvas, theme, Sheet.Width / 2f, Top + Map, below, SKTextAlign.Center);
    }
}
