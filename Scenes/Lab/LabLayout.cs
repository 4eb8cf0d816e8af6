using System.Numerics;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lab;

/// <summary>
/// The places of everything in the lab, in framebuffer pixels: presets, choices, picture, filter and result, and below them the arithmetic
/// and the poolings.
/// </summary>
internal sealed class LabLayout
{
    private const float PresetHeight = 60, CaptionOfChoices = 18, ChoiceHeight = 26, CaptionHeight = 24, Gap = 12, LowGap = 8;
    private const float LargestFilterCell = 52, LeastCaption = 90;

    private readonly Box[] _presets;
    private readonly Dictionary<LabChoice, Box> _choices = [];
    private readonly List<(string Caption, Box Box)> _groups = [];
    private readonly LabGrid[] _maps;

    /// <param name="bench">What is shown.</param>
    /// <param name="window">The window's layout, with the panel's place.</param>
    /// <param name="groups">The choices.</param>
    public LabLayout(LabBench bench, Layout window, IReadOnlyList<LabGroup> groups)
    {
        var (panel, unit) = (window.Panel, window.Unit);
        Unit = unit;
        var count = bench.Presets.Count;
        var step = (panel.Width + 8 * unit) / count;
        var high = window.Target(PresetHeight) * unit;
        _presets = [.. Enumerable.Range(0, count).Select(i => Box.Whole(new(panel.X + i * step, panel.Y, step - 8 * unit, high)))];
        var top = PlaceGroups(groups, panel with { Y = panel.Y + high + 10 * unit }, window) + 8 * unit;

        var (caption, gap) = (CaptionHeight * unit, Gap * unit);
        var available = panel.Bottom - top - 2 * caption - gap;
        var middle = Math.Clamp(panel.Width * 0.25f, 140 * unit, 230 * unit);
        var side = MathF.Floor(MathF.Min((panel.Width - middle - 3 * gap) / 2, available * 0.56f));
        var y = MathF.Round(top + caption);
        var picture = bench.Picture;
        var (rows, columns) = (bench.PaddedRows, bench.PaddedColumns);
        Input = LabGrid.In(new(panel.X, y, side, side), picture.Height + rows.Before + rows.After,
            picture.Width + columns.Before + columns.After, -rows.Before, -columns.Before);
        var result = LabGrid.In(new(panel.Right - side, y, side, side), bench.Result.Height, bench.Result.Width);

        var between = new Box(panel.X + side + gap, y, panel.Width - 2 * (side + gap), side - 46 * unit);
        var size = bench.Filter.Size;
        var cell = MathF.Floor(MathF.Min(MathF.Min(between.Width, between.Height) / size, LargestFilterCell * unit * 3 / size));
        Filter = LabGrid.In(Box.Whole(new(between.Centre.X - cell * size / 2, y, cell * size, cell * size)), size, size);
        FilterNote = new(between.X, Filter.Box.Bottom + 6 * unit, between.Width, 20 * unit);

        var below = y + side + gap + caption;
        var pool = MathF.Floor(MathF.Min(panel.Bottom - below, (panel.Width * 0.44f - gap) / 2));
        // Room for the caption of a small one.
        var last = panel.Right - MathF.Max(pool, LeastCaption * unit);
        var left = last - gap - MathF.Max(pool, LeastCaption * unit);
        _maps =
        [
            result,
            LabGrid.In(Box.Whole(new(left, below, pool, pool)), bench.MaxPool.Height, bench.MaxPool.Width),
            LabGrid.In(Box.Whole(new(last, below, pool, pool)), bench.AveragePool.Height, bench.AveragePool.Width),
        ];
        Arithmetic = new(panel.X, below - caption, left - panel.X - 2 * gap, panel.Bottom - below + caption);
    }

    public float Unit { get; }

    /// <summary>The picture with the zeros around it.</summary>
    public LabGrid Input { get; }

    public LabGrid Filter { get; }

    /// <summary>The line under the filter.</summary>
    public Box FilterNote { get; }

    public Box Arithmetic { get; }

    public IReadOnlyList<Box> Presets => _presets;

    public IReadOnlyDictionary<LabChoice, Box> Choices => _choices;

    /// <summary>The captions over the groups of choices.</summary>
    public IReadOnlyList<(string Caption, Box Box)> Groups => _groups;

    public LabGrid this[LabMap map] => _maps[(int)map];

    /// <summary>The place of the line over a grid.</summary>
    public Box CaptionOf(LabGrid grid) =>
        new(grid.Box.X, grid.Box.Y - CaptionHeight * Unit, MathF.Max(grid.Box.Width, LeastCaption * Unit), 20 * Unit);

    /// <summary>The number at a place on the screen.</summary>
    public LabSpot? SpotAt(Vector2 point)
    {
        foreach (var map in Enum.GetValues<LabMap>())
            if (this[map].At(point) is var (y, x))
                return new(map, y, x);
        return null;
    }

    /// <summary>The filter's value at a place on the screen.</summary>
    public int? FilterCellAt(Vector2 point) => Filter.At(point) is var (y, x) ? y * Filter.Columns + x : null;

    /// <summary>Places groups side by side, on as many lines as they need. Returns their end.</summary>
    private float PlaceGroups(IReadOnlyList<LabGroup> groups, Box area, Layout window)
    {
        var (x, y, high, gap) = (area.X, area.Y, window.Target(ChoiceHeight), window.IsLow ? LowGap : Gap);
        float WidthOf(LabChoice choice) => window.Target(choice.Width) * Unit;
        foreach (var group in groups)
        {
            var width = group.Choices.Sum(WidthOf);
            if (x > area.X && x + width > area.Right + 1)
                (x, y) = (area.X, y + (CaptionOfChoices + high + 6) * Unit);
            _groups.Add((group.Caption, new(x, y, width, 16 * Unit)));
            foreach (var choice in group.Choices)
            {
                _choices.Add(choice, Box.Whole(new(x, y + CaptionOfChoices * Unit, WidthOf(choice), high * Unit)));
                x += WidthOf(choice);
            }
            x += gap * Unit;
        }
        return y + (CaptionOfChoices + high) * Unit;
    }
}

/// <summary>A choice of a group.</summary>
/// <param name="Label">The text on it.</param>
/// <param name="Width">Layout units.</param>
/// <param name="Do">Selects it.</param>
/// <param name="IsOn">Whether it is selected.</param>
internal sealed record LabChoice(string Label, float Width, Action Do, Func<bool> IsOn);

/// <summary>Choices of which one is selected.</summary>
/// <param name="Caption">The text over them.</param>
/// <param name="Hint">Their effect, and the key that selects the next.</param>
/// <param name="Key">The letter that selects the next.</param>
/// <param name="Choices">From left to right.</param>
internal sealed record LabGroup(string Caption, string Hint, char Key, IReadOnlyList<LabChoice> Choices)
{
    /// <summary>Selects the choice after the selected one.</summary>
    public void Next()
    {
        var on = Choices.Index().FirstOrDefault(choice => choice.Item.IsOn(), (-1, null!)).Index;
        Choices[(on + 1) % Choices.Count].Do();
    }
}
