using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>A half of an index into an operand: worked out once per line or step, added up per value.</summary>
/// <param name="offset">Offset in the view; negative: the line lies outside.</param>
/// <param name="y">Row in the picture, where the operand is one.</param>
/// <param name="x">Column in the picture.</param>
public readonly struct Place(int offset, int y = 0, int x = 0)
{
    private const int OnesOffset = -2;

    /// <summary>Marks a line outside the operand: no row of a picture is that far up.</summary>
    public static Place Outside => new(-1, -(1 << 28), -(1 << 28));

    /// <summary>Marks a line that holds nothing but 1.</summary>
    public static Place Ones => new(OnesOffset);

    /// <summary>The value of a line without a place in the view: 1 on the line of ones, 0 outside.</summary>
    public float Constant => Offset == OnesOffset ? 1.0f : 0.0f;

    /// <summary>Offset in the view.</summary>
    public readonly int Offset = offset;

    /// <summary>Row in the picture.</summary>
    public readonly int Y = y;

    /// <summary>Column in the picture.</summary>
    public readonly int X = x;
}

/// <summary>A factor of <see cref="Product"/>: lines (rows of A, columns of B) of values along the depth k that is summed over.</summary>
public interface IOperand
{
    /// <summary>Whether neighbours along k lie side by side in memory, or else neighbouring lines. Constant per type.</summary>
    bool DepthIsFastest { get; }

    /// <summary>The line's half of the index; <see cref="Place.Outside"/> behind the last line.</summary>
    Place Line(int line);

    /// <summary>The half of the index that belongs to k, which lies inside.</summary>
    Place Depth(int k);

    /// <summary>The value; 0 outside.</summary>
    float Load(Place line, Place depth);
}

/// <summary>Where <see cref="Product"/> leaves its values.</summary>
public interface IResult
{
    /// <summary>Whether rows begin where four values may be stored at once, and hold whole fours.</summary>
    bool TakesFours { get; }

    /// <summary>Takes the finished sum of a row and column, both inside.</summary>
    void Store(int row, int column, float value);

    /// <summary>Takes four neighbours of a row, the first at a column that is a multiple of four.</summary>
    void Store(int row, int column, Float4 values);
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
/// value(line, k) = view[k · stride + line]. With ones, one more line holds nothing but 1: its product with dy is the bias gradient.
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

/// <summary>A whole product for <see cref="Product.MultiplyBoth"/>.</summary>
/// <param name="a">The rows' factor.</param>
/// <param name="b">The columns' factor.</param>
/// <param name="result">Where the values go.</param>
/// <param name="rows">Rows of the result.</param>
/// <param name="columns">Columns of the result.</param>
/// <param name="depth">What is summed over.</param>
public readonly struct Factors<TA, TB, TResult>(TA a, TB b, TResult result, int rows, int columns, int depth)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
{
    /// <summary>The rows' factor.</summary>
    public readonly TA A = a;

    /// <summary>The columns' factor.</summary>
    public readonly TB B = b;

    /// <summary>Where the values go.</summary>
    public readonly TResult Result = result;

    /// <summary>Rows of the result.</summary>
    public readonly int Rows = rows;

    /// <summary>Columns of the result.</summary>
    public readonly int Columns = columns;

    /// <summary>What is summed over.</summary>
    public readonly int Depth = depth;
}
