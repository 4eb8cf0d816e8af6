using GpuDigits.Engine;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Pictures.Sheets;

/// <summary>The layers of a network, one below the other, with their shares of parameters, multiply-adds, memory and time.</summary>
public static class ArchitectureSheet
{
    private const int Row = 50;
    private const int Top = 50;

    /// <summary>Draws the costs of a network.</summary>
    /// <param name="model">The architecture.</param>
    /// <param name="costs">What each of its layers takes; see <see cref="LayerCost.Of"/>.</param>
    /// <param name="theme">The colours.</param>
    public static SheetCanvas Draw(Sequential model, IReadOnlyList<LayerCost> costs, SheetTheme theme)
    {
        ArgumentNullException.ThrowIfNull(model);
        var canvas = Sheet.Create(theme, Top + ((costs.Count + 1) * Row) + 52);
        (string Head, Func<LayerCost, double> Value, Func<double, string> Text)[] columns =
        [
            ("parameters", c => c.Parameters, v => Sheet.Count((long)v)),
            ("multiply-adds", c => c.MultiplyAdds, v => Sheet.Count((long)v)),
            ("memory", c => c.Bytes, Bytes),
            ("time", c => c.Microseconds / 1000, v => Sheet.Number(v, 4) + " ms"),
        ];
        const int Names = 136, First = 262, Bar = 78, Step = Bar + 14;
        for (var k = 0; k < columns.Length; k++)
            Sheet.Label(canvas, theme, First + (k * Step), 30, columns[k].Head);
        var largest = PortableMath.Log(1.0 + costs.Max(c => c.Layer.Output.Size));
        Name(0, "input", model.Input);
        for (var i = 0; i < costs.Count; i++)
        {
            float y = Top + ((i + 1) * Row);
            Name(i + 1, costs[i].Layer.Name, costs[i].Layer.Output);
            for (var k = 0; k < columns.Length; k++)
            {
                double value = columns[k].Value(costs[i]), sum = costs.Sum(columns[k].Value);
                if (value <= 0)
                    continue;
                float x = First + (k * Step);
                canvas.RoundedBox(x, y + 25, Bar, 6, 3, theme.Line);
                canvas.RoundedBox(x, y + 25, Math.Max(6, (float)(Bar * value / sum)), 6, 3, theme.Accent);
                canvas.Text(x, y + 17, columns[k].Text(value), theme.Text, 12);
            }
        }

        float end = Top + ((costs.Count + 1) * Row) + 20;
        canvas.Fill(Sheet.Margin, end - 20, Sheet.Width - (2 * Sheet.Margin), 1, theme.Line);
        canvas.Text(Names, end + 5, "together", theme.Dim, 14);
        for (var k = 0; k < columns.Length; k++)
            canvas.Text(First + (k * Step), end + 5, columns[k].Text(costs.Sum(columns[k].Value)), theme.Text, 12);
        return canvas;

        // The box at the left is as wide as the layer's output is large, on a logarithmic scale.
        void Name(int row, string name, Shape shape)
        {
            var most = Math.Max(largest, PortableMath.Log(1.0 + model.Input.Size));
            float y = Top + (row * Row), wide = (float)(90 * PortableMath.Log(1.0 + shape.Size) / most);
            canvas.RoundedBox(70 - (wide / 2), y + 4, wide, 28, 6, Colours.Mix(theme.Card, theme.Accent, shape.Rank == 3 ? 0.45f : 0.2f));
            if (row <= costs.Count - 1)
                canvas.Arrow(70, y + 36, 70, y + Row - 1, 1.5f, theme.Dim);
            canvas.Text(Names, y + 17, name, theme.Text, Sheet.FittingSize(name, 14, First - Names - 8));
            Sheet.Label(canvas, theme, Names, y + 33, shape.ToString());
        }
    }

    private static string Bytes(double bytes) =>
        bytes >= 1 << 20 ? Sheet.Number(bytes / (1 << 20)) + " MiB"
        : bytes >= 1024 ? Sheet.Number(bytes / 1024, 1) + " KiB" : Sheet.Number(bytes, 0) + " bytes";
}
