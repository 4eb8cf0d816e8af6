using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Batch normalisation over the rows of x [rows, channels] (Ioffe, Szegedy: arXiv 1502.03167, algorithm 1), with an optional ReLU:
/// y = γ · (x − mean) / √(variance + ε) + β. Mean and variance are taken over the rows; a row is one pixel of one picture of the batch. The
/// sums are taken over x − moving mean: the moving mean is near the mean, so that the variance loses no precision. A max-pool or a dropout
/// that follows is part of the same launch.
/// <para>
/// Each direction is two launches: the first sums slices of the rows, the second adds the slices and computes the values. A product can
/// take the place of the first (<see cref="SummedValues"/>, <see cref="MaskedSums"/>). Every group of the second adds the slices for its
/// channels itself, in the same order, so that no third launch is needed between them; the first group of a channel stores the totals.
/// sums [1 + 2 · slices, channels]: the moving mean that was subtracted, then the two sums of each slice. saved [2, channels] keeps mean
/// and 1 / √(variance + ε) for the backward pass.
/// </para>
/// <para>
/// Launch: group (channels, rows), at most <see cref="MaxThreads"/> threads; grid (slices of the rows, groups of channels).
/// </para>
/// </summary>
public static class BatchNormalizationKernels
{
    /// <summary>Most threads per group.</summary>
    public const int MaxThreads = 1024;

    /// <summary>Number of floats of the sums.</summary>
    public static long SumsLength(int slices, int channels) => ((2L * slices) + 1) * channels;

    /// <summary>Σ (x − moving mean) and Σ (x − moving mean)² over each slice's rows.</summary>
    public static void Sums(NormalizationShape shape, ArrayView<float> x, ArrayView<float> movingMean, ArrayView<float> sums)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        var sum = default(Pair);
        if (channel < shape.Channels)
        {
            var shift = movingMean[channel];
            if (Grid.IdxX == 0 && Group.IdxY == 0)
                sums[channel] = shift;
            for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
            {
                var value = x[(row * shape.Channels) + channel] - shift;
                sum = sum.Plus(value, value * value);
            }
        }
        StoreSlice(Meet(shared, sum), shape.Channels, channel, sums);
    }

    /// <summary>
    /// Computes y, followed by the dropout if its rate is above 0. With slices of sums, it moves the moving mean and variance towards those
    /// of the batch by the shape's rate; without, it uses the moving ones.
    /// </summary>
    public static void Forward(
        NormalizationShape shape, Dropping drop, ArrayView<float> x, NormalizationChannels channels, ArrayView<float> sums,
        ArrayView<float> y)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        var statistics = channels.Statistics(shape, channel, Meet(shared, SumSlices(shape, channel, sums)), sums);
        if (channel >= shape.Channels)
            return;
        for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
        {
            var i = (row * shape.Channels) + channel;
            y[i] = drop.Apply(i, shape.Activate(statistics.Normalise(x[i])));
        }
    }

    /// <summary>
    /// The same, followed by a max-pool of any window, stride and padding; y itself is not stored. A row is a pixel of the pooled picture.
    /// peaks keeps the x of each window's largest y: the backward pass needs it.
    /// </summary>
    public static void ForwardPool(
        NormalizationShape shape, PoolShape pool, ArrayView<float> x, NormalizationChannels channels, ArrayView<float> sums,
        ArrayView<float> pooled, ArrayView<float> peaks, ArrayView<byte> argMax)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        var statistics = channels.Statistics(shape, channel, Meet(shared, SumSlices(shape, channel, sums)), sums);
        if (channel >= shape.Channels)
            return;
        for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
        {
            var line = row / pool.OutWidth;
            var picture = line / pool.OutHeight;
            var top = ((line - (picture * pool.OutHeight)) * pool.StrideY) - pool.PadTop;
            var left = ((row - (line * pool.OutWidth)) * pool.StrideX) - pool.PadLeft;
            var best = 0.0f;
            var peak = 0.0f;
            var place = -1;
            for (var dy = Math.Max(0, -top); dy < Math.Min(pool.PoolHeight, pool.Height - top); dy++)
            {
                var begin = (((picture * pool.Height) + top + dy) * pool.Width) + left;
                for (var dx = Math.Max(0, -left); dx < Math.Min(pool.PoolWidth, pool.Width - left); dx++)
                {
                    var value = x[((begin + dx) * shape.Channels) + channel];
                    var normal = shape.Activate(statistics.Normalise(value));
                    if (place < 0 || normal > best)
                    {
                        best = normal;
                        peak = value;
                        place = (dy * pool.PoolWidth) + dx;
                    }
                }
            }
            var i = (row * shape.Channels) + channel;
            pooled[i] = best;
            peaks[i] = peak;
            argMax[i] = (byte)place;
        }
    }

    /// <summary>
    /// Σ dy and Σ dy · (x − mean) / √(variance + ε) over each slice's rows; with a ReLU, dy counts as 0 where y ≤ 0.
    /// </summary>
    public static void GradientSums(
        NormalizationShape shape, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> saved,
        ArrayView<float> sums)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        StoreSlice(Meet(shared, SumGradients(shape, channel, x, y, dy, saved)), shape.Channels, channel, sums);
    }

    /// <summary>
    /// dx = γ / √(variance + ε) · (dy − dβ / rows − (x − mean) / √(variance + ε) · dγ / rows), and the sums dβ and dγ; dx and dy may be the
    /// same memory. Without slices of sums, a group covers all rows and computes the sums itself: one launch for a small x.
    /// </summary>
    public static void Backward(
        NormalizationShape shape, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, NormalizationChannels channels,
        ArrayView<float> sums, NormalizationGradients gradients, ArrayView<float> dx)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        var sum = shape.Slices > 0 ? SumSlices(shape, channel, sums) : SumGradients(shape, channel, x, y, dy, channels.Saved);
        var total = Meet(shared, sum);
        if (channel >= shape.Channels)
            return;
        gradients.Store(channel, total);
        var slope = channels.Slope(shape, channel, total);
        for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
        {
            var i = (row * shape.Channels) + channel;
            dx[i] = slope.Of(x[i], Gradient(i, shape, y, dy));
        }
    }

    /// <summary>
    /// The same behind a max-pool: dy is the gradient of the pooled values, which already includes the ReLU's. A row is a pixel of x.
    /// </summary>
    public static void BackwardPool(
        NormalizationShape shape, PoolShape pool, ArrayView<float> x, ArrayView<float> dy, ArrayView<byte> argMax,
        NormalizationChannels channels, ArrayView<float> sums, NormalizationGradients gradients, ArrayView<float> dx)
    {
        var shared = SharedMemory.Allocate<float>(2 * MaxThreads);
        var channel = Channel;
        var total = Meet(shared, SumSlices(shape, channel, sums));
        if (channel >= shape.Channels)
            return;
        gradients.Store(channel, total);
        var slope = channels.Slope(shape, channel, total);
        for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
        {
            var i = (row * shape.Channels) + channel;
            dx[i] = slope.Of(x[i], MaxPool.Gradient(i, pool, dy, argMax));
        }
    }

    private static int Channel => (Grid.IdxY * Group.DimX) + Group.IdxX;

    private static float Gradient(int i, in NormalizationShape shape, ArrayView<float> y, ArrayView<float> dy)
    {
        // All lanes load both at once: a lane that skipped its load would split its warp's.
        var gradient = dy[i];
        return shape.Relu == 0 || y[i] > 0.0f ? gradient * shape.Scale : 0.0f;
    }

    // The thread's part of the gradient's sums over the group's rows.
    private static Pair SumGradients(
        in NormalizationShape shape, int channel, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> saved)
    {
        var sum = default(Pair);
        if (channel >= shape.Channels)
            return sum;
        var mean = saved[channel];
        var inverse = saved[shape.Channels + channel];
        for (var row = shape.FirstRow; row < shape.EndRow; row += Group.DimY)
        {
            var i = (row * shape.Channels) + channel;
            var gradient = Gradient(i, shape, y, dy);
            sum = sum.Plus(gradient, gradient * ((x[i] - mean) * inverse));
        }
        return sum;
    }

    // The thread's part of a channel's totals: every group adds the same slices in the same order.
    private static Pair SumSlices(in NormalizationShape shape, int channel, ArrayView<float> sums)
    {
        var sum = default(Pair);
        if (channel >= shape.Channels)
            return sum;
        for (var slice = Group.IdxY; slice < shape.Slices; slice += Group.DimY)
        {
            var at = (((2 * slice) + 1) * shape.Channels) + channel;
            sum = sum.Plus(sums[at], sums[at + shape.Channels]);
        }
        return sum;
    }

    // The sum over the group's rows, in order; all threads of a channel get it.
    private static Pair Meet(ArrayView<float> shared, Pair sum)
    {
        var place = (Group.IdxY * Group.DimX) + Group.IdxX;
        shared[place] = sum.First;
        shared[MaxThreads + place] = sum.Second;
        Group.Barrier();
        var total = default(Pair);
        for (var at = Group.IdxX; at < Group.DimX * Group.DimY; at += Group.DimX)
            total = total.Plus(shared[at], shared[MaxThreads + at]);
        return total;
    }

    private static void StoreSlice(Pair sum, int channels, int channel, ArrayView<float> sums)
    {
        if (Group.IdxY != 0 || channel >= channels)
            return;
        var at = (((2 * Grid.IdxX) + 1) * channels) + channel;
        sums[at] = sum.First;
        sums[at + channels] = sum.Second;
    }
}
