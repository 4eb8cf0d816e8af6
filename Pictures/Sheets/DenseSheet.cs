using GpuDigits.Engine;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>
/// How the last dense layer came to the winning logit: its largest contributions as bars, and what every input pixel did for each of the
/// logits (gradient × input).
/// </summary>
public static class DenseSheet
{
    private const int Shown = 9;

    /// <summary>As many logits have room; of more, the largest few are shown.</summary>
    private const int MostLogits = 16, FewLogits = 10;

    private const int Map = 196;

    /// <summary>Draws the winning logit's making. The last layer with weights must be dense.</summary>
    /// <exception cref="ModelException">It is not, or a gradient is not known.</exception>
    public static SheetCanvas Draw(Activations activations, SheetTheme theme)
    {
        ArgumentNullException.ThrowIfNull(activations);
        int layer = activations.LogitsLayer, classes = activations.Logits.Length;
        if (layer < 0 || activations.Model.Layers[layer].Layer is not Dense)
            throw new ModelException("the last layer before softmax is not dense");
        var winner = Numbers.ArgMax(activations.Logits);
        var a = DenseArithmetic.Of(activations, layer, winner);
        float[][] heat = [.. Enumerable.Range(0, classes).Select(c => Attribution.OfLogit(activations, c))];
        var scale = ValueScale.Of([.. heat.SelectMany(h => h)]);
        var picture = activations.Picture;
        int width = picture.Width, channels = picture.Channels;

        var canvas = Sheet.Create(theme, 456);
        var zoom = Sheet.Zoom(Map, width);
        Sheet.Label(canvas, theme, Sheet.Margin, 32, $"What each pixel did for the logit of {winner}");
        Heat(canvas, Sheet.Margin, 44, zoom, heat[winner], width, channels, scale);

        const int Left = 258, Middle = 494;
        Sheet.Label(canvas, theme, Left, 32, $"Largest of {a.Contributions.Count} contributions: value × weight");
        var most = Math.Max(1e-6f, Math.Abs(a.Contributions[0].Result));
        for (var i = 0; i < Math.Min(Shown, a.Contributions.Count); i++)
        {
            var c = a.Contributions[i];
            float y = 46 + (i * 22), length = Math.Abs(c.Result) / most * 74;
            canvas.Text(Left, y + 13, $"{c.Input}", theme.Dim, 12);
            canvas.Text(Left + 152, y + 13, $"{Sheet.Number(c.Value)} × {Sheet.Number(c.Weight)}", theme.Text, 13, SKTextAlign.Right);
            canvas.RoundedBox(
                c.Result < 0 ? Middle - length : Middle, y + 2, length, 14, 2, c.Result < 0 ? theme.Negative : theme.Positive);
            canvas.Text(Sheet.Width - Sheet.Margin, y + 13, Sheet.Number(c.Result), theme.Text, 13, SKTextAlign.Right);
        }

        canvas.Fill(Middle - 0.5f, 46, 1, Shown * 22, theme.Line);
        FollowSheet.Equation(
            canvas, theme, 288,
            [(Sheet.Number(a.Sum, 3), $"sum of all {a.Contributions.Count}"),
                ($"{(a.Bias < 0 ? "−" : "+")} {Sheet.Number(Math.Abs(a.Bias), 3)}", "bias"), ("=", ""),
                (Sheet.Number(a.Result, 3), $"logit of {winner}")]);

        int[] shown = [.. Enumerable.Range(0, classes)];
        if (classes > MostLogits)
            shown = [.. shown.OrderByDescending(c => activations.Logits[c]).Take(FewLogits).Order()];
        var which = classes > MostLogits ? $"For the largest ten of {classes} logits" : "For every logit";
        Sheet.Label(canvas, theme, Sheet.Margin, 350, which + ": orange pixels speak for it, blue ones against");
        float step = (Sheet.Width - (2 * Sheet.Margin) + 6) / (float)Math.Max(shown.Length, 10), small = Sheet.Zoom(step - 6, width);
        foreach (var (place, c) in shown.Index())
        {
            var x = Sheet.Margin + (place * step);
            Heat(canvas, x, 362, small, heat[c], width, channels, scale);
            canvas.Text(x + (width * small / 2), 424, $"{c}", c == winner ? theme.Accent : theme.Text, 15, SKTextAlign.Center);
            Sheet.Label(canvas, theme, x + (width * small / 2), 441, Sheet.Number(activations.Logits[c], 1), SKTextAlign.Center);
        }

        return canvas;
    }

    /// <summary>Contributions as colours, the channels of a pixel added.</summary>
    private static void Heat(SheetCanvas canvas, float x, float y, float zoom, float[] values, int width, int channels, ValueScale scale)
    {
        float[] pixels = [.. values.Chunk(channels).Select(c => c.Sum())];
        canvas.Image<float>(x, y, width, pixels, zoom, scale.DivergingColour());
    }
}
