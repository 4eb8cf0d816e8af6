using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Operations on single values or rows.
public sealed partial class IlgpuDevice
{
    private Action<Index1D, B, B, ArrayView<int>, int, int, F, B>? _gather;
    private Action<KernelConfig, AugmentSettings, AugmentBatch, B, B, ArrayView<int>, F, B>? _augment;
    private Action<Index1D, F, F>? _reluForward;
    private Action<Index1D, F, F, F>? _reluBackward;
    private Action<Index1D, F, F, Dropping>? _dropout;
    private Action<KernelConfig, int, int, F, F>? _softmax;
    private Action<KernelConfig, int, int, float, float, F, B, F, F>? _crossEntropy;
    private Action<KernelConfig, int, F, F, int>? _sumMetrics;

    /// <inheritdoc/>
    protected internal override void Execute(in GatherPictures op)
    {
        var pixels = op.X.Columns;
        _gather ??= Load(
            Accelerator.LoadAutoGroupedStreamKernel<Index1D, B, B, ArrayView<int>, int, int, F, B>, Kernels.GatherBatch.Gather);
        _gather(
            op.X.IntCount, View(op.Images, op.Images.Length), View(op.Labels, op.Images.Length / pixels),
            View(op.Order, (long)op.First + op.X.Rows), op.First, pixels, View(op.X), View(op.Y, op.X.Rows));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in GatherAugmented op)
    {
        RequireAugmentable(op.Batch);
        _augment ??= Load(Accelerator.LoadStreamKernel<AugmentSettings, AugmentBatch, B, B, ArrayView<int>, F, B>, Augment.Gather);
        _augment(
            new KernelConfig(op.X.Rows, Sizes.Augment), op.Settings, op.Batch, View(op.Images, op.Images.Length),
            View(op.Labels, op.Images.Length / op.X.Columns), View(op.Order, (long)op.Batch.First + op.X.Rows), View(op.X),
            View(op.Y, op.X.Rows));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ReluForward op)
    {
        _reluForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F>, ReluKernels.Forward);
        _reluForward(op.X.IntCount, View(op.X), View(op.Y));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ReluBackward op)
    {
        _reluBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, F>, ReluKernels.Backward);
        _reluBackward(op.Y.IntCount, View(op.Y), View(op.Dy), View(op.Dx));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in DropValues op)
    {
        _dropout ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, Dropping>, DropoutKernel.Apply);
        _dropout(op.X.IntCount, View(op.X), View(op.Y), Dropping(op));
    }

    internal static Dropping Dropping(in DropValues op) => new(op.Rate, 1.0f / (1.0f - op.Rate), op.Seed, op.Step);

    /// <inheritdoc/>
    protected internal override void Execute(in SoftmaxForward op)
    {
        var (batch, classes) = (op.Logits.Rows, op.Logits.Columns);
        _softmax ??= _shuffles
            ? Load(Accelerator.LoadStreamKernel<int, int, F, F>, SoftmaxKernel.Forward<ShuffledLanes>)
            : Load(Accelerator.LoadStreamKernel<int, int, F, F>, SoftmaxKernel.Forward<SharedLanes>);
        _softmax(Rows(batch, classes), batch, classes, View(op.Logits), View(op.Probabilities));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in CrossEntropy op)
    {
        var (batch, classes) = (op.Logits.Rows, op.Logits.Columns);
        var rowMetrics = Scratch(2L * batch);
        _crossEntropy ??= _shuffles
            ? Load(Accelerator.LoadStreamKernel<int, int, float, float, F, B, F, F>, Kernels.SoftmaxCrossEntropy.Rows<ShuffledLanes>)
            : Load(Accelerator.LoadStreamKernel<int, int, float, float, F, B, F, F>, Kernels.SoftmaxCrossEntropy.Rows<SharedLanes>);
        _crossEntropy(
            Rows(batch, classes), batch, classes, 1.0f / batch, op.Smoothing, View(op.Logits), View(op.Labels, batch), View(op.DLogits),
            rowMetrics);
        _sumMetrics ??= Load(Accelerator.LoadStreamKernel<int, F, F, int>, Kernels.SoftmaxCrossEntropy.SumMetrics);
        // One group: the kernel adds within a group only, by halves, hence a power of two.
        _sumMetrics(
            new KernelConfig(1, PowerOfTwo(batch, Sizes.Sum)), batch, rowMetrics, View(op.Metrics, (2L * op.Slot) + 2), op.Slot);
    }

    // As many lanes as a row has classes, up to a warp (4 lanes on ILGPU's default simulation, 64 on some cards), and as many rows as then
    // fit in a group.
    private KernelConfig Rows(int batch, int classes)
    {
        var lanes = PowerOfTwo(classes, _shuffles ? Math.Min(Sizes.Lanes, Accelerator.WarpSize) : Sizes.Lanes);
        var rows = PowerOfTwo(batch, Sizes.Softmax / lanes);
        return new KernelConfig(new Index2D(Numbers.CeilDiv(batch, rows), 1), new Index2D(lanes, rows));
    }

    // The smallest power of two that is at least count, or the largest within the limit.
    internal static int PowerOfTwo(int count, int limit)
    {
        var power = 1;
        while (power < count && 2 * power <= limit)
            power *= 2;
        return power;
    }
}
