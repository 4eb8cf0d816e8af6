using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The processor itself: vector instructions and a team of threads. Operations have finished when they return. Only one thread at a time
/// may use a device. Results do not depend on the number of threads; their last bits depend on the vector width.
/// </summary>
public unsafe class VectorDevice : Device
{
    private readonly VectorWidth[] _widths;
    private readonly HashSet<VectorMemory> _memory = [];
    private readonly int _bits;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Number of threads, including the caller's; 0 for as many as the process may use (container limits
    /// count).</param>
    /// <param name="vectorBits">512, 256, 128 or 1 (scalar); 0 for the widest that is fast on this machine. A width that the processor
    /// lacks is emulated.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
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
        Team = new ThreadTeam(threads == 0 ? Environment.ProcessorCount : threads);
        VectorWidth[] widths =
        [
            new VectorWidth<Simd512, Vector512<float>>(this),
            new VectorWidth<Simd256, Vector256<float>>(this),
            new VectorWidth<Simd128, Vector128<float>>(this),
            new VectorWidth<Scalar, float>(this),
        ];
        _widths = [.. widths.Where(w => w.Floats <= Math.Max(_bits / 32, 1))];
    }

    /// <inheritdoc/>
    public override string Id => "cpu";

    /// <inheritdoc/>
    public override string Description =>
        $"{RuntimeInformation.ProcessArchitecture}, {Threads} thread{(Threads == 1 ? "" : "s")}, "
        + (_bits == 1 ? "scalar" : $"{_bits}-bit vectors");

    /// <summary>Number of threads, including the caller's.</summary>
    public int Threads => Team.Threads;

    /// <inheritdoc/>
    public override bool FusesAdam => true;

    /// <summary>Bits of the widest vectors that it uses; 1 if it uses none.</summary>
    public int VectorBits => _bits;

    /// <summary>The threads that run the chunks.</summary>
    internal ThreadTeam Team { get; }

    /// <summary>Memory that all chunks of an operation share: packed matrices and partial sums.</summary>
    internal Scratch Shared { get; } = new();

    private VectorWidth Widest => _widths[0];

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
    protected internal override void Execute(in GatherPictures op) =>
        Widest.Values.Run(op, GatherLabels(op.Images, op.Labels, op.Order, op.First, op.X, op.Y));

    /// <inheritdoc/>
    protected internal override void Execute(in GatherAugmented op)
    {
        RequireAugmentable(op.Batch);
        Widest.Augmentation.Run(op, GatherLabels(op.Images, op.Labels, op.Order, op.Batch.First, op.X, op.Y));
    }

    /// <inheritdoc/>
    public override long PreparedFilters(in ConvolutionShape shape) => ForColumns(Check(shape).Filters).Convolution.PreparedFilters(shape);

    /// <inheritdoc/>
    protected internal override void Execute(in PrepareFilters op) => ForColumns(Check(op.Shape).Filters).Convolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionForward op) => ForColumns(Check(op.Shape).Filters).Convolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardInput op) => ForColumns(Check(op.Shape).Channels).Convolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardFilters op) => ForColumns(Check(op.Shape).Filters).Convolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluForward op) => ForFused(op.Shape, op.Pool).PooledConvolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluBackward op) => ForFused(op.Shape, op.Pool).PooledConvolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in MaxPoolForward op) => Within(Check(op.Shape).Channels).Pooling.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in MaxPoolBackward op) => Within(Check(op.Shape).Channels).Pooling.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in AveragePoolForward op) => Within(Check(op.Shape).Channels).Pooling.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in AveragePoolBackward op) => Within(Check(op.Shape).Channels).Pooling.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ReluForward op) => Widest.Values.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ReluBackward op) => Widest.Values.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in DropValues op) => Team.Run(
        Numbers.CeilDiv(op.X.IntCount, DropoutJob.Block),
        new DropoutJob { Count = op.X.IntCount, X = Pointer(op.X), Y = Pointer(op.Y), Rate = op.Rate, Seed = op.Seed, Step = op.Step });

    /// <inheritdoc/>
    protected internal override void Execute(in DenseForward op) => ForColumns(op.Y.Columns).Dense.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardInput op) => ForColumns(op.Dx.Columns).Dense.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardWeights op) => ForColumns(op.Dy.Columns).Dense.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardWeightsAdam op) =>
        ForColumns(op.Gradients.Dy.Columns).Dense.Run(op.Gradients, op.Update);

    /// <inheritdoc/>
    protected internal override void Execute(in SoftmaxForward op) => RunSoftmax(new SoftmaxJob
    {
        Batch = op.Logits.Rows,
        Classes = op.Logits.Columns,
        Logits = Pointer(op.Logits),
        Result = Pointer(op.Probabilities),
    });

    /// <inheritdoc/>
    protected internal override void Execute(in CrossEntropy op)
    {
        var (batch, classes) = (op.Logits.Rows, op.Logits.Columns);
        var label = Pointer(op.Labels, batch);
        var sums = Pointer(op.Metrics, 2 * ((long)op.Slot + 1)) + (2 * (long)op.Slot);
        for (var b = 0; b < batch; b++)
            if (label[b] >= classes)
                throw new ArgumentException($"label {b} is {label[b]}, which is not one of {classes} classes");
        var rows = Shared.Floats(2L * batch);
        RunSoftmax(new SoftmaxJob
        {
            Batch = batch,
            Classes = classes,
            Logits = Pointer(op.Logits),
            Result = Pointer(op.DLogits),
            Labels = label,
            RowMetrics = rows,
            Smoothing = op.Smoothing,
        });
        double loss = 0;
        var hits = 0;
        for (var b = 0; b < batch; b++)
        {
            loss += rows[2 * b];
            hits += (int)rows[(2 * b) + 1];
        }

        (sums[0], sums[1]) = ((float)loss, hits);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in BatchNormalizationForward op) => ForColumns(op.X.Columns).Normalization.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in BatchNormalizationBackward op) => ForColumns(op.X.Columns).Normalization.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in AdamStep op) => Widest.Values.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in AverageWeights op) => Widest.Values.Run(op);

    /// <summary>
    /// The peak of the processor with this width and these threads, in GFLOP/s: fused multiply-adds without memory access; an FMA counts as
    /// two operations. It is the best of the tries within the duration, because other running programs can only lower the result.
    /// </summary>
    public double MeasurePeak(TimeSpan duration) => Widest.MeasurePeak(duration);

    /// <summary>Address of the values.</summary>
    /// <exception cref="ArgumentException">The memory belongs to another device.</exception>
    internal float* Pointer(in Tensor tensor) => Pointer(tensor.Buffer, tensor.Count);

    /// <summary>Address of a buffer that has at least this many values.</summary>
    /// <exception cref="ArgumentException">The buffer has fewer values or belongs to another device.</exception>
    internal T* Pointer<T>(DeviceBuffer<T> buffer, long values)
        where T : unmanaged
    {
        if (buffer is not VectorBuffer<T> own || own.Device != this)
            throw new ArgumentException("the buffer belongs to another device", nameof(buffer));
        if (values > buffer.Length)
            throw new ArgumentException($"{values} values are needed, the buffer has {buffer.Length}", nameof(buffer));
        return own.Pointer;
    }

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
        Team.Dispose();
        Shared.Dispose();
        lock (_memory)
        {
            foreach (var memory in _memory)
                memory.Free();
            _memory.Clear();
        }
    }

    private protected static ref readonly ConvolutionShape Check(in ConvolutionShape s)
    {
        if (Math.Min(Math.Min(Math.Min(s.Height, s.Width), Math.Min(s.Channels, s.Filters)), Math.Min(s.FilterHeight, s.FilterWidth)) < 1
            || Math.Min(Math.Min(s.StrideY, s.StrideX), Math.Min(s.OutHeight, s.OutWidth)) < 1 || Math.Min(s.PadTop, s.PadLeft) < 0)
            throw new ArgumentException($"Not a convolution: {s}.");
        return ref s;
    }

    /// <summary>Throws unless every window contains a value of the picture.</summary>
    private protected static ref readonly PoolShape Check(in PoolShape s)
    {
        if (Math.Min(Math.Min(s.Height, s.Width), s.Channels) < 1
            || Math.Min(Math.Min(s.StrideY, s.StrideX), Math.Min(s.OutHeight, s.OutWidth)) < 1
            || s.PadTop < 0 || s.PadLeft < 0 || s.PadTop >= s.PoolHeight || s.PadLeft >= s.PoolWidth
            || ((s.OutHeight - 1) * s.StrideY) - s.PadTop >= s.Height || ((s.OutWidth - 1) * s.StrideX) - s.PadLeft >= s.Width)
            throw new ArgumentException($"Not a pooling: {s}.");
        return ref s;
    }

    /// <summary>Checks the entries of the order and copies the labels of their pictures to y.</summary>
    private int* GatherLabels(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, in Tensor x, DeviceBuffer<byte> y)
    {
        var rows = Pointer(order, (long)first + x.Rows) + first;
        byte* from = Pointer(labels, 0), to = Pointer(y, x.Rows);
        var count = Math.Min(labels.Length, images.Length / x.Columns);
        for (var b = 0; b < x.Rows; b++)
        {
            if ((uint)rows[b] >= count)
                throw new ArgumentException($"entry {first + b} of the order is {rows[b]}, which is not one of {count} pictures");
            to[b] = from[rows[b]];
        }

        return rows;
    }

    private void RunSoftmax(SoftmaxJob job) => Team.Run(Numbers.CeilDiv(job.Batch, SoftmaxJob.Rows), job);

    /// <summary>The vector width for a product with this many columns: no wider than they need; scalar only if requested.</summary>
    private VectorWidth ForColumns(int columns)
    {
        var i = 0;
        while (i + 1 < _widths.Length && _widths[i + 1].Floats >= columns && _widths[i + 1].Floats > 1)
            i++;
        return _widths[i];
    }

    /// <summary>The widest vectors of which the channels fill at least one.</summary>
    private VectorWidth Within(int channels)
    {
        var i = 0;
        while (_widths[i].Floats > channels)
            i++;
        return _widths[i];
    }

    /// <summary>
    /// The vector width for a pooled convolution: the widest of which the kernel for one channel fills whole vectors, and that of a product
    /// for what it does not take.
    /// </summary>
    internal VectorWidth ForFused(in ConvolutionShape convolution, in PoolShape pool)
    {
        Check(convolution);
        Check(pool);
        foreach (var width in _widths)
        {
            if (width.Floats > 1 && width.PooledConvolution.HasKernelFor(convolution, pool))
                return width;
        }

        return ForColumns(convolution.Filters);
    }
}
