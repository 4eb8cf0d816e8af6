using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Viewer.App;
using GpuDigits.Viewer.Painting;

namespace GpuDigits.Viewer.Lens;

/// <summary>What a layer costs for one picture.</summary>
/// <param name="Parameters">Trainable values.</param>
/// <param name="Operations">Multiplications, comparisons or exponentials: what its time goes into.</param>
/// <param name="Bytes">Of its parameters and its output, float32.</param>
internal readonly record struct LayerCost(long Parameters, long Operations, long Bytes)
{
    public static LayerCost Of(PlacedLayer placed)
    {
        long parameters = placed.Parameters.Sum(parameter => (long)parameter.Spec.Shape.Size);
        long operations = placed.Layer switch
        {
            Conv2D conv => (long)placed.Output.Size * conv.FilterHeight * conv.FilterWidth * placed.Input[2],
            Pool2D pool => (long)placed.Output.Size * pool.PoolHeight * pool.PoolWidth,
            Dense => (long)placed.Input.Size * placed.Output.Size,
            Flatten or Dropout => 0,
            _ => placed.Output.Size,
        };
        var output = placed.Layer is Flatten or Dropout ? 0 : placed.Output.Size;
        return new(parameters, operations, sizeof(float) * (parameters + output));
    }
}

/// <summary>The layers with their shapes, parameters, and shares of the work and of the memory.</summary>
internal static class ArchitectureList
{
    private const float RowHeight = 32, LeastRowHeight = 17;

    public static void Draw(DrawList list, Sequential model, int chosen, ViewState state)
    {
        var (theme, box, unit) = (state.Theme, state.Layout.Side, state.Layout.Unit);
        Scene.Card(list, theme, state.Layout, box, theme.Card);
        var inside = box.Grown(-14 * unit);
        LayerCost[] costs = [.. model.Layers.Select(LayerCost.Of)];
        var (operations, bytes) = (Math.Max(1, costs.Sum(cost => cost.Operations)), Math.Max(1, costs.Sum(cost => cost.Bytes)));
        var row = Math.Clamp((inside.Height - 34 * unit) / (model.Layers.Count + 1), LeastRowHeight * unit, RowHeight * unit);
        var bars = inside with { X = inside.Right - 84 * unit, Width = 84 * unit };
        var head = inside with { Height = 18 * unit };
        list.TextIn(head, $"{Numbers.Count(model.ParameterCount)} parameters", 13 * unit, theme.Text, Align.Left);
        list.TextIn(bars with { Height = head.Height, Width = 40 * unit }, "work", 11 * unit, theme.DimText);
        list.TextIn(bars with { Height = head.Height, X = bars.X + 44 * unit, Width = 40 * unit }, "memory", 11 * unit, theme.DimText);
        var size = MathF.Min(13 * unit, row * 0.45f);
        list.Clipped(inside, () =>
        {
            for (var i = 0; i < costs.Length; i++)
            {
                var line = inside with { Y = inside.Y + 24 * unit + i * row, Height = row };
                var placed = model.Layers[i];
                if (i == chosen)
                    list.Box(new(line.X - 6 * unit, line.Y, line.Width + 12 * unit, row), theme.Key.Hover, 6 * unit);
                list.TextIn(line, LensStage.TitleOf(model, i), size, i == chosen ? theme.Accent : theme.Text, Align.Left);
                var text = line with { Width = line.Width - 92 * unit };
                var isTwoLines = row >= 28 * unit && costs[i].Parameters > 0;
                list.TextIn(isTwoLines ? text with { Height = row * 0.52f } : text, placed.Output.ToString(), size * 0.92f, theme.DimText, Align.Right, true);
                if (isTwoLines)
                    list.TextIn(text with { Y = text.Y + row * 0.45f, Height = row * 0.52f }, Numbers.Count(costs[i].Parameters), size * 0.92f, theme.DimText, Align.Right, true);
                Share(list, bars with { Y = line.Y, Height = row, Width = 40 * unit }, (double)costs[i].Operations / operations, size, state);
                Share(list, bars with { X = bars.X + 44 * unit, Y = line.Y, Height = row, Width = 40 * unit }, (double)costs[i].Bytes / bytes, size, state);
            }
        });
    }

    private static void Share(DrawList list, Box box, double share, float size, ViewState state)
    {
        var (theme, unit) = (state.Theme, state.Layout.Unit);
        var track = new Box(box.X, box.Bottom - 7 * unit, box.Width, 3 * unit);
        list.Box(track, theme.BarTrack, 1.5f * unit);
        list.Box(track with { Width = track.Width * (float)share }, theme.Accent, 1.5f * unit);
        list.TextIn(box with { Height = box.Height - 6 * unit }, share < 0.0005 ? "0" : Numbers.Percent(share), size * 0.88f, theme.Text, tabular: true);
    }
}
