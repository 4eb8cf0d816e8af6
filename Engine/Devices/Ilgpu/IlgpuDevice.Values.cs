using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Operations value by value or row by row.
public sealed partial class IlgpuDevice
{
    private Action<Index1D, B, B, ArrayView<int>, int, int, F, B>? _gather;
    private Action<KernelConfig, AugmentSettings, AugmentBatch, B, B, ArrayView<int>, F, B>? _augment;
    private Action<Index1D, F, F>? _reluForward;
    private Action<Index1D, F, F, F>? _reluBackward;
    private Action<Index1D, F, F, float, float, uint, uint>? _dropout;
    private Action<KernelConfig, int, int, F, F>? _softmax;
    private Action<KernelConfig, int, int, float, float, F, B, F, F>? _crossEntropy;
    private Action<KernelConfig, int, F, F, int>? _sumMetrics;

    /// <inheritdoc/>
    public override void GatherBatch(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, int batch, int pixels,
        DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        _gather ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, B, B, ArrayView<int>, int, int, F, B>, Kernels.GatherBatch.Gather);
        _gather(
            batch * pixels, View(images, images.Length), View(labels, images.Length / pixels), View(order, (long)first + batch),
            first, pixels, View(x, (long)batch * pixels), View(y, batch));
    }

    /// <inheritdoc/>
    public override void GatherAugmented(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int count, in AugmentBatch batch,
        in AugmentSettings settings, DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        RequireAugmentable(batch);
        _augment ??= Load(Accelerator.LoadStreamKernel<AugmentSettings, AugmentBatch, B, B, ArrayView<int>, F, B>, Augment.Gather);
        _augment(
            new KernelConfig(count, _sizes.Augment), settings, batch, View(images, images.Length),
            View(labels, images.Length / batch.Pixels), View(order, (long)batch.First + count), View(x, (long)count * batch.Pixels), View(y, count));
    }

    /// <inheritdoc/>
    public override void ReluForward(int count, DeviceBuffer<float> x, DeviceBuffer<float> y)
    {
        _reluForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F>, Relu.Forward);
        _reluForward(count, View(x, count), View(y, count));
    }

    /// <inheritdoc/>
    public override void ReluBackward(int count, DeviceBuffer<float> y, DeviceBuffer<float> dy, DeviceBuffer<float> dx)
    {
        _reluBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, F>, Relu.Backward);
        _reluBackward(count, View(y, count), View(dy, count), View(dx, count));
    }

    /// <inheritdoc/>
    public override void Dropout(int count, DeviceBuffer<float> x, DeviceBuffer<float> y, float rate, uint seed, uint step)
    {
        _dropout ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, F, float, float, uint, uint>, Kernels.Dropout.Apply);
        _dropout(count, View(x, count), View(y, count), rate, 1.0f / (1.0f - rate), seed, step);
    }

    /// <inheritdoc/>
    public override void Softmax(int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<float> probabilities)
    {
        long count = (long)batch * classes;
        _softmax ??= _shuffles
            ? Load(Accelerator.LoadStreamKernel<int, int, F, F>, Kernels.Softmax.Forward<ShuffledLanes>)
            : Load(Accelerator.LoadStreamKernel<int, int, F, F>, Kernels.Softmax.Forward<SharedLanes>);
        _softmax(Rows(batch, classes), batch, classes, View(logits, count), View(probabilities, count));
    }

    /// <inheritdoc/>
    public override void SoftmaxCrossEntropy(
        int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<byte> labels, DeviceBuffer<float> dLogits,
        DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        long count = (long)batch * classes;
        var rowMetrics = Scratch(2L * batch);
        _crossEntropy ??= _shuffles
            ? Load(Accelerator.LoadStreamKernel<int, int, float, float, F, B, F, F>, Kernels.SoftmaxCrossEntropy.Rows<ShuffledLanes>)
            : Load(Accelerator.LoadStreamKernel<int, int, float, float, F, B, F, F>, Kernels.SoftmaxCrossEntropy.Rows<SharedLanes>);
        _crossEntropy(
            Rows(batch, classes), batch, classes, 1.0f / batch, smoothing, View(logits, count), View(labels, batch), View(dLogits, count), rowMetrics);
        _sumMetrics ??= Load(Accelerator.LoadStreamKernel<int, F, F, int>, Kernels.SoftmaxCrossEntropy.SumMetrics);
        _sumMetrics(new KernelConfig(1, PowerOfTwo(batch, _sizes.Sum)), batch, rowMetrics, View(metrics, (2L * slot) + 2), slot);
    }

    // As many lanes as a row has classes, up to a warp (which has 4 lanes on ILGPU's default simulation, 64 on some cards), and as many rows as then fit in a group.
    private KernelConfig Rows(int batch, int classes)
    {
        int lanes = PowerOfTwo(classes, _shuffles ? Math.Min(_sizes.Lanes, Accelerator.WarpSize) : _sizes.Lanes);
        int rows = PowerOfTwo(batch, _sizes.Softmax / lanes);
        return new KernelConfig(new Index2D(Tiling.Count(batch, rows), 1), new Index2D(lanes, rows));
    }

    // The power of two that holds the count, or the largest within the limit.
    private static int PowerOfTwo(int count, int limit)
    {
        int power = 1;
        while (power < count && 2 * power <= limit)
            power *= 2;
        return power;
    }
}
