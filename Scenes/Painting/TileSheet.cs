namespace GpuDigits.Scenes.Painting;

/// <summary>
/// Many small pictures of values (filters, feature maps, photographs) on one sheet, so that a renderer needs only one texture array. Tiles
/// lie on pages side by side, row by row.
/// </summary>
internal sealed class TileSheet
{
    private const int LeastPageSide = 224;

    private readonly List<(int Width, int Height)> _sizes = [];
    private float[] _values;

    /// <param name="side">The largest number of columns and rows of a tile.</param>
    public TileSheet(int side)
    {
        Side = side;
        Across = Math.Max(1, LeastPageSide / side);
        _values = new float[PageSide * PageSide];
    }

    public int Side { get; }

    /// <summary>Tiles in a row and in a column of a page.</summary>
    public int Across { get; }

    /// <summary>Columns and rows of a page.</summary>
    public int PageSide => Across * Side;

    public int Count => _sizes.Count;

    /// <summary>Number of pages with tiles.</summary>
    public int Pages => (Count + Across * Across - 1) / (Across * Across);

    /// <summary>Increases with every change.</summary>
    public long Version { get; private set; }

    /// <summary>The pages one after the other, each [PageSide, PageSide].</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Math.Max(1, Pages) * PageSide * PageSide);

    public void Clear()
    {
        _sizes.Clear();
        Version++;
    }

    /// <summary>Adds a tile and returns its number.</summary>
    /// <param name="width">Columns, 1 to <see cref="Side"/>.</param>
    /// <param name="height">Rows, 1 to <see cref="Side"/>.</param>
    /// <param name="values">The array that holds the values, row by row.</param>
    /// <param name="first">The index of the first one.</param>
    /// <param name="step">Distance between two values; the number of channels for one channel of a tensor.</param>
    public int Add(int width, int height, ReadOnlySpan<float> values, int first = 0, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(width, height), Side);
        _sizes.Add((width, height));
        Version++;
        var neededValues = Pages * PageSide * PageSide; // Pages includes the new tile.
        if (_values.Length < neededValues)
            Array.Resize(ref _values, Math.Max(neededValues, 2 * _values.Length));
        var (page, x, y, _, _) = Place(Count - 1);
        for (var row = 0; row < height; row++)
        {
            var to = _values.AsSpan((page * PageSide + y + row) * PageSide + x, width);
            for (var column = 0; column < width; column++)
                to[column] = values[first + (row * width + column) * step];
        }
        return Count - 1;
    }

    /// <summary>The page of a tile, and its rectangle there.</summary>
    public (int Page, int X, int Y, int Width, int Height) Place(int tile)
    {
        var (page, within) = (tile / (Across * Across), tile % (Across * Across));
        return (page, within % Across * Side, within / Across * Side, _sizes[tile].Width, _sizes[tile].Height);
    }
}
