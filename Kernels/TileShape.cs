namespace GpuDigits.Kernels;

/// <summary>
/// How the side² threads of a group of <see cref="Product"/> cover a tile of the result. Side is 4, 8 or 16.
/// </summary>
/// <param name="code">What <see cref="Wide"/>, <see cref="Narrow"/> or <see cref="Tall"/> made of a side.</param>
public readonly struct TileShape(int code)
{
    /// <summary>Rows of the tile for each row of threads.</summary>
    public const int RowsPerThread = 8;

    private const int Banks = 32;
    private const int Kinds = 4;
    private const int KindWide = 0;
    private const int KindTall = 2;

    /// <summary>All of it in a number, constant when the kernel is compiled.</summary>
    public readonly int Code = code;

    /// <summary>Threads of the group.</summary>
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

    /// <summary>Lines that the group brings to shared memory at once, a step deep.</summary>
    public int Lines => 2 * Side;

    /// <summary>Whether a thread has eight columns, not four.</summary>
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

    /// <summary>The shape that wastes least on a result of so many columns.</summary>
    public static TileShape For(int side, int columns) =>
        columns <= 2 * side ? Tall(side) : columns <= 4 * side ? Narrow(side) : Wide(side);

    /// <summary>
    /// Floats from one place of the depth to the next in shared memory, for so many lines: a multiple of four, such that what a warp writes at
    /// once falls into different banks. That is a step along the depth by the rest along the lines, or else <see cref="Lines"/> by the rest.
    /// </summary>
    public int Stride(int count, bool depthIsFastest) =>
        depthIsFastest ? count + (64 / Side) : count + ((Lines - (count % Banks) + Banks) % Banks);

    /// <summary>Tiles over the rows of a result.</summary>
    public int RowTiles(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>Tiles over the columns of a result.</summary>
    public int ColumnTiles(int columns) => (columns + Columns - 1) / Columns;
}
