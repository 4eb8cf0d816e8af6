namespace GpuDigits.Kernels;

/// <summary>How the side² threads of a group of <see cref="MatrixProduct"/> cover a tile of the result. Side is 4, 8 or 16.</summary>
/// <param name="code">The code that <see cref="Wide"/>, <see cref="Narrow"/> or <see cref="Tall"/> computes.</param>
public readonly struct TileShape(int code)
{
    /// <summary>Rows of the tile per row of threads.</summary>
    public const int RowsPerThread = 8;

    private const int Banks = 32;
    private const int Kinds = 4;
    private const int KindWide = 0;
    private const int KindTall = 2;

    /// <summary>Side and kind in one number; a constant when the kernel is compiled.</summary>
    public readonly int Code = code;

    /// <summary>Threads per group.</summary>
    public int Threads => Side * Side;

    /// <summary>Threads along a row.</summary>
    public int ThreadsX => IsTall ? Side / 2 : Side;

    /// <summary>Threads along a column.</summary>
    public int ThreadsY => IsTall ? 2 * Side : Side;

    /// <summary>Rows of the tile.</summary>
    public int Rows => RowsPerThread * ThreadsY;

    /// <summary>Columns of the tile.</summary>
    public int Columns => (IsWide ? 8 : 4) * ThreadsX;

    /// <summary>Depth of one step.</summary>
    public int Step => Side / 2;

    /// <summary>Lines that the group loads into shared memory together, one step deep.</summary>
    public int Lines => 2 * Side;

    /// <summary>Whether a thread computes eight columns instead of four.</summary>
    public bool IsWide => Code % Kinds == KindWide;

    /// <summary>Whether there are four times as many rows of threads as columns.</summary>
    public bool IsTall => Code % Kinds == KindTall;

    private int Side => Code / Kinds;

    /// <summary>8·side × 8·side.</summary>
    public static TileShape Wide(int side) => new((side * Kinds) + KindWide);

    /// <summary>8·side × 4·side.</summary>
    public static TileShape Narrow(int side) => new((side * Kinds) + 1);

    /// <summary>16·side × 2·side.</summary>
    public static TileShape Tall(int side) => new((side * Kinds) + KindTall);

    /// <summary>The shape that wastes the least on a result with this many columns.</summary>
    public static TileShape For(int side, int columns) =>
        columns <= 2 * side ? Tall(side) : columns <= 4 * side ? Narrow(side) : Wide(side);

    /// <summary>
    /// Floats from one position of the depth to the next in shared memory, for count lines: a multiple of four, chosen so that the
    /// simultaneous writes of a warp use different banks. A warp writes either a step along the depth for several lines, or
    /// <see cref="Lines"/> lines for several positions of the depth.
    /// </summary>
    public int Stride(int count, bool depthIsFastest) =>
        depthIsFastest ? count + (64 / Side) : count + ((Lines - (count % Banks) + Banks) % Banks);

    /// <summary>Number of tiles over the rows of a result.</summary>
    public int RowTiles(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>Number of tiles over the columns of a result.</summary>
    public int ColumnTiles(int columns) => (columns + Columns - 1) / Columns;
}
