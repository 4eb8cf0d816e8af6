using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>values[row · columns + column] = value.</summary>
public readonly struct Values(ArrayView<float> values, int columns) : IResult
{
    private readonly ArrayView<float> _values = values;
    private readonly int _columns = columns;
    private readonly int _fours = columns % Float4.Width == 0 && Float4.IsAligned(values) ? 1 : 0;

    /// <inheritdoc/>
    public bool TakesFours => _fours != 0;

    /// <inheritdoc/>
    public bool HasSums => false;

    /// <inheritdoc/>
    public void Store(int row, int column, float value) => _values[(row * _columns) + column] = value;

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        _values.Cast<Float4>()[((row * _columns) + column) / Float4.Width] = values;
        return default;
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
    }
}

/// <summary>values[row · columns + column] = value + bias[column], with an optional ReLU.</summary>
public readonly struct BiasRelu(ArrayView<float> values, ArrayView<float> bias, int columns, bool relu) : IResult
{
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<float> _bias = bias;
    private readonly int _columns = columns;
    private readonly int _relu = relu ? 1 : 0;
    private readonly int _fours = columns % Float4.Width == 0 && Float4.IsAligned(values) && Float4.IsAligned(bias) ? 1 : 0;

    /// <inheritdoc/>
    public bool TakesFours => _fours != 0;

    /// <inheritdoc/>
    public bool HasSums => false;

    /// <inheritdoc/>
    public void Store(int row, int column, float value) => _values[(row * _columns) + column] = Activate(value + _bias[column]);

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        var bias = _bias.Cast<Float4>()[column / Float4.Width];
        _values.Cast<Float4>()[((row * _columns) + column) / Float4.Width] = new Float4(
            Activate(values.A + bias.A), Activate(values.B + bias.B), Activate(values.C + bias.C), Activate(values.D + bias.D));
        return default;
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
    }

    private float Activate(float sum) => _relu != 0 ? MathF.Max(sum, 0.0f) : sum;
}

/// <summary>The gradients of the weights [rows, columns] and, in one more row, of the bias.</summary>
public readonly struct Gradients(ArrayView<float> weights, ArrayView<float> bias, int rows, int columns) : IResult
{
    private readonly ArrayView<float> _weights = weights;
    private readonly ArrayView<float> _bias = bias;
    private readonly int _rows = rows;
    private readonly int _columns = columns;
    private readonly int _fours = columns % Float4.Width == 0 && Float4.IsAligned(weights) && Float4.IsAligned(bias) ? 1 : 0;

    /// <inheritdoc/>
    public bool TakesFours => _fours != 0;

    /// <inheritdoc/>
    public bool HasSums => false;

    /// <summary>Shares of the gradients, slice after slice: values [slices · (rows + 1), columns].</summary>
    public static Gradients InShares(ArrayView<float> values, int columns) => new(values, values, int.MaxValue, columns);

    /// <inheritdoc/>
    public void Store(int row, int column, float value)
    {
        if (row < _rows)
            _weights[(row * _columns) + column] = value;
        else
            _bias[column] = value;
    }

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        if (row < _rows)
            _weights.Cast<Float4>()[((row * _columns) + column) / Float4.Width] = values;
        else
            _bias.Cast<Float4>()[column / Float4.Width] = values;
        return default;
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
    }
}

/// <summary>
/// values[row · columns + column] = value, or 0 where x is the output of a ReLU and is not positive at the same position.
/// </summary>
public readonly struct MaskedValues(ArrayView<float> values, ArrayView<float> x, int columns, bool relu) : IResult
{
    private readonly ArrayView<float> _values = values;
    private readonly ArrayView<float> _x = x;
    private readonly int _columns = columns;
    private readonly int _relu = relu ? 1 : 0;
    private readonly int _fours = columns % Float4.Width == 0 && Float4.IsAligned(values) && Float4.IsAligned(x) ? 1 : 0;

    /// <inheritdoc/>
    public bool TakesFours => _fours != 0;

    /// <inheritdoc/>
    public bool HasSums => false;

    /// <inheritdoc/>
    public void Store(int row, int column, float value)
    {
        var at = (row * _columns) + column;
        var off = _relu != 0 && !(_x[at] > 0.0f);
        _values[at] = off ? 0.0f : value;
    }

    /// <inheritdoc/>
    public FourSums Store(int row, int column, Float4 values)
    {
        var at = ((row * _columns) + column) / Float4.Width;
        if (_relu != 0)
            values = values.WherePositive(_x.Cast<Float4>()[at]);
        _values.Cast<Float4>()[at] = values;
        return default;
    }

    /// <inheritdoc/>
    public void StoreSums(int tile, int column, float first, float second)
    {
    }
}
