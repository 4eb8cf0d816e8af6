using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Kernels;

namespace GpuDigits.Simulator;

/// <summary>
/// Passes every operation on, and then says what it costs at least: floating-point operations by the layer's formula (a multiply-add
/// is two; convolutions count what pooling throws away too, since it must be computed), and the bytes of each input once.
/// </summary>
internal sealed class CostedDevice(IlgpuDevice device) : Device
{
    /// <summary>Told after each operation: its name, its operations, its inputs' bytes.</summary>
    public Action<string, double, double>? Ran { get; set; }

    /// <inheritdoc/>
    public override string Id => device.Id;

    /// <inheritdoc/>
    public override string Description => device.Description;

    /// <inheritdoc/>
    public override DeviceBuffer<T> Allocate<T>(long length) => device.Allocate<T>(length);

    /// <inheritdoc/>
    public override void Synchronize() => device.Synchronize();

    /// <inheritdoc/>
    public override void GatherBatch(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int first, int batch, int pixels,
        DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        device.GatherBatch(images, labels, order, first, batch, pixels, x, y);
        Ran?.Invoke(nameof(GatherBatch), (double)batch * pixels, (double)batch * (pixels + 1 + 4));
    }

    /// <inheritdoc/>
    public override void GatherAugmented(
        DeviceBuffer<byte> images, DeviceBuffer<byte> labels, DeviceBuffer<int> order, int count, in AugmentBatch batch,
        in AugmentSettings settings, DeviceBuffer<float> x, DeviceBuffer<byte> y)
    {
        device.GatherAugmented(images, labels, order, count, batch, settings, x, y);
        Ran?.Invoke(nameof(GatherAugmented), 100.0 * count * batch.Pixels, (double)count * (batch.Pixels + 1 + 4));
    }

    /// <inheritdoc/>
    public override void ConvolutionForward(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false)
    {
        device.ConvolutionForward(shape, batch, x, filters, bias, y, relu);
        Ran?.Invoke(nameof(ConvolutionForward), Products(shape) * 2.0 * batch, 4.0 * (((double)batch * shape.InputSize) + shape.FilterSize + shape.Filters));
    }

    /// <inheritdoc/>
    public override void ConvolutionBackwardInput(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> filters, DeviceBuffer<float> dx)
    {
        device.ConvolutionBackwardInput(shape, batch, dy, filters, dx);
        Ran?.Invoke(nameof(ConvolutionBackwardInput), Products(shape) * 2.0 * batch, 4.0 * (((double)batch * shape.OutputSize) + shape.FilterSize));
    }

    /// <inheritdoc/>
    public override void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dFilters,
        DeviceBuffer<float> dBias)
    {
        device.ConvolutionBackwardFilters(shape, batch, x, dy, dFilters, dBias);
        Ran?.Invoke(nameof(ConvolutionBackwardFilters), Products(shape) * 2.0 * batch, 4.0 * batch * (shape.InputSize + shape.OutputSize));
    }

    /// <inheritdoc/>
    public override void MaxPoolForward(
        in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<byte> argMax)
    {
        device.MaxPoolForward(shape, batch, x, y, argMax);
        Ran?.Invoke(nameof(MaxPoolForward), (double)batch * shape.OutputSize * shape.PoolHeight * shape.PoolWidth, 4.0 * batch * shape.InputSize);
    }

    /// <inheritdoc/>
    public override void MaxPoolBackward(
        in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dx)
    {
        device.MaxPoolBackward(shape, batch, dy, argMax, dx);
        Ran?.Invoke(nameof(MaxPoolBackward), (double)batch * shape.OutputSize, 5.0 * batch * shape.OutputSize);
    }

    /// <inheritdoc/>
    public override void AveragePoolForward(
        in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y)
    {
        device.AveragePoolForward(shape, batch, x, y);
        Ran?.Invoke(nameof(AveragePoolForward), (double)batch * shape.OutputSize * shape.PoolHeight * shape.PoolWidth, 4.0 * batch * shape.InputSize);
    }

    /// <inheritdoc/>
    public override void AveragePoolBackward(
        in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> dx)
    {
        device.AveragePoolBackward(shape, batch, dy, dx);
        Ran?.Invoke(nameof(AveragePoolBackward), (double)batch * shape.OutputSize * shape.PoolHeight * shape.PoolWidth, 4.0 * batch * shape.OutputSize);
    }

    /// <inheritdoc/>
    public override void ReluForward(
        int count, DeviceBuffer<float> x, DeviceBuffer<float> y)
    {
        device.ReluForward(count, x, y);
        Ran?.Invoke(nameof(ReluForward), count, 4.0 * count);
    }

    /// <inheritdoc/>
    public override void ReluBackward(
        int count, DeviceBuffer<float> y, DeviceBuffer<float> dy, DeviceBuffer<float> dx)
    {
        device.ReluBackward(count, y, dy, dx);
        Ran?.Invoke(nameof(ReluBackward), count, 8.0 * count);
    }

    /// <inheritdoc/>
    public override void DenseForward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false)
    {
        device.DenseForward(batch, inputs, outputs, x, weights, bias, y, relu);
        Ran?.Invoke(nameof(DenseForward), 2.0 * batch * inputs * outputs, Floats(batch, inputs, outputs) + (4.0 * outputs));
    }

    /// <inheritdoc/>
    public override void DenseBackwardInput(
        int batch, int inputs, int outputs, DeviceBuffer<float> dy, DeviceBuffer<float> weights, DeviceBuffer<float> dx)
    {
        device.DenseBackwardInput(batch, inputs, outputs, dy, weights, dx);
        Ran?.Invoke(nameof(DenseBackwardInput), 2.0 * batch * inputs * outputs, 4.0 * (((double)batch * outputs) + ((double)inputs * outputs)));
    }

    /// <inheritdoc/>
    public override void DenseBackwardWeights(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias)
    {
        device.DenseBackwardWeights(batch, inputs, outputs, x, dy, dWeights, dBias);
        Ran?.Invoke(nameof(DenseBackwardWeights), 2.0 * batch * (inputs + 1) * outputs, 4.0 * batch * (inputs + outputs));
    }

    /// <inheritdoc/>
    public override void DenseBackward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> weights,
        DeviceBuffer<float> dWeights, DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu = false)
    {
        device.DenseBackward(batch, inputs, outputs, x, dy, weights, dWeights, dBias, dx, relu);
        Ran?.Invoke(nameof(DenseBackward), 2.0 * batch * ((2.0 * inputs) + 1) * outputs, Floats(batch, inputs, outputs) + (4.0 * batch * outputs));
    }

    /// <inheritdoc/>
    public override void Classify(
        int batch, int inputs, int classes, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<byte> labels, DeviceBuffer<float> logits, DeviceBuffer<float> dLogits, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu, DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        device.Classify(batch, inputs, classes, x, weights, bias, labels, logits, dLogits, dWeights, dBias, dx, relu, metrics, slot, smoothing);
        Ran?.Invoke(nameof(Classify), 2.0 * batch * ((3.0 * inputs) + 8) * classes, Floats(batch, inputs, classes) + (4.0 * classes) + batch);
    }

    /// <inheritdoc/>
    public override void Softmax(
        int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<float> probabilities)
    {
        device.Softmax(batch, classes, logits, probabilities);
        Ran?.Invoke(nameof(Softmax), 5.0 * batch * classes, 4.0 * batch * classes);
    }

    /// <inheritdoc/>
    public override void SoftmaxCrossEntropy(
        int batch, int classes, DeviceBuffer<float> logits, DeviceBuffer<byte> labels, DeviceBuffer<float> dLogits,
        DeviceBuffer<float> metrics, int slot, float smoothing = 0)
    {
        device.SoftmaxCrossEntropy(batch, classes, logits, labels, dLogits, metrics, slot, smoothing);
        Ran?.Invoke(nameof(SoftmaxCrossEntropy), 6.0 * batch * classes, (4.0 * batch * classes) + batch);
    }

    /// <inheritdoc/>
    public override void BatchNormalize(
        int rows, int channels, DeviceBuffer<float> x, in BatchNormalizationState state, float epsilon, float rate, DeviceBuffer<float> y,
        bool relu = false)
    {
        device.BatchNormalize(rows, channels, x, state, epsilon, rate, y, relu);
        Ran?.Invoke(nameof(BatchNormalize), 8.0 * rows * channels, 4.0 * rows * channels);
    }

    /// <inheritdoc/>
    public override void BatchNormalizeBackward(
        int rows, int channels, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<float> dy, in BatchNormalizationState state,
        DeviceBuffer<float> dGamma, DeviceBuffer<float> dBeta, DeviceBuffer<float> dx, bool relu = false)
    {
        device.BatchNormalizeBackward(rows, channels, x, y, dy, state, dGamma, dBeta, dx, relu);
        Ran?.Invoke(nameof(BatchNormalizeBackward), 12.0 * rows * channels, (relu ? 12.0 : 8.0) * rows * channels);
    }

    /// <inheritdoc/>
    public override void Dropout(
        int count, DeviceBuffer<float> x, DeviceBuffer<float> y, float rate, uint seed, uint step)
    {
        device.Dropout(count, x, y, rate, seed, step);
        Ran?.Invoke(nameof(Dropout), count, 4.0 * count);
    }

    /// <inheritdoc/>
    public override void Adam(
        int count, DeviceBuffer<float> weights, DeviceBuffer<float> gradients, DeviceBuffer<float> m, DeviceBuffer<float> v,
        float alpha, float beta1, float beta2, float epsilon, float decay = 0)
    {
        device.Adam(count, weights, gradients, m, v, alpha, beta1, beta2, epsilon, decay);
        Ran?.Invoke(nameof(Adam), 14.0 * count, 16.0 * count);
    }

    /// <inheritdoc/>
    public override void Average(int count, DeviceBuffer<float> average, DeviceBuffer<float> weights, float rate)
    {
        device.Average(count, average, weights, rate);
        Ran?.Invoke(nameof(Average), 3.0 * count, 8.0 * count);
    }

    /// <inheritdoc/>
    public override void ConvolutionPoolReluForward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters,
        DeviceBuffer<float> bias, DeviceBuffer<float> y, DeviceBuffer<byte> argMax)
    {
        device.ConvolutionPoolReluForward(convolution, pool, batch, x, filters, bias, y, argMax);
        Ran?.Invoke(nameof(ConvolutionPoolReluForward), Products(convolution) * 2.0 * batch, 4.0 * (((double)batch * convolution.InputSize) + convolution.FilterSize + convolution.Filters));
    }

    /// <inheritdoc/>
    public override void ConvolutionPoolReluBackward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y,
        DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dFilters, DeviceBuffer<float> dBias)
    {
        device.ConvolutionPoolReluBackward(convolution, pool, batch, x, y, dy, argMax, dFilters, dBias);
        Ran?.Invoke(nameof(ConvolutionPoolReluBackward), 2.0 * batch * pool.OutputSize * (convolution.PatchSize + 1), (4.0 * batch * convolution.InputSize) + (9.0 * batch * pool.OutputSize));
    }

    /// <summary>The device belongs to whoever made it.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private static double Products(in ConvolutionShape shape) => (double)shape.OutputSize * shape.PatchSize;

    private static double Floats(double batch, double inputs, double outputs) => 4.0 * ((batch * inputs) + (inputs * outputs));
}
