using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Lens;

/// <summary>
/// The layers with their shapes, parameters, and shares of memory and time; if the time was not measured, of multiply-adds.
/// </summary>
internal static class ArchitectureList
{
    private const float RowHeight = 32, LeastRowHeight = 17;

    public static void Draw(DrawList list, Sequential model, IReadOnlyList<LayerCost> costs, int chosen, ViewState state)
    {
        var (theme, box, unit) = (state.Theme, state.Layout.Side, state.Layout.Unit);
        Scene.Card(list, theme, state.Layout, box, theme.Card);
        var inside = box.Grown(-14 * unit);
        var isMeasured = costs.Any(cost => cost.Microseconds > 0);
        double[] work = [.. costs.Select(cost => isMeasured ? cost.Microseconds : cost.MultiplyAdds)];
        var (allWork, bytes) = (Math.Max(1e-9, work.Sum()), (double)Math.Max(1, costs.Sum(cost => cost.Bytes)));
        var row = Math.Clamp((inside.Height - 34 * unit) / (model.Layers.Count + 1), LeastRowHeight * unit, RowHeight * unit);
        var bars = inside with { X = inside.Right - 84 * unit, Width = 84 * unit };
        var head = inside with { Height = 18 * unit };
        list.TextIn(head, $"{NumberText.Count(model.ParameterCount)} parameters", 13 * unit, theme.Text, Align.Left);
        list.TextIn(bars with { Height = head.Height, Width = 40 * unit }, isMeasured ? "time" : "work", 11 * unit, theme.DimText);
        list.TextIn(bars with { Height = head.Height, X = bars.X + 44 * unit, Width = 40 * unit }, "memory", 11 * unit, theme.DimText);
        var size = MathF.Min(13 * unit, row * 0.66f);
        list.Clipped(inside, () =>
        {
            for (var i = 0; i < costs.Count; i++)
            {
                var line = inside with { Y = inside.Y + 24 * unit + i * row, Height = row };
                var placed = model.Layers[i];
                if (i == chosen)
                    list.Box(new(line.X - 6 * unit, line.Y, line.Width + 12 * unit, row), theme.Key.Hover, 6 * unit);
                list.TextIn(line, LensStage.TitleOf(model, i), size, i == chosen ? theme.Accent : theme.Text, Align.Left);
                var text = line with { Width = line.Width - 92 * unit };
                var isTwoLines = row >= 28 * unit && costs[i].Parameters > 0;
                list.TextIn(isTwoLines ? text with { Height = row * 0.52f } : text, placed.Output.ToString(), size * 0.92f, theme.DimText,
                    Align.Right, true);
                if (isTwoLines)
                    list.TextIn(text with { Y = text.Y + row * 0.45f, Height = row * 0.52f }, NumberText.Count(costs[i].Parameters),
                        size * 0.92f, theme.DimText, Align.Right, true);
                Share(list, bars with { Y = line.Y, Height = row, Width = 40 * unit }, work[i] / allWork, size, state);
                Share(list, bars with { X = bars.X + 44 * unit, Y = line.Y, Height = row, Width = 40 * unit }, costs[i].Bytes / bytes, size,
                    state);
            }
        });
    }

    private static void Share(DrawList list, Box box, double share, float size, ViewState state)
    {
        var (theme, unit) = (state.Theme, state.Layout.Unit);
        var track = new Box(box.X, box.Bottom - 7 * unit, box.Width, 3 * unit);
        list.Box(track, theme.BarTrack, 1.5f * unit);
        list.Box(track with { Width = track.Width * (float)share }, theme.Accent, 1.5f * unit);
        list.TextIn(box with { Height = box.Height - 6 * unit }, share < 0.0005 ? "0" : NumberText.Percent(share), size * 0.88f, theme.Text,
            tabular: true);
    }
}
