using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Scenes.Lens;

/// <summary>Draws the lens: the stages, the selected cell, and the cells that it was computed from.</summary>
internal static class LensScene
{
    private const int Contributions = 6;

    public static void Draw(DrawList list, LensView lens, Theme theme)
    {
        var layout = lens.Layout!;
        DrawInput(list, lens, theme);
        CellInspector.Draw(list, lens, theme);
        list.Clipped(layout.Viewport, () =>
        {
            for (var i = 1; i < layout.Stages.Count; i++)
                DrawLabel(list, lens, i, theme);
            for (var i = 1; i < layout.Tiles.Count; i++)
                if (layout.Tiles[i].Box.Overlaps(layout.Viewport))
                    DrawTile(list, lens, i, theme);
            DrawField(list, lens, theme);
        });
        if (layout.Overflow > 0)
            DrawScrollBar(list, layout, theme);
    }

    public static ColorScale ColorsOf(ValueScale scale, bool isSigned, Theme theme) => isSigned
        ? ColorScale.Signed(scale.Furthest, theme.Negative, theme.Zero, theme.Positive)
        : ColorScale.Between(scale.Lowest, scale.Highest, theme.Lowest, theme.Highest);

    /// <summary>Black or white, whichever has more contrast on a colour.</summary>
    public static Rgba InkOn(Rgba paper, Theme theme) =>
        Rgba.Contrast(paper, theme.Lowest) > Rgba.Contrast(paper, theme.Highest) ? theme.Lowest : theme.Highest;

    private static void DrawInput(DrawList list, LensView lens, Theme theme)
    {
        var (layout, tiles) = (lens.Layout!, lens.Tiles!);
        var unit = layout.Unit;
        if (lens.Heat is { } heat && tiles.HeatTile is { } tile)
        {
            list.Tile(layout.Input, tiles.Sheet, tile, ColorsOf(ValueScale.Of(heat), true, theme));
        }
        else
        {
            list.Tile(layout.Input, tiles.Sheet, 0, ColorsOf(new(0, 1), lens.IsSigned, theme));
            var all = ReceptiveField.InInput(lens.Activations!.Model, lens.Spot.Layer, lens.Spot.Cell).Within(lens.Activations.Input.Shape);
            if (lens.Activations.Input.Shape.Rank == 3)
                Outline(list, layout.Tiles[0].BoxOf(all.Left, all.Top, all.Width, all.Height), theme.Accent, 2 * unit);
        }
        list.Box(layout.Input.Grown(MathF.Round(unit)), theme.CardEdge.WithAlpha(0), 0, MathF.Round(unit), theme.CardEdge);
    }

    private static void DrawLabel(DrawList list, LensView lens, int index, Theme theme)
    {
        var layout = lens.Layout!;
        var (stage, band, unit) = (layout.Stages[index], layout.Bands[index], layout.Unit);
        var isChosen = lens.Spot.Layer == stage.Layer;
        var hasMaps = stage.Kind == StageKind.Filters && lens.Activations!.Model.Layers[stage.Layer].Input[2] > 1;
        var title = hasMaps ? $"Filters, map {lens.Tiles!.InputMapOf(stage.Layer)}" : stage.Title;
        var label = new Box(layout.Viewport.X, band.Y, band.X - layout.Viewport.X - 10 * unit, band.Height);
        var color = isChosen && stage.Kind != StageKind.Filters ? theme.Accent : theme.Text;
        var isTall = band.Height > 44 * unit;
        list.TextIn(isTall ? label with { Y = band.Y - 8 * unit } : label, title, 13.5f * unit, color, Align.Left);
        if (isTall)
            list.TextIn(label with { Y = band.Y + 10 * unit }, stage.Shape.ToString(), 12 * unit, theme.DimText, Align.Left);
    }

    private static void DrawTile(DrawList list, LensView lens, int index, Theme theme)
    {
        var (layout, tiles) = (lens.Layout!, lens.Tiles!);
        var tile = layout.Tiles[index];
        var stage = layout.Stages[tile.Stage];
        if (stage.Kind == StageKind.Numbers)
        {
            DrawNumbers(list, lens, tile, stage, theme);
            return;
        }
        list.Tile(tile.Box, tiles.Sheet, index, ColorsOf(tiles.Scales[tile.Stage], lens.IsSigned, theme));
        if (stage.Kind == StageKind.Filters && stage.Layer == lens.Spot.Layer && tile.First == lens.Spot.Cell.Channel)
            Outline(list, tile.Box.Grown(layout.Unit), theme.Accent, 2 * layout.Unit);
    }

    /// <summary>Values written out; probabilities fill their box from below.</summary>
    private static void DrawNumbers(DrawList list, LensView lens, LensTile tile, LensStage stage, Theme theme)
    {
        var (activations, unit) = (lens.Activations!, lens.Layout!.Unit);
        var values = activations.Of(stage.Layer).Values;
        var isProbability = activations.Model.Layers[stage.Layer].Layer is Softmax;
        var best = Array.IndexOf(values, values.Max());
        string[] texts = [.. values.Select(value => isProbability ? Scene.Percent(value) : NumberText.Short(value))];
        string[] names = [.. values.Select((_, i) => lens.Classes.Of(i))];
        // Beside the name, or below it if that is too narrow; all of one size.
        var (nameSize, room) = (10.5f * unit, tile.BoxOf(new(0, 0, tile.First)).Width - 11 * unit);
        var beside = room - names.Max(name => list.Font.Measure(name, nameSize)) - 4 * unit;
        var isBeside = texts.Max(text => list.Font.Measure(text, 11 * unit * TextFit.LeastShare, true)) <= beside;
        var size = TextFit.Size(list.Font, texts, 11 * unit, isBeside ? beside : room + 4 * unit, true);
        for (var i = tile.First; i < tile.First + tile.Width; i++)
        {
            var box = tile.BoxOf(new(0, 0, i));
            box = box with { Width = box.Width - 3 * unit };
            list.Box(box, theme.BarTrack, 5 * unit);
            if (isProbability)
            {
                var height = box.Height * values[i];
                list.Clipped(box with { Y = box.Bottom - height, Height = height }, () =>
                    list.Box(box, i == best ? theme.Accent.WithAlpha(0.45f) : theme.Bar.WithAlpha(0.6f), 5 * unit));
            }
            var inset = (isBeside ? 4 : 2) * unit;
            var inside = box with { X = box.X + inset, Width = box.Width - 2 * inset };
            var (name, number) = isBeside ? (inside, inside)
                : (inside with { Height = box.Height / 2 }, inside with { Y = box.Y + box.Height / 2 - unit, Height = box.Height / 2 });
            list.TextIn(name, names[i], isBeside ? nameSize : size, i == best ? theme.Text : theme.DimText, Align.Left);
            list.TextIn(number, texts[i], size, i == best ? theme.Text : theme.DimText, Align.Right, tabular: true);
        }
    }

    /// <summary>Marks the selected cell, and the cells of the previous stage that it reads.</summary>
    private static void DrawField(DrawList list, LensView lens, Theme theme)
    {
        var (layout, activations, spot) = (lens.Layout!, lens.Activations!, lens.Spot);
        var line = 2 * layout.Unit;
        if (spot.Layer >= 0)
        {
            var stage = layout.StageOf(spot.Layer - 1);
            var before = layout.Stages[stage].Layer;
            if (activations.Model.Layers[spot.Layer].Layer is Dense)
            {
                foreach (var part in DenseArithmetic.Of(activations, spot.Layer, spot.Cell.Channel).Contributions.Take(Contributions))
                {
                    var cell = activations.Of(before).CellAt(part.Input);
                    if (layout.TileOf(new(before, cell)) is { Stage: > 0 } tile)
                        Outline(list, tile.BoxOf(cell).Grown(line), part.Result < 0 ? theme.Negative : theme.Positive, line);
                }
            }
            else if (stage > 0 && activations.Model.Layers[spot.Layer].Layer is not Softmax)
            {
                var field = ReceptiveField.InOutputOf(activations.Model, before, spot.Layer, spot.Cell);
                foreach (var tile in layout.Tiles)
                    if (tile.Stage == stage && field.FirstChannel <= tile.First + (tile.IsFlat ? tile.Width * tile.Height : 1) - 1
                        && tile.First < field.FirstChannel + field.Channels)
                        Outline(list, FieldIn(tile, field).Grown(line / 2), theme.Accent, line);
            }
        }
        if (layout.TileOf(spot) is { Stage: > 0 } own)
            Outline(list, own.BoxOf(spot.Cell).Grown(line), theme.Accent, line);
    }

    /// <summary>The part of a tile that a region covers.</summary>
    public static Box FieldIn(LensTile tile, Region field) =>
        tile.IsFlat
            ? Box.Between(
                new(tile.BoxOf(new(0, 0, Math.Max(field.FirstChannel, tile.First))).X, tile.Box.Y),
                new(tile.BoxOf(new(0, 0, Math.Min(field.FirstChannel + field.Channels, tile.First + tile.Width) - 1)).Right,
                    tile.Box.Bottom))
            : tile.BoxOf(field.Left, field.Top, field.Width, field.Height);

    private static void Outline(DrawList list, Box box, Rgba color, float line) =>
        list.Box(box, color.WithAlpha(0), line, MathF.Max(1, MathF.Round(line)), color);

    private static void DrawScrollBar(DrawList list, LensLayout layout, Theme theme)
    {
        var (view, unit) = (layout.Viewport, layout.Unit);
        var length = view.Height * view.Height / (view.Height + layout.Overflow);
        var y = view.Y + (view.Height - length) * layout.Scroll / layout.Overflow;
        list.Box(new(view.Right - 4 * unit, y, 4 * unit, length), theme.Bar, 2 * unit);
    }
}
