using System.Numerics;
using GpuDigits.Engine.Insight;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Lens;

/// <summary>A cell of a layer's output; layer −1 is the input.</summary>
internal readonly record struct Spot(int Layer, Cell Cell);

/// <summary>The place of a tile.</summary>
/// <param name="Stage">The number of its stage.</param>
/// <param name="Box">The place in pixels.</param>
/// <param name="First">The channel that it shows; for a vector the first value.</param>
/// <param name="Width">Cells across.</param>
/// <param name="Height">Cells down.</param>
/// <param name="IsFlat">Whether the cells are values of a vector, row by row, and not pixels of a map.</param>
internal readonly record struct LensTile(int Stage, Box Box, int First, int Width, int Height, bool IsFlat)
{
    /// <summary>The cell at a place inside the box.</summary>
    public Cell CellAt(Vector2 point)
    {
        var x = Math.Clamp((int)((point.X - Box.X) / Box.Width * Width), 0, Width - 1);
        var y = Math.Clamp((int)((point.Y - Box.Y) / Box.Height * Height), 0, Height - 1);
        return IsFlat ? new(0, 0, First + y * Width + x) : new(y, x, First);
    }

    public bool Holds(Cell cell) => IsFlat
        ? cell.Channel >= First && cell.Channel < First + Width * Height
        : cell.Channel == First && (uint)cell.X < (uint)Width && (uint)cell.Y < (uint)Height;

    /// <summary>The place of a cell that the tile holds.</summary>
    public Box BoxOf(Cell cell)
    {
        var (x, y) = IsFlat ? ((cell.Channel - First) % Width, (cell.Channel - First) / Width) : (cell.X, cell.Y);
        return BoxOf(x, y, 1, 1);
    }

    /// <summary>The place of a rectangle of cells.</summary>
    public Box BoxOf(int x, int y, int width, int height)
    {
        var (w, h) = (Box.Width / Width, Box.Height / Height);
        return new(Box.X + x * w, Box.Y + y * h, width * w, height * h);
    }
}

/// <summary>
/// The places of everything in the lens, and the cell at a place. The input with the arithmetic beside it is on top; the stages are below
/// each other and can be scrolled if they need more room.
/// </summary>
internal sealed class LensLayout
{
    private const int MapsInRow = 16, ValuesInTile = 32, MostNumbersInRow = 16;
    private const float LabelWidth = 112, Gap = 9, NumberHeight = 27, LeastPitch = 27, TopHeight = 172, LeastNumberWidth = 44,
        LeastWidthInRows = 66, NumberGap = 3, ScrollBar = 6;

    private readonly int _mapsInRow = MapsInRow;

    private readonly List<LensTile> _tiles = [];

    /// <param name="stages">What to show.</param>
    /// <param name="area">The place of the lens, in pixels.</param>
    /// <param name="unit">Pixels in one layout unit.</param>
    /// <param name="scroll">How far the stages are scrolled up, in pixels; it is clamped.</param>
    public LensLayout(IReadOnlyList<LensStage> stages, Box area, float unit, float scroll)
    {
        Stages = stages;
        Unit = unit;
        var input = stages[0].Shape;
        var (rows, columns) = input.Rank == 3 ? (input[0], input[1]) : (Side(input.Size), Side(input.Size));
        var top = MathF.Min(TopHeight * unit, area.Height * 0.4f);
        var cell = MathF.Max(1, MathF.Floor(top / rows));
        Input = new(area.X, area.Y, cell * columns, cell * rows);
        _tiles.Add(new(0, Input, 0, columns, rows, input.Rank == 1));
        Inspector = new(Input.Right + 18 * unit, area.Y, area.Right - Input.Right - 18 * unit, Input.Height);
        Viewport = new(area.X, Input.Bottom + 16 * unit, area.Width, area.Bottom - Input.Bottom - 16 * unit);

        var left = area.X + LabelWidth * unit;
        var (share, rest) = Heights();
        // A wide panel has twice as many maps in a row if they would have to be scrolled otherwise.
        var doubled = (area.Right - left - ScrollBar * unit) / (2 * MapsInRow);
        if (share * LeastPitch * unit + rest > Viewport.Height && doubled >= LeastPitch * unit)
        {
            _mapsInRow = 2 * MapsInRow;
            (share, rest) = Heights();
        }
        var widest = (area.Right - left) / _mapsInRow;
        // A narrow panel has room for sixteen smaller maps beside the scroll bar.
        var least = MathF.Min(LeastPitch * unit, widest - ScrollBar * unit / _mapsInRow);
        Pitch = MathF.Floor(Math.Clamp((Viewport.Height - rest + Gap * unit) / MathF.Max(share, 1), least, widest));
        Overflow = MathF.Max(0, share * Pitch + rest - Gap * unit - Viewport.Height);
        Scroll = Math.Clamp(scroll, 0, Overflow);

        var bands = new Box[stages.Count];
        bands[0] = Input;
        var y = Viewport.Y - Scroll;
        for (var i = 1; i < stages.Count; i++)
        {
            var (pitches, fixedHeight) = HeightOf(stages[i]);
            // Written numbers need more room than small maps.
            var needed = stages[i].Kind == StageKind.Numbers ? NumbersWidth(stages[i].Shape.Size) * unit : 0;
            var width = MathF.Max(_mapsInRow * Pitch, MathF.Min(needed, area.Right - left - ScrollBar * unit));
            bands[i] = new(left, MathF.Round(y), width, MathF.Round(pitches * Pitch + fixedHeight * unit));
            PlaceTiles(i, bands[i]);
            y += bands[i].Height + Gap * unit;
        }
        Bands = bands;

        (float Pitches, float Pixels) Heights()
        {
            var (pitches, pixels) = (0f, 0f);
            foreach (var stage in stages.Skip(1))
            {
                var (ofMaps, units) = HeightOf(stage);
                (pitches, pixels) = (pitches + ofMaps, pixels + (units + Gap) * unit);
            }
            return (pitches, pixels);
        }
    }

    /// <summary>Small filters and values: as many are as wide as a map.</summary>
    private int FiltersInRow => 2 * _mapsInRow;

    private int ValuesInRow => 4 * _mapsInRow;

    public IReadOnlyList<LensStage> Stages { get; }

    public float Unit { get; }

    public Box Input { get; }

    /// <summary>The place of the arithmetic of one number.</summary>
    public Box Inspector { get; }

    /// <summary>The visible part of the stages below the input.</summary>
    public Box Viewport { get; }

    /// <summary>Pixels from one map to the next.</summary>
    public float Pitch { get; }

    /// <summary>How far the stages can be scrolled, in pixels.</summary>
    public float Overflow { get; }

    public float Scroll { get; }

    /// <summary>The place of each stage, without its label.</summary>
    public IReadOnlyList<Box> Bands { get; }

    /// <summary>All tiles; those of one stage follow each other.</summary>
    public IReadOnlyList<LensTile> Tiles => _tiles;

    /// <summary>The cell that is seen at a place; null if there is none. A filter is no cell.</summary>
    public Spot? SpotAt(Vector2 point) => CellAt(point, tile => tile.Stage == 0 || Viewport.Contains(point));

    /// <summary>The cell of a layer at a place, also where it is scrolled out of sight.</summary>
    public Spot? SpotAt(Vector2 point, int layer) => CellAt(point, tile => Stages[tile.Stage].Layer == layer);

    /// <summary>The tile that shows a cell; null if its layer has no stage.</summary>
    public LensTile? TileOf(Spot spot)
    {
        foreach (var tile in _tiles)
            if (Stages[tile.Stage].Layer == spot.Layer && Stages[tile.Stage].Kind != StageKind.Filters && tile.Holds(spot.Cell))
                return tile;
        return null;
    }

    /// <summary>The stage with the output of a layer, or of the nearest one before it that is shown.</summary>
    public int StageOf(int layer)
    {
        for (var i = Stages.Count - 1; i > 0; i--)
            if (Stages[i].Layer <= layer && Stages[i].Kind != StageKind.Filters)
                return i;
        return 0;
    }

    /// <summary>A scroll position at which a stage is visible.</summary>
    public float ScrollTo(int stage) => ScrollTo(stage, Bands[stage]);

    /// <summary>A scroll position at which a tile is visible.</summary>
    public float ScrollTo(LensTile tile) => ScrollTo(tile.Stage, tile.Box);

    private float ScrollTo(int stage, Box box)
    {
        var (top, bottom) = (box.Y + Scroll - Viewport.Y, box.Bottom + Scroll - Viewport.Y);
        return stage == 0 || (top >= Scroll && bottom <= Scroll + Viewport.Height) ? Scroll
            : top < Scroll ? top : MathF.Min(top, bottom - Viewport.Height);
    }

    private Spot? CellAt(Vector2 point, Func<LensTile, bool> counts)
    {
        foreach (var tile in _tiles)
            if (tile.Box.Contains(point) && Stages[tile.Stage].Kind != StageKind.Filters && counts(tile))
                return new(Stages[tile.Stage].Layer, tile.CellAt(point));
        return null;
    }

    private static int Side(int size) => (int)Math.Ceiling(Math.Sqrt(size));

    /// <summary>A stage's height: a number of map pitches plus a number of units.</summary>
    private (float Pitches, float Units) HeightOf(LensStage stage) => stage.Kind switch
    {
        StageKind.Filters => (Rows(stage.Shape[2], FiltersInRow) * 0.5f, 0),
        StageKind.Maps => (Rows(stage.Shape[2], _mapsInRow), 0),
        StageKind.Values => (Rows(stage.Shape.Size, ValuesInRow) * 0.25f, 0),
        _ => (0, Rows(stage.Shape.Size, MostNumbersInRow) * (NumberHeight + NumberGap) - NumberGap),
    };

    /// <summary>Written numbers are in rows of about equal length.</summary>
    private static int NumbersInRow(int count) => Rows(count, Rows(count, MostNumbersInRow));

    private static float NumbersWidth(int count) =>
        NumbersInRow(count) * (count <= MostNumbersInRow ? LeastNumberWidth : LeastWidthInRows);

    private static int Rows(int count, int inRow) => (count + inRow - 1) / inRow;

    private void PlaceTiles(int stage, Box band)
    {
        var (kind, shape) = (Stages[stage].Kind, Stages[stage].Shape);
        switch (kind)
        {
            case StageKind.Filters or StageKind.Maps:
                var inRow = kind == StageKind.Filters ? FiltersInRow : _mapsInRow;
                var step = band.Width / inRow;
                var side = MathF.Floor(step - MathF.Max(2, step * 0.08f));
                for (var i = 0; i < shape[2]; i++)
                    _tiles.Add(new(stage, new(MathF.Round(band.X + i % inRow * step), MathF.Round(band.Y + i / inRow * step), side, side),
                        i, shape[1], shape[0], false));
                break;
            case StageKind.Values:
                var cell = band.Width / ValuesInRow;
                for (var first = 0; first < shape.Size; first += ValuesInTile)
                {
                    var count = Math.Min(ValuesInTile, shape.Size - first);
                    _tiles.Add(new(stage, new(band.X + first % ValuesInRow * cell, band.Y + first / ValuesInRow * cell, count * cell, cell),
                        first, count, 1, true));
                }
                break;
            default:
                var (numbers, numberRows, gap) = (NumbersInRow(shape.Size), Rows(shape.Size, MostNumbersInRow), NumberGap * Unit);
                var (across, down) = (band.Width / numbers, (band.Height + gap) / numberRows);
                for (var first = 0; first < shape.Size; first += numbers)
                {
                    var count = Math.Min(numbers, shape.Size - first);
                    _tiles.Add(new(stage, new(band.X, band.Y + first / numbers * down, count * across, down - gap), first, count, 1, true));
                }
                break;
        }
    }
}
