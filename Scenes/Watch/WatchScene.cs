using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Watch;

internal static class WatchScene
{
    // Both axes are logarithmic: each line is ten times better than the previous one. Otherwise the end of a training would not be visible.
    private static readonly (string Label, float Height)[] Losses =
        [("1", LossHeight(1)), ("0.1", LossHeight(0.1f)), ("0.01", LossHeight(0.01f))];
    private static readonly (string Label, float Height)[] Accuracies =
        [("0 %", 0), ("90 %", AccuracyHeight(0.9f)), ("99 %", AccuracyHeight(0.99f)), ("99.9 %", AccuracyHeight(0.999f))];

    public static void Draw(DrawList list, WatchPanel panel, LearningState shown, ViewState state)
    {
        var (layout, theme) = (panel.Layout!, state.Theme);
        var unit = layout.Unit;
        var look = shown.IsRunning ? theme.Key : theme.Primary;
        if (panel.CanStart || shown.IsRunning)
        {
            list.Box(layout.Button, panel.ButtonIsHovered ? look.Hover : look.Normal, 10 * unit,
                look.Edge.A > 0 ? MathF.Max(1, MathF.Round(unit)) : 0, look.Edge);
            list.TextIn(layout.Button, panel.ButtonText, 15 * unit, look.Text);
        }
        list.OneOrTwoLinesIn(layout.Status, shown.Status, 14 * unit, shown.HasFailed ? theme.Error : theme.Text, tabular: true);
        DrawLegend(list, layout, theme);
        DrawChart(list, layout.Loss, "Loss", Losses, shown, point => LossHeight(point.Loss), point => NumberText.Full(point.Loss), theme,
            unit);
        DrawChart(list, layout.Accuracy, "Accuracy", Accuracies, shown, point => AccuracyHeight(point.Accuracy),
            point => NumberText.Percent(point.Accuracy), theme, unit);

        list.TextIn(layout.FiltersCaption, "Filters of the first layer", 14 * unit, theme.Text, Align.Left);
        for (var i = 0; i < Math.Min(WatchLayout.Filters, shown.Filters.Count); i++)
            list.Tile(layout.Filter(i), panel.Tiles, i, LensScene.ColorsOf(panel.FilterScale, false, theme));
        list.TextIn(layout.WorstCaption, "Misread most surely", 14 * unit, theme.Text, Align.Left);
        var x = list.Font.Measure("Misread most surely", 14 * unit) + 8 * unit;
        list.TextIn(layout.WorstCaption with { X = layout.WorstCaption.X + x, Width = layout.WorstCaption.Width - x },
            "held-out digits: what each is → what is read", 12 * unit, theme.DimText, Align.Left);
        for (var i = 0; i < Math.Min(layout.WorstShown, shown.Worst.Count); i++)
            DrawDigit(list, layout.Digit(i), panel, shown.Filters.Count + i, shown.Worst[i], theme, unit);
    }

    private static void DrawLegend(DrawList list, WatchLayout layout, Theme theme)
    {
        var unit = layout.Unit;
        var x = layout.Legend.X;
        foreach (var (name, color) in ((string, Rgba)[])[("trained on", theme.Accent), ("held out", theme.Positive)])
        {
            var y = layout.Legend.Centre.Y;
            list.Line(new(x, y), new(x + 16 * unit, y), 2.5f * unit, color);
            list.TextIn(layout.Legend with { X = x + 24 * unit }, name, 13 * unit, theme.DimText, Align.Left);
            x += 24 * unit + list.Font.Measure(name, 13 * unit) + 18 * unit;
        }
    }

    private static void DrawChart(DrawList list, Box box, string name, (string Label, float Height)[] lines, LearningState shown,
        Func<CurvePoint, float> height, Func<CurvePoint, string> number, Theme theme, float unit)
    {
        list.Box(box, theme.Card, 6 * unit, MathF.Max(1, MathF.Round(unit)), theme.CardEdge);
        foreach (var (label, at) in lines)
        {
            var y = MathF.Round(box.Bottom - at * box.Height);
            if (at is > 0 and < 1)
                list.Box(new(box.X, y, box.Width, MathF.Max(1, MathF.Round(unit))), theme.CardEdge);
            list.TextIn(new(box.X - 60 * unit, y - 8 * unit, 54 * unit, 16 * unit), label, 11.5f * unit, theme.DimText, Align.Right, true);
        }
        list.TextIn(new(box.X, box.Y - 24 * unit, box.Width, 20 * unit), name, 14 * unit, theme.Text, Align.Left);
        if (shown.HeldOut.Count > 0)
            list.TextIn(new(box.X, box.Y - 24 * unit, box.Width, 20 * unit), number(shown.HeldOut[^1]), 14 * unit, theme.Positive,
                Align.Right, true);
        list.Clipped(box, () =>
        {
            Curve(shown.Trained, theme.Accent, 1.6f);
            Curve(shown.HeldOut, theme.Positive, 2.4f);
        });

        void Curve(IReadOnlyList<CurvePoint> points, Rgba color, float width)
        {
            for (var i = 0; i < points.Count; i++)
            {
                var at = Place(points[i]);
                list.Line(i == 0 ? at : Place(points[i - 1]), at, width * unit, color);
            }
        }

        Vector2 Place(CurvePoint point) =>
            new(box.X + point.Share * box.Width,
                MathF.Min(MathF.Max(box.Bottom - height(point) * box.Height, box.Y + unit), box.Bottom - unit));
    }

    private static void DrawDigit(DrawList list, Box box, WatchPanel panel, int tile, WorstDigit digit, Theme theme, float unit)
    {
        list.Tile(box, panel.Tiles, tile, LensScene.ColorsOf(new(0, 1), false, theme));
        var text = $"{LensClasses.Symbols.Of(digit.Label)} → {LensClasses.Symbols.Of(digit.Read)}";
        var place = new Box(box.Right + 6 * unit, box.Centre.Y - 19 * unit, 70 * unit, 18 * unit);
        list.TextIn(place, text, 14 * unit, theme.Text, Align.Left, true);
        list.TextIn(place with { Y = box.Centre.Y + 1 * unit }, Scene.Percent(digit.Probability), 12 * unit, theme.DimText, Align.Left,
            true);
    }

    /// <summary>The height of a loss: 3 at the top, 0.003 at the bottom.</summary>
    private static float LossHeight(float loss) => PortableMath.Log10(MathF.Max(loss, 1e-9f) / 0.003f) / 3;

    /// <summary>The height of an accuracy: 0 % at the bottom; each line has a tenth of the errors of the one below.</summary>
    private static float AccuracyHeight(float accuracy) => -PortableMath.Log10(MathF.Max(1 - accuracy, 1e-9f)) / 3.3f;
}
