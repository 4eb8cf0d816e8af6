using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Batch normalisation over the rows of x [rows, channels] (Ioffe, Szegedy: arXiv 1502.03167, algorithm 1), with an optional ReLU:
/// y = γ · (x − mean) / √(variance + ε) + β. Mean and variance are taken over the rows; a row is one pixel of one picture of the batch. The
/// sums are taken over x − moving mean: the moving mean is near the mean, so that the variance loses no precision. The rows are summed in
/// slices: partial [slices, 2, channels], which are added in order. saved [2, channels] keeps mean and 1 / √(variance + ε) for the backward
/// pass.
/// </summary>
public static class BatchNormalizationKernels
{
    /// <summary>Most threads per group of the sums.</summary>
    public const int MaxThreads = 256;

    /// <summary>
    /// Σ (x − moving mean) and Σ (x − moving mean)² over a slice's rows. Launch: group (channels, rows), at most <see cref="MaxThreads"/>
    /// threads; grid (slices, groups of channels).
    /// </summary>
    public static void Sums(
        int rows, int perSlice, int channels, ArrayView<float> x, ArrayView<float> movingMean, ArrayView<float> partial)
    {
        var sums = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = (Grid.IdxY * Group.DimX) + Group.IdxX;
        var end = Math.Min((Grid.IdxX + 1) * perSlice, rows);
        var sum = 0.0f;
        var squares = 0.0f;
        if (channel < channels)
        {
            var shift = movingMean[channel];
            for (var row = (Grid.IdxX * perSlice) + Group.IdxY; row < end; row += Group.DimY)
            {
                var value = x[(row * channels) + channel] - shift;
                sum += value;
                squares += value * value;
            }
        }
        Meet(sums, sum, squares, channel, channels, partial);
    }

    /// <summary>
    /// Computes mean and deviation of a channel from its sums, and moves the moving mean and variance towards them by the factor rate.
    /// Launch: auto-grouped, one thread per channel.
    /// </summary>
    public static void Statistics(
        Index1D channel, int rows, int slices, int channels, float epsilon, float rate, ArrayView<float> partial,
        ArrayView<float> movingMean, ArrayView<float> movingVariance, ArrayView<float> saved)
    {
        var offset = Total(partial, slices, channels, channel) / rows;
        var squares = Total(partial, slices, channels, channels + channel) / rows;
        var variance = MathF.Max(squares - (offset * offset), 0.0f);
        saved[channel] = movingMean[channel] + offset;
        saved[channels + channel] = 1.0f / MathF.Sqrt(variance + epsilon);
        movingMean[channel] += rate * offset;
        movingVariance[channel] += rate * (variance - movingVariance[channel]);
    }

    /// <summary>Computes saved from the moving mean and variance. Launch: auto-grouped, one thread per channel.</summary>
    public static void UseMoving(
        Index1D channel, int channels, float epsilon, ArrayView<float> movingMean, ArrayView<float> movingVariance, ArrayView<float> saved)
    {
        saved[channel] = movingMean[channel];
        saved[channels + channel] = 1.0f / MathF.Sqrt(movingVariance[channel] + epsilon);
    }

    /// <summary>Computes y. Launch: auto-grouped, one thread per value.</summary>
    public static void Apply(
        Index1D i, int channels, int relu, ArrayView<float> x, ArrayView<float> gamma, ArrayView<float> beta, ArrayView<float> saved,
        ArrayView<float> y)
    {
        var channel = i % channels;
        var value = (gamma[channel] * ((x[i] - saved[channel]) * saved[channels + channel])) + beta[channel];
        y[i] = relu != 0 ? MathF.Max(value, 0.0f) : value;
    }

    /// <summary>
    /// Σ dy and Σ dy · (x − mean) / √(variance + ε) over a slice's rows; with a ReLU, dy counts as 0 where y ≤ 0. Launch: as
    /// <see cref="Sums"/>.
    /// </summary>
    public static void GradientSums(
        int rows, int perSlice, int channels, int relu, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> saved,
        ArrayView<float> partial)
    {
        var sums = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = (Grid.IdxY * Group.DimX) + Group.IdxX;
        var end = Math.Min((Grid.IdxX + 1) * perSlice, rows);
        var sum = 0.0f;
        var products = 0.0f;
        if (channel < channels)
        {
            var mean = saved[channel];
            var inverse = saved[channels + channel];
            for (var row = (Grid.IdxX * perSlice) + Group.IdxY; row < end; row += Group.DimY)
            {
                var i = (row * channels) + channel;
                var gradient = Gradient(i, relu, y, dy);
                sum += gradient;
                products += gradient * ((x[i] - mean) * inverse);
            }
        }
        Meet(sums, sum, products, channel, channels, partial);
    }

    /// <summary>Computes dβ and dγ from the sums. Launch: auto-grouped, one thread per channel.</summary>
    public static void SumGradients(
        Index1D channel, int slices, int channels, ArrayView<float> partial, ArrayView<float> dGamma, ArrayView<float> dBeta)
    {
        dBeta[channel] = Total(partial, slices, channels, channel);
        dGamma[channel] = Total(partial, slices, channels, channels + channel);
    }

    /// <summary>
    /// dx = γ / √(variance + ε) · (dy − dβ / rows − (x − mean) / √(variance + ε) · dγ / rows). Launch: auto-grouped, one thread per value;
    /// dx and dy may be the same memory.
    /// </summary>
    public static void Backward(
        Index1D i, int rows, int channels, int relu, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> saved,
        ArrayView<float> gamma, ArrayView<float> dGamma, ArrayView<float> dBeta, ArrayView<float> dx)
    {
        var channel = i % channels;
        var inverse = saved[channels + channel];
        var normal = (x[i] - saved[channel]) * inverse;
        var centred = Gradient(i, relu, y, dy) - ((dBeta[channel] + (normal * dGamma[channel])) / rows);
        dx[i] = gamma[channel] * inverse * centred;
    }

    private static float Gradient(int i, int relu, ArrayView<float> y, ArrayView<float> dy) => relu == 0 || y[i] > 0.0f ? dy[i] : 0.0f;

    // Adds the sums of the group's rows in shared memory and stores the two totals as one slice.
    private static void Meet(ArrayView<float> sums, float first, float second, int channel, int channels, ArrayView<float> partial)
    {
        var place = (Group.IdxY * Group.DimX) + Group.IdxX;
        sums[place] = first;
        sums[MaxThreads + place] = second;
        Group.Barrier();
        if (Group.IdxY == 0 && channel < channels)
        {
            for (var row = 1; row < Group.DimY; row++)
            {
                first += sums[(row * Group.DimX) + Group.IdxX];
                second += sums[MaxThreads + (row * Group.DimX) + Group.IdxX];
            }
            partial[(2 * Grid.IdxX * channels) + channel] = first;
            partial[(((2 * Grid.IdxX) + 1) * channels) + channel] = second;
        }
    }

    private static float Total(ArrayView<float> partial, int slices, int channels, int place)
    {
        var sum = 0.0f;
        for (var slice = 0; slice < slices; slice++)
            sum += partial[(2 * slice * channels) + place];
        return sum;
    }
}
