using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Lens;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lab;

internal readonly struct LabScene
{
    /// <summary>What is written on the presets.</summary>
    public static readonly ImmutableArray<string> PresetLabels = ["Line, 0", "Line, −1", "Vertical", "Edge", "Blur", "Sharpen"];

    private readonly DrawList _list;
    private readonly LabPanel _lab;
    private readonly LabBench _bench;
    private readonly LabLayout _layout;
    private readonly Theme _theme;
    private readonly float _unit;

    private LabScene(DrawList list, LabPanel lab, Theme theme)
    {
        (_list, _lab, _theme) = (list, lab, theme);
        (_bench, _layout) = (lab.Bench, lab.Layout!);
        _unit = _layout.Unit;
    }

    public static void Draw(DrawList list, LabPanel lab, ViewState state)
    {
        if (lab.Layout is null)
            return;
        var scene = new LabScene(list, lab, state.Theme);
        scene.DrawPresets();
        scene.DrawChoices();
        scene.DrawFilter();
        scene.DrawPictures();
        scene.DrawField();
        new LabArithmetic(list, lab, state.Theme).Draw(scene._layout.Arithmetic);
        if (state.Layout.Side.Width > 0)
            LabNotes.Draw(list, lab, state);
    }

    private void DrawPresets()
    {
        for (var i = 0; i < _layout.Presets.Count; i++)
        {
            var (box, filter) = (_layout.Presets[i], _bench.Presets[i]);
            var (isOn, isHovered) = (_bench.Preset == i, _lab.HoveredPreset == i);
            var line = MathF.Max(1, MathF.Round((isOn ? 2 : 1) * _unit));
            _list.Box(box, isHovered ? _theme.Key.Hover : _theme.Key.Normal, 10 * _unit, line, isOn ? _theme.Accent : _theme.CardEdge);
            var cell = MathF.Floor(26 * _unit / filter.Size);
            var side = cell * filter.Size;
            var grid = new LabGrid(
                new(MathF.Round(box.Centre.X - side / 2), MathF.Round(box.Y + 8 * _unit), side, side), filter.Size, filter.Size);
            DrawValues(grid, filter.Values, LensScene.ColorsOf(ValueScale.Of(filter.Values), true, _theme), false);
            var label = new Box(box.X, box.Bottom - 23 * _unit, box.Width, 18 * _unit);
            _list.TextIn(label, PresetLabels[i], 12.5f * _unit, isOn ? _theme.Accent : _theme.Text);
        }
    }

    private void DrawChoices()
    {
        foreach (var (caption, box) in _layout.Groups)
            _list.TextIn(box, caption, 11.5f * _unit, _theme.DimText, Align.Left);
        foreach (var group in _lab.Groups)
        {
            var track = Box.Between(Corner(group.Choices[0], false), Corner(group.Choices[^1], true));
            _list.Box(track, _theme.BarTrack, 8 * _unit);
            foreach (var choice in group.Choices)
            {
                var (box, isOn) = (_layout.Choices[choice], choice.IsOn());
                if (isOn)
                    _list.Box(box, _theme.Primary.Normal, 8 * _unit);
                else if (_lab.Hovered == choice)
                    _list.Box(box, _theme.Key.Hover, 8 * _unit);
                _list.TextIn(box, choice.Label, 12.5f * _unit, isOn ? _theme.Primary.Text : _theme.Text);
            }
        }
    }

    private Vector2 Corner(LabChoice choice, bool isLast) =>
        isLast ? new(_layout.Choices[choice].Right, _layout.Choices[choice].Bottom) : new(
            _layout.Choices[choice].X, _layout.Choices[choice].Y);

    private void DrawFilter()
    {
        var (grid, filter) = (_layout.Filter, _bench.Filter);
        var name = filter.Name;
        var caption = _layout.CaptionOf(grid);
        _list.TextIn(new(_layout.FilterNote.X, caption.Y, _layout.FilterNote.Width, caption.Height), name, 13.5f * _unit, _theme.Text);
        DrawValues(grid, filter.Values, LensScene.ColorsOf(ValueScale.Of(filter.Values), true, _theme), true);
        if (_lab.Selected is { } selected)
        {
            var box = grid.BoxOf(selected / filter.Size, selected % filter.Size);
            if (_lab.Entry.Length > 0)
            {
                _list.Box(box, _theme.Card);
                _list.TextIn(
                    box.Grown(-2), _lab.Entry.Replace('-', '−') + "|", 0.36f * grid.Cell, _theme.Text, tabular: true, keepsEnd: true);
            }
            Outline(box, _theme.Accent, 3);
        }
        var area = filter.Size * filter.Size;
        var note = _bench.Reduction == Reduction.Average ? $"sum of {area} products ÷ {area}" : $"sum of {area} products";
        _list.TextIn(_layout.FilterNote, note, 12.5f * _unit, _theme.DimText);
        var size = $"{_bench.Picture.Height}×{_bench.Picture.Width} → {_bench.Result.Height}×{_bench.Result.Width}";
        _list.TextIn(_layout.FilterNote with { Y = _layout.FilterNote.Y + 20 * _unit }, size, 14 * _unit, _theme.Accent, tabular: true);
    }

    private void DrawValues(LabGrid grid, float[] values, ColorScale colors, bool isWritten)
    {
        var gap = isWritten ? MathF.Max(1, MathF.Round(_unit)) : 0;
        for (var i = 0; i < values.Length; i++)
        {
            var box = grid.BoxOf(i / grid.Columns, i % grid.Columns);
            box = box with { Width = box.Width - gap, Height = box.Height - gap };
            var color = colors.Of(values[i]);
            _list.Box(box, color);
            if (isWritten)
                _list.TextIn(box, LabArithmetic.Weight(values[i]), MathF.Min(15 * _unit, MathF.Max(0.34f * grid.Cell, 9.5f * _unit)),
                    LensScene.InkOn(color, _theme), tabular: true);
        }
    }

    private void DrawPictures()
    {
        var input = _layout.Input;
        if (_bench.PaddedRows.Before + _bench.PaddedRows.After + _bench.PaddedColumns.Before + _bench.PaddedColumns.After > 0)
            _list.Box(input.Box, _theme.Bar.WithAlpha(0.45f));
        _list.Tile(input.BoxOf(0, 0, _bench.Picture.Height, _bench.Picture.Width), _lab.Tiles, 0,
            LensScene.ColorsOf(new(0, 1), _lab.IsSigned, _theme));
        Edge(input.Box);
        Caption(_layout.CaptionOf(input), _lab.PictureName, _lab.WaitsForDrawing ? "write a digit" : SizeOf(_bench.Picture));
        DrawMap(LabMap.Result, _bench.Reduction == Reduction.Sum ? "Result" : "Result, average");
        DrawMap(LabMap.MaxPool, "Max-pool");
        DrawMap(LabMap.AveragePool, "Average-pool");
    }

    private void DrawMap(LabMap map, string name)
    {
        var (grid, values) = (_layout[map], _bench[map]);
        // The poolings use the colours of their input, so that they can be compared with it.
        var colors = LensScene.ColorsOf(ValueScale.Of(_bench.Result.Values), _lab.IsSigned, _theme);
        if (map != LabMap.Result || !_lab.IsSliding)
        {
            _list.Tile(grid.Box, _lab.Tiles, 1 + (int)map, colors);
        }
        else
        {
            var (list, lab, spot) = (_list, _lab, _lab.Spot);
            _list.Box(grid.Box, _theme.BarTrack);
            _list.Clipped(grid.BoxOf(0, 0, spot.Y, grid.Columns), () => list.Tile(grid.Box, lab.Tiles, 1, colors));
            _list.Clipped(grid.BoxOf(spot.Y, 0, 1, spot.X + 1), () => list.Tile(grid.Box, lab.Tiles, 1, colors));
        }
        Edge(grid.Box);
        Caption(_layout.CaptionOf(grid), name, SizeOf(values));
    }

    /// <summary>Marks the selected number, and what it was computed from.</summary>
    private void DrawField()
    {
        var spot = _lab.Spot;
        if (spot.Map == LabMap.Result)
        {
            var window = _bench.Arithmetic(spot.Y, spot.X).Window;
            var box = _layout.Input.BoxOf(window.Top, window.Left, window.Height, window.Width);
            _list.Box(box, _theme.Accent.WithAlpha(0.28f), 0, MathF.Max(1, MathF.Round(2 * _unit)), _theme.Accent);
        }
        else
        {
            var pool = _bench.Arithmetic(spot);
            var result = _layout[LabMap.Result];
            Outline(result.BoxOf(pool.Window.Top, pool.Window.Left, pool.Window.Height, pool.Window.Width).Grown(_unit), _theme.Accent, 2);
            if (pool.Winner is { } winner)
                Outline(result.BoxOf(pool.Candidates[winner].From.Y, pool.Candidates[winner].From.X), _theme.Positive, 2);
        }
        Outline(_layout[spot.Map].BoxOf(spot.Y, spot.X).Grown(_unit), _theme.Accent, 2);
    }

    /// <summary>A name and a size. Only the first word of the name is shown if there is no room.</summary>
    private void Caption(Box box, string name, string size)
    {
        var (font, unit, gap) = (_list.Font, _unit, 7 * _unit);
        var share = Share(name);
        if (share < TextFit.LeastShare)
        {
            name = name.Split('-', ',')[0];
            share = Share(name);
        }
        if (share < TextFit.LeastShare)
        {
            size = "";
            share = MathF.Max(Share(name), TextFit.LeastShare);
        }
        _list.TextIn(box, name, 13.5f * _unit * share, _theme.Text, Align.Left);
        var x = font.Measure(name, 13.5f * _unit * share) + gap;
        _list.TextIn(box with { X = box.X + x, Width = box.Width - x }, size, 12 * _unit * share, _theme.DimText, Align.Left, true);

        float Share(string text) =>
            MathF.Min(1, (box.Width - gap) / (font.Measure(text, 13.5f * unit) + font.Measure(size, 12 * unit, true)));
    }

    private void Edge(Box box) =>
        _list.Box(box.Grown(MathF.Round(_unit)), _theme.CardEdge.WithAlpha(0), 0, MathF.Max(1, MathF.Round(_unit)), _theme.CardEdge);

    private void Outline(Box box, Rgba color, float line) =>
        _list.Box(box, color.WithAlpha(0), line * _unit, MathF.Max(1, MathF.Round(line * _unit)), color);

    private static string SizeOf(GreyPicture picture) => $"{picture.Height}×{picture.Width}";
}
