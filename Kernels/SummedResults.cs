using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// values[row · columns + column] = value + bias[column], and of these the sums of <see cref="BatchNormalizationKernels.Sums"/>, one slice
/// per row of tiles. columns must be a multiple of four, and all views aligned.
/// </summary>
public readonly struct SummedValues(
    ArrayView<float> values, ArrayView<float> bias, ArrayView<float> movingMean, ArrayView<float> sums, int columns) : IResult
{
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<float> _bias = bias;
    private readonly ArrayView<float> _movingMean = movingMean;
    private readonly ArrayView<float> _sums = sums;
    private readonly int _columns = columns;

    /// <inheritdoc/>
    public bool TakesFours => true;

    /// <inheritdoc/>
    public bool HasSums => true;

    /// <inheritdoc/>
    public void Store(int row, int column, float value) => _values[(row * _columns) + column] = value + _bias[column];

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        var stored = values.Plus(1.0f, _bias.Cast<Float4>()[column / Float4.Width]);
        _values.Cast<Float4>()[((row * _columns) + column) / Float4.Width] = stored;
        var offset = stored.Minus(_movingMean.Cast<Float4>()[column / Float4.Width]);
        return new(offset, offset.Times(offset));
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
        if (tile == 0)
            _sums[column] = _movingMean[column];
        _sums[(((2 * tile) + 1) * _columns) + column] = first;
        _sums[(((2 * tile) + 2) * _columns) + column] = second;
    }
}

/// <summary>
/// The gradient of a normalised value, values[row · columns + column] = value, or 0 where y is the output of a ReLU and is not positive,
/// and of these the sums of <see cref="BatchNormalizationKernels.GradientSums"/>, one slice per row of tiles. x is the value that was
/// normalised to y. columns must be a multiple of four, and all views aligned.
/// </summary>
public readonly struct MaskedSums(
    ArrayView<float> values, ArrayView<float> x, ArrayView<float> y, ArrayView<float> saved, ArrayView<float> sums, int columns, bool relu)
    : IResult
{
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<float> _x = x;
    private readonly ArrayView<float> _y = y;
    private readonly ArrayView<float> _saved = saved;
    private readonly ArrayView<float> _sums = sums;
    private readonly int _columns = columns;
    private readonly int _relu = relu ? 1 : 0;

    /// <inheritdoc/>
    public bool TakesFours => true;

    /// <inheritdoc/>
    public bool HasSums => true;

    /// <inheritdoc/>
    public void Store(int row, int column, float value)
    {
        var at = (row * _columns) + column;
        var off = _relu != 0 && !(_y[at] > 0.0f);
        _values[at] = off ? 0.0f : value;
    }

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        var at = ((row * _columns) + column) / Float4.Width;
        if (_relu != 0)
            values = values.WherePositive(_y.Cast<Float4>()[at]);
        _values.Cast<Float4>()[at] = values;
        var saved = _saved.Cast<Float4>();
        var mean = saved[column / Float4.Width];
        var inverse = saved[(_columns + column) / Float4.Width];
        return new(values, values.Times(_x.Cast<Float4>()[at].Minus(mean).Times(inverse)));
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
        _sums[(((2 * tile) + 1) * _columns) + column] = first;
        _sums[(((2 * tile) + 2) * _columns) + column] = second;
    }
}
