using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>The sizes and numbers of <see cref="BatchNormalizationKernels"/>.</summary>
/// <param name="Rows">Rows that the launch covers.</param>
/// <param name="PerSlice">Rows per group.</param>
/// <param name="Channels">Values per row.</param>
/// <param name="Relu">1 if a ReLU follows.</param>
/// <param name="Slices">Slices of the sums that are added; 0: none.</param>
/// <param name="Scale">The factor of each dy that a ReLU and a dropout let through.</param>
/// <param name="Count">Rows of x, over which the mean is taken.</param>
/// <param name="Epsilon">ε.</param>
/// <param name="Rate">The fraction by which the moving mean and variance move.</param>
public readonly record struct NormalizationShape(
    int Rows, int PerSlice, int Channels, int Relu, int Slices, float Scale, int Count, float Epsilon, float Rate)
{
    /// <summary>The thread's first row.</summary>
    internal int FirstRow => (Grid.IdxX * PerSlice) + Group.IdxY;

    /// <summary>The end of the group's rows.</summary>
    internal int EndRow => Math.Min((Grid.IdxX + 1) * PerSlice, Rows);

    /// <summary>The value after the ReLU, if there is one.</summary>
    internal float Activate(float value) => Relu != 0 ? MathF.Max(value, 0.0f) : value;
}

/// <summary>The state of a batch normalisation per channel, see <see cref="BatchNormalizationKernels"/>.</summary>
public readonly struct NormalizationChannels(
    ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> movingMean, ArrayView<float> movingVariance, ArrayView<float> saved)
{
    private readonly ArrayView<float> _gamma = gamma;
    private readonly ArrayView<float> _beta = beta;
    private readonly ArrayView<float> _movingMean = movingMean;
    private readonly ArrayView<float> _movingVariance = movingVariance;
    private readonly ArrayView<float> _saved = saved;

    /// <summary>Mean and 1 / √(variance + ε) of the last forward pass.</summary>
    internal ArrayView<float> Saved => _saved;

    /// <summary>
    /// What a channel is normalised with: from the totals of its sums, or from the moving mean and variance if there are no slices. One
    /// thread of a channel stores the new state. Only that thread reads the moving mean: the sums keep the one that was subtracted.
    /// </summary>
    internal ChannelStatistics Statistics(in NormalizationShape shape, int channel, Pair total, ArrayView<float> sums)
    {
        if (channel >= shape.Channels)
            return default;
        var stores = Grid.IdxX == 0 && Group.IdxY == 0;
        float mean, inverse;
        if (shape.Slices > 0)
        {
            var offset = total.First / shape.Count;
            var variance = MathF.Max((total.Second / shape.Count) - (offset * offset), 0.0f);
            mean = sums[channel] + offset;
            inverse = 1.0f / MathF.Sqrt(variance + shape.Epsilon);
            if (stores)
            {
                _movingMean[channel] += shape.Rate * offset;
                _movingVariance[channel] += shape.Rate * (variance - _movingVariance[channel]);
            }
        }
        else
        {
            mean = _movingMean[channel];
            inverse = 1.0f / MathF.Sqrt(_movingVariance[channel] + shape.Epsilon);
        }
        if (stores)
        {
            _saved[channel] = mean;
            _saved[shape.Channels + channel] = inverse;
        }
        return new(mean, inverse, _gamma[channel], _beta[channel]);
    }

    /// <summary>The gradient of a channel's x, from the totals dβ and dγ.</summary>
    internal ChannelSlope Slope(in NormalizationShape shape, int channel, Pair total) =>
        new(_saved[channel], _saved[shape.Channels + channel], _gamma[channel], total, shape.Count);
}

/// <summary>The gradients of γ and β.</summary>
public readonly struct NormalizationGradients(ArrayView<float> gamma, ArrayView<float> beta)
{
    private readonly ArrayView<float> _gamma = gamma;
    private readonly ArrayView<float> _beta = beta;

    /// <summary>Stores the totals, by one thread of each channel.</summary>
    internal void Store(int channel, Pair total)
    {
        if (Grid.IdxX != 0 || Group.IdxY != 0)
            return;
        _beta[channel] = total.First;
        _gamma[channel] = total.Second;
    }
}

/// <summary>Normalises the values of one channel.</summary>
internal readonly struct ChannelStatistics(float mean, float inverse, float gamma, float beta)
{
    private readonly float _mean = mean;
    private readonly float _inverse = inverse;
    private readonly float _gamma = gamma;
    private readonly float _beta = beta;

    public float Normalise(float x) => (_gamma * ((x - _mean) * _inverse)) + _beta;
}

/// <summary>The gradients of one channel's values.</summary>
internal readonly struct ChannelSlope(float mean, float inverse, float gamma, Pair total, int rows)
{
    private readonly float _mean = mean;
    private readonly float _inverse = inverse;
    private readonly float _gamma = gamma;
    private readonly Pair _total = total;
    private readonly int _rows = rows;

    public float Of(float x, float dy)
    {
        var normal = (x - _mean) * _inverse;
        return _gamma * _inverse * (dy - ((_total.First + (normal * _total.Second)) / _rows));
    }
}

/// <summary>Two sums.</summary>
internal readonly struct Pair(float first, float second)
{
    public readonly float First = first;
    public readonly float Second = second;

    public Pair Plus(float first, float second) => new(First + first, Second + second);
}
