using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The processor itself: vector instructions and a team of threads. Operations are done when they return. One thread at a time
/// may use a device. Results do not depend on the number of threads, but do, in the last bits, on the vector width.
/// </summary>
public sealed unsafe class VectorDevice : Device
{
    private readonly ThreadTeam _team;
    private readonly Scratch _shared = new();
    private readonly VectorOperations[] _widths;
    private readonly HashSet<VectorMemory> _memory = [];
    private readonly int _bits;

    /// <summary>Starts the team.</summary>
    /// <param name="threads">Threads, the caller's included; 0 for as many as the process may use (container limits count).</param>
    /// <param name="vectorBits">512, 256, 128 or 1 (scalar); 0 for the widest that is fast here. A width that the processor lacks is emulated.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not such a number.</exception>
    public VectorDevice(int threads = 0, int vectorBits = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 1024);
        _bits = vectorBits switch
        {
            0 => Vector512.IsHardwareAccelerated ? 512
                : Vector256.IsHardwareAccelerated ? 256
                : Vector128.IsHardwareAccelerated ? 128
                : 1,
            1 or 128 or 256 or 512 => vectorBits,
            _ => throw new ArgumentOutOfRangeException(nameof(vectorBits), vectorBits, "Vectors have 512, 256, 128 or 1 (scalar) bits."),
        };
        _team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        VectorOperations[] widths =
        [
            new VectorOperations<Simd512, Vector512<float>>(_team, _shared),
            new VectorOperations<Simd256, Vector256<float>>(_team, _shared),
            new VectorOperations<Simd128, Vector128<float>>(_team, _shared),
            new VectorOperations<Scalar, float>(_team, _shared),
        ];
        _widths = [.. widths.Where(o => o.Width <= Math.Max(_bits / 32, 1))];
    }

    /// <inheritdoc/>
    public override string Id => "cpu";

    /// <inheritdoc/>
    public override string Description =>
        $"{RuntimeInformation.ProcessArchitecture}, {Threads} thread{(Threads == 1 ? "" : "s")}, {(_bits == 1 ? "scalar" : $"{_bits}-bit vectors")}";

    /// <summary>Threads, the caller's included.</summary>
    public int Threads => _team.Threads;

    /// <summary>Bits of a vector; 1 for scalar code.</summary>
    public int VectorBits => _bits;

    private VectorOperations Widest => _widths[0];

    /// <inheritdoc/>
    public override DeviceBuffer<T> Allocate<T>(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue / sizeof(T) / 2);
        var memory = new VectorMemory(length * sizeof(T));
        lock (_memory)
            _memory.Add(memory);
        var buffer = new VectorBuffer<T>(this, memory, 0, length, owns: true);
        buffer.Clear();
        return buffer;
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    /// <inheritdoc/>
    public override void GatherBatch(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, int batch, int pixels,
        DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        int* rows = GatherLabels(images, labels, order, first, batch, pixels, y);
        Widest.Gather(Pointer(images, 0), rows, batch, pixels, Pointer(x, (long)batch * pixels));
    }

    /// <inheritdoc/>
    public override void GatherAugmented(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int count, in AugmentBatch batch,
        in AugmentSettings settings, DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        RequireAugmentable(batch);
        int* rows = GatherLabels(images, labels, order, batch.First, count, batch.Pixels, y);
        Widest.GatherAugmented(Pointer(images, 0), rows, count, batch, settings, Pointer(x, batch.Pixels, count));
    }

    /// <summary>The entries of the order, checked, and the labels of their pictures.</summary>
    private int* GatherLabels(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, int batch, int pixels, DeviceBuffer<byte> y)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        int* rows = Pointer(order, first + (long)Count(batch)) + first;
        byte* from = Pointer(labels, 0), to = Pointer(y, batch);
        long count = Math.Min(labels.Length, images.Length / Count(pixels));
        for (int b = 0; b < batch; b++)
        {
            if ((uint)rows[b] >= count)
                throw new ArgumentOutOfRangeException(nameof(order), rows[b], $"Entry {first + b} of the order is not one of {count} pictures.");
            to[b] = from[rows[b]];
        }

        return rows;
    }

    /// <inheritdoc/>
    public override void ConvolutionForward(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false) =>
        ForColumns(Check(shape).Filters).ConvolutionForward(
            shape, Count(batch), Pointer(x, shape.InputSize, batch), Pointer(filters, shape.FilterSize), Pointer(bias, shape.Filters),
            Pointer(y, shape.OutputSize, batch), relu);

    /// <inheritdoc/>
    public override void ConvolutionBackwardInput(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> filters, DeviceBuffer<float> dx) =>
        ForColumns(Check(shape).Channels).ConvolutionBackwardInput(
            shape, Count(batch), Pointer(dy, shape.OutputSize, batch), Pointer(filters, shape.FilterSize),
            Pointer(dx, shape.InputSize, batch));

    /// <inheritdoc/>
    public override void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dFilters,
        DeviceBuffer<float> dBias) =>
        ForColumns(Check(shape).Filters).ConvolutionBackwardFilters(
            shape, Count(batch), Pointer(x, shape.InputSize, batch), Pointer(dy, shape.OutputSize, batch),
            Pointer(dFilters, shape.FilterSize), Pointer(dBias, shape.Filters));

    /// <inheritdoc/>
    public override void MaxPoolForward(
        in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<byte> argMax) =>
        Dividing(Check(shape).Channels).MaxPoolForward(
            shape, Count(batch), Pointer(x, shape.InputSize, batch), Pointer(y, shape.OutputSize, batch),
            Pointer(argMax, shape.OutputSize, batch));

    /// <inheritdoc/>
    public override void MaxPoolBackward(
        in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dx) =>
        Dividing(Check(shape).Channels).MaxPoolBackward(
            shape, Count(batch), Pointer(dy, shape.OutputSize, batch), Pointer(argMax, shape.OutputSize, batch),
            Pointer(dx, shape.InputSize, batch));

    /// <inheritdoc/>
    public override void AveragePoolForward(in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y) =>
        Dividing(Check(shape).Channels).AveragePoolForward(
            shape, Count(batch), Pointer(x, shape.InputSize, batch), Pointer(y, shape.OutputSize, batch));

    /// <inheritdoc/>
    public override void AveragePoolBackward(in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> dx) =>
        Dividing(Check(shape).Channels).AveragePoolBackward(
            shape, Count(batch), Pointer(dy, shape.OutputSize, batch), Pointer(dx, shape.InputSize, batch));

    /// <inheritdoc/>
    public override void ReluForward(int count, DeviceBuffer<float> x, DeviceBuffer<float> y) =>
        Widest.ReluForward(Count(count), Pointer(x, count), Pointer(y, count));

    /// <inheritdoc/>
    public override void ReluBackward(int count, DeviceBuffer<float> y, DeviceBuffer<float> dy, DeviceBuffer<float> dx) =>
        Widest.ReluBackward(Count(count), Pointer(y, count), Pointer(dy, count), Pointer(dx, count));

    /// <inheritdoc/>
    public override void DenseForward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false) =>
        ForColumns(Count(outputs)).DenseForward(
            Count(batch), Count(inputs), outputs, Pointer(x, inputs, batch), Pointer(weights, outputs, inputs), Pointer(bias, outputs),
            Pointer(y, outputs, batch), relu);

    /// <inheritdoc/>
    public override void DenseBackwardInput(
        int batch, int inputs, int outputs, DeviceBuffer<float> dy, DeviceBuffer<float> weights, DeviceBuffer<float> dx) =>
        ForColumns(Count(inputs)).DenseBackwardInput(
            Count(batch), inputs, Count(outputs), Pointer(dy, outputs, batch), Pointer(weights, outputs, inputs),
            Pointer(dx, inputs, batch));

    /// <inheritdoc/>
    public override void DenseBackwardWeights(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias) =>
        ForColumns(Count(outputs)).DenseBackwardWeights(
            Count(batch), Count(inputs), outputs, Pointer(x, inputs, batch), Pointer(dy, outputs, batch),
            Pointer(dWeights, outputs, inputs), Pointer(dBias, outputs));

    /// <inheritdoc/>
    public override void Softmax(int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<float> probabilities) =>
        RunSoftmax(new SoftmaxJob
        {
            Batch = Count(batch),
            Classes = Count(classes),
            Logits = Pointer(logits, classes, batch),
            Result = Pointer(probabilities, classes, batch),
        });

    /// <inheritdoc/>
    public override void SoftmaxCrossEntropy(
        int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<byte> labels, DeviceBuffer<float> dLogits,
        DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        byte* label = Pointer(labels, Count(batch));
        float* sums = Pointer(metrics, 2 * ((long)slot + 1)) + (2 * (long)slot);
        for (int b = 0; b < batch; b++)
            if (label[b] >= classes)
                throw new ArgumentOutOfRangeException(nameof(labels), label[b], $"Label {b} is not one of {classes} classes.");
        float* rows = _shared.Floats(2L * batch);
        RunSoftmax(new SoftmaxJob
        {
            Batch = batch,
            Classes = Count(classes),
            Logits = Pointer(logits, classes, batch),
            Result = Pointer(dLogits, classes, batch),
            Labels = label,
            RowMetrics = rows,
            Smoothing = smoothing,
        });
        double loss = 0;
        int hits = 0;
        for (int b = 0; b < batch; b++)
        {
            loss += rows[2 * b];
            hits += (int)rows[(2 * b) + 1];
        }

        (sums[0], sums[1]) = ((float)loss, hits);
    }

    /// <inheritdoc/>
    public override void BatchNormalize(
        int rows, int channels, DeviceBuffer<float> x, in BatchNormalizationState state, float epsilon, float rate, DeviceBuffer<float> y,
        bool relu = false) =>
        ForColumns(Count(channels)).BatchNormalize(
            Count(rows), channels, Pointer(x, channels, rows), State(state, channels), epsilon, rate, Pointer(y, channels, rows), relu);

    /// <inheritdoc/>
    public override void BatchNormalizeBackward(
        int rows, int channels, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<float> dy, in BatchNormalizationState state,
        DeviceBuffer<float> dGamma, DeviceBuffer<float> dBeta, DeviceBuffer<float> dx, bool relu = false) =>
        ForColumns(Count(channels)).BatchNormalizeBackward(
            Count(rows), channels, Pointer(x, channels, rows), Pointer(y, channels, rows), Pointer(dy, channels, rows), State(state, channels),
            Pointer(dGamma, channels), Pointer(dBeta, channels), Pointer(dx, channels, rows), relu);

    /// <inheritdoc/>
    public override void Dropout(int count, DeviceBuffer<float> x, DeviceBuffer<float> y, float rate, uint seed, uint step) =>
        _team.Run(
            (Count(count) + DropoutJob.Block - 1) / DropoutJob.Block,
            new DropoutJob { Count = count, X = Pointer(x, count), Y = Pointer(y, count), Rate = rate, Seed = seed, Step = step });

    /// <inheritdoc/>
    public override void Adam(
        int count, DeviceBuffer<float> weights, DeviceBuffer<float> gradients, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0) =>
        Widest.Adam(Count(count), Pointer(gradients, count), State(count, weights, m, v, alpha, beta1, beta2, epsilon, decay));

    /// <inheritdoc/>
    public override void Average(int count, DeviceBuffer<float> average, DeviceBuffer<float> weights, float rate) =>
        Widest.Average(Count(count), Pointer(average, count), Pointer(weights, count), rate);

    /// <inheritdoc/>
    public override bool FusesAdam => true;

    /// <inheritdoc/>
    public override void DenseBackwardWeightsAdam(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias, DeviceBuffer<float> weights, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0) =>
        ForColumns(Count(outputs)).DenseBackwardWeights(
            Count(batch), Count(inputs), outputs, Pointer(x, inputs, batch), Pointer(dy, outputs, batch), null, Pointer(dBias, outputs),
            State((long)inputs * outputs, weights, m, v, alpha, beta1, beta2, epsilon, decay));

    /// <inheritdoc/>
    public override void ConvolutionPoolReluForward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters,
        DeviceBuffer<float> bias, DeviceBuffer<float> y, DeviceBuffer<byte> argMax) =>
        ForFused(convolution, pool).ConvolutionPoolReluForward(
            convolution, pool, Count(batch), Pointer(x, convolution.InputSize, batch), Pointer(filters, convolution.FilterSize),
            Pointer(bias, convolution.Filters), Pointer(y, pool.OutputSize, batch), Pointer(argMax, pool.OutputSize, batch));

    /// <inheritdoc/>
    public override void ConvolutionPoolReluBackward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y,
        DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dFilters, DeviceBuffer<float> dBias) =>
        ForFused(convolution, pool).ConvolutionPoolReluBackward(
            convolution, pool, Count(batch), Pointer(x, convolution.InputSize, batch), Pointer(y, pool.OutputSize, batch),
            Pointer(dy, pool.OutputSize, batch), Pointer(argMax, pool.OutputSize, batch), Pointer(dFilters, convolution.FilterSize),
            Pointer(dBias, convolution.Filters));

    /// <summary>
    /// The most that the processor can do with this width and these threads, in GFLOP/s: fused multiply-adds that wait for no memory, an FMA
    /// being two operations. The best of the tries that fit the duration, since anything else that runs only makes it less.
    /// </summary>
    public double MeasurePeak(TimeSpan duration) => Widest.MeasurePeak(duration);

    internal void Free(VectorMemory memory)
    {
        lock (_memory)
            if (_memory.Remove(memory))
                memory.Free();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _team.Dispose();
        _shared.Dispose();
        lock (_memory)
        {
            foreach (var memory in _memory)
                memory.Free();
            _memory.Clear();
        }
    }

    private static int Count(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }

    private static ref readonly ConvolutionShape Check(in ConvolutionShape s)
    {
        if (Math.Min(Math.Min(Math.Min(s.Height, s.Width), Math.Min(s.Channels, s.Filters)), Math.Min(s.FilterHeight, s.FilterWidth)) < 1
            || Math.Min(Math.Min(s.StrideY, s.StrideX), Math.Min(s.OutHeight, s.OutWidth)) < 1 || Math.Min(s.PadTop, s.PadLeft) < 0)
            throw new ArgumentException($"Not a convolution: {s}.");
        return ref s;
    }

    /// <summary>Every window must hold a value of the picture.</summary>
    private static ref readonly PoolShape Check(in PoolShape s)
    {
        if (Math.Min(Math.Min(s.Height, s.Width), s.Channels) < 1
            || Math.Min(Math.Min(s.StrideY, s.StrideX), Math.Min(s.OutHeight, s.OutWidth)) < 1
            || s.PadTop < 0 || s.PadLeft < 0 || s.PadTop >= s.PoolHeight || s.PadLeft >= s.PoolWidth
            || ((s.OutHeight - 1) * s.StrideY) - s.PadTop >= s.Height || ((s.OutWidth - 1) * s.StrideX) - s.PadLeft >= s.Width)
            throw new ArgumentException($"Not a pooling: {s}.");
        return ref s;
    }

    private T* Pointer<T>(DeviceBuffer<T> buffer, long values, int batch = 1)
        where T : unmanaged
    {
        if (buffer is not VectorBuffer<T> own || own.Device != this)
            throw new ArgumentException("The buffer belongs to another device.", nameof(buffer));
        if (values * batch > buffer.Length)
            throw new ArgumentException($"{values * batch} values are needed, the buffer has {buffer.Length}.", nameof(buffer));
        return own.Pointer;
    }

    private AdamState State(
        long count, DeviceBuffer<float> weights, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay) => new()
        {
            Weights = Pointer(weights, count),
            First = Pointer(m, count),
            Second = Pointer(v, count),
            Alpha = alpha,
            Beta1 = beta1,
            Beta2 = beta2,
            Epsilon = epsilon,
            Keep = 1 - decay,
        };

    private NormalState State(in BatchNormalizationState state, int channels) => new()
    {
        Gamma = Pointer(state.Gamma, channels),
        Beta = Pointer(state.Beta, channels),
        MovingMean = Pointer(state.MovingMean, channels),
        MovingVariance = Pointer(state.MovingVariance, channels),
        Saved = Pointer(state.Saved, 2L * channels),
    };

    private void RunSoftmax(SoftmaxJob job) => _team.Run((job.Batch + SoftmaxJob.Rows - 1) / SoftmaxJob.Rows, job);

    /// <summary>For a product with this many columns: no wider than they need, scalar only where asked for.</summary>
    private VectorOperations ForColumns(int columns)
    {
        int i = 0;
        while (i + 1 < _widths.Length && _widths[i + 1].Width >= columns && _widths[i + 1].Width > 1)
            i++;
        return _widths[i];
    }

    /// <summary>The widest whose vectors the channels fill.</summary>
    private VectorOperations Dividing(int channels)
    {
        int i = 0;
        while (channels % _widths[i].Width != 0)
            i++;
        return _widths[i];
    }

    private VectorOperations ForFused(in ConvolutionShape convolution, in PoolShape pool)
    {
        Check(convolution);
        Check(pool);
        if (pool.Height != convolution.OutHeight || pool.Width != convolution.OutWidth || pool.Channels != convolution.Filters)
            throw new ArgumentException($"The pool's input is not the convolution's output: {convolution}, {pool}.");
        return convolution.Channels == 1 ? Dividing(convolution.Filters) : ForColumns(convolution.Filters);
    }
}
