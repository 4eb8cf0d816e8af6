using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// One of the two parts of an index into an operand. It is computed once per line or step; the sum of both parts is the index of a value.
/// </summary>
public readonly struct Place(int offset, int y = 0, int x = 0)
{
    private const int OnesOffset = -2;

    /// <summary>Marks a line outside the operand: its row lies far above any picture.</summary>
    public static Place Outside => new(-1, -(1 << 28), -(1 << 28));

    /// <summary>Marks a line of ones.</summary>
    public static Place Ones => new(OnesOffset);

    /// <summary>The value of a line without a place in the view: 1 on the line of ones, 0 outside.</summary>
    public float Constant => Offset == OnesOffset ? 1.0f : 0.0f;

    /// <summary>Offset in the view; negative if the line lies outside.</summary>
    public readonly int Offset = offset;

    /// <summary>Row in the picture, if the operand is a picture.</summary>
    public readonly int Y = y;

    /// <summary>Column in the picture, if the operand is a picture.</summary>
    public readonly int X = x;
}

/// <summary>
/// A factor of <see cref="MatrixProduct"/>: lines (rows of A, columns of B) of values along the depth k, which is summed over.
/// </summary>
public interface IOperand
{
    /// <summary>Whether neighbours along k are adjacent in memory; otherwise neighbouring lines are. Constant per type.</summary>
    bool DepthIsFastest { get; }

    /// <summary>The line's part of the index; <see cref="Place.Outside"/> after the last line.</summary>
    Place Line(int line);

    /// <summary>The part of the index for k, which must lie inside.</summary>
    Place Depth(int k);

    /// <summary>The value; 0 outside.</summary>
    float Load(Place line, Place depth);
}

/// <summary>Where <see cref="MatrixProduct"/> stores its values.</summary>
public interface IResult
{
    /// <summary>Whether the rows are aligned for stores of four values and their length is a multiple of four.</summary>
    bool TakesFours { get; }

    /// <summary>Stores the finished sum of a row and column, both inside.</summary>
    void Store(int row, int column, float value);

    /// <summary>
    /// Whether the product also sums something over the rows of each tile; then <see cref="TakesFours"/> must hold. Constant per type.
    /// </summary>
    bool HasSums { get; }

    /// <summary>
    /// Stores four neighbours of a row; the first column is a multiple of four. Returns what is summed over the rows, if anything is.
    /// </summary>
    FourSums Store(int row, int column, Float4 values);

    /// <summary>Stores the two sums of a column over the rows of the tile with this number.</summary>
    void StoreSums(int tile, int column, float first, float second);
}

/// <summary>Two sums of each of four neighbouring columns.</summary>
public readonly struct FourSums(Float4 first, Float4 second)
{
    /// <summary>The first sums.</summary>
    public readonly Float4 First = first;

    /// <summary>The second sums.</summary>
    public readonly Float4 Second = second;

    /// <summary>These sums + others.</summary>
    internal FourSums Plus(FourSums other) => new(First.Plus(1.0f, other.First), Second.Plus(1.0f, other.Second));
}

/// <summary>value(line, k) = view[line · stride + k].</summary>
public readonly struct AlongRows(ArrayView<float> view, int lines, int stride) : IOperand
{
    private readonly ArrayView<float> _view = view;
    private readonly int _lines = lines;
    private readonly int _stride = stride;

    /// <inheritdoc/>
    public bool DepthIsFastest => true;

    /// <inheritdoc/>
    public Place Line(int line) => line < _lines ? new Place(line * _stride) : Place.Outside;

    /// <inheritdoc/>
    public Place Depth(int k) => new(k);

    /// <inheritdoc/>
    public float Load(Place line, Place depth) => line.Offset < 0 ? 0.0f : _view[line.Offset + depth.Offset];
}

/// <summary>
/// value(line, k) = view[k · stride + line]. With ones, one more line contains only ones: its product with dy is the bias gradient.
/// </summary>
public readonly struct AlongColumns(ArrayView<float> view, int lines, int stride, bool ones = false) : IOperand
{
    private readonly ArrayView<float> _view = view;
    private readonly int _lines = lines;
    private readonly int _stride = stride;
    private readonly int _ones = ones ? 1 : 0;

    /// <inheritdoc/>
    public bool DepthIsFastest => false;

    /// <inheritdoc/>
    public Place Line(int line) =>
        line < _lines ? new Place(line) : line < _lines + _ones ? Place.Ones : Place.Outside;

    /// <inheritdoc/>
    public Place Depth(int k) => new(k * _stride);

    /// <inheritdoc/>
    public float Load(Place line, Place depth) => line.Offset < 0 ? line.Constant : _view[line.Offset + depth.Offset];
}

/// <summary>One complete product for <see cref="MatrixProduct.MultiplyBoth"/>.</summary>
public readonly struct Factors<TA, TB, TResult>(TA a, TB b, TResult result, int rows, int columns, int depth)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
{
    /// <summary>The factor of the rows.</summary>
    public readonly TA A = a;

    /// <summary>The factor of the columns.</summary>
    public readonly TB B = b;

    /// <summary>Where the values are stored.</summary>
    public readonly TResult Result = result;

    /// <summary>Rows of the result.</summary>
    public readonly int Rows = rows;

    /// <summary>Columns of the result.</summary>
    public readonly int Columns = columns;

    /// <summary>Length of the dimension that is summed over.</summary>
    public readonly int Depth = depth;
}
