using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Batch normalisation.
public sealed partial class IlgpuDevice
{
    private Action<KernelConfig, int, int, int, F, F, F>? _normalSums;
    private Action<Index1D, int, int, int, float, float, F, F, F, F>? _normalStatistics;
    private Action<Index1D, int, float, F, F, F>? _normalMoving;
    private Action<Index1D, int, int, F, F, F, F, F>? _normalApply;
    private Action<KernelConfig, int, int, int, int, F, F, F, F, F>? _normalGradientSums;
    private Action<Index1D, int, int, F, F, F>? _normalSumGradients;
    private Action<Index1D, int, int, int, F, F, F, F, F, F, F, F>? _normalBackward;

    /// <inheritdoc/>
    public override void BatchNormalize(
        int rows, int channels, DeviceBuffer<float> x, in BatchNormalizationState state, float epsilon, float rate, DeviceBuffer<float> y,
        bool relu = false)
    {
        var movingMean = View(state.MovingMean, channels);
        var movingVariance = View(state.MovingVariance, channels);
        var saved = View(state.Saved, 2L * channels);
        if (rate > 0)
        {
            var (config, slices, perSlice) = RowSlices(rows, channels);
            var partial = Scratch(2L * slices * channels);
            _normalSums ??= Load(Accelerator.LoadStreamKernel<int, int, int, F, F, F>, BatchNormalization.Sums);
            _normalSums(config, rows, perSlice, channels, View(x, (long)rows * channels), movingMean, partial);
            _normalStatistics ??= Load(
                Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, float, float, F, F, F, F>, BatchNormalization.Statistics);
            _normalStatistics(channels, rows, slices, channels, epsilon, rate, partial, movingMean, movingVariance, saved);
        }
        else
        {
            _normalMoving ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, float, F, F, F>, BatchNormalization.UseMoving);
            _normalMoving(channels, channels, epsilon, movingMean, movingVariance, saved);
        }
        _normalApply ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F, F, F>, BatchNormalization.Apply);
        _normalApply(
            checked(rows * channels), channels, relu ? 1 : 0, View(x, (long)rows * channels), View(state.Gamma, channels),
            View(state.Beta, channels), saved, View(y, (long)rows * channels));
    }

    /// <inheritdoc/>
    public override void BatchNormalizeBackward(
        int rows, int channels, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<float> dy, in BatchNormalizationState state,
        DeviceBuffer<float> dGamma, DeviceBuffer<float> dBeta, DeviceBuffer<float> dx, bool relu = false)
    {
        long count = (long)rows * channels;
        var (config, slices, perSlice) = RowSlices(rows, channels);
        var values = View(x, count);
        var outputs = View(y, count);
        var gradients = View(dy, count);
        var saved = View(state.Saved, 2L * channels);
        var scaleGradients = View(dGamma, channels);
        var shiftGradients = View(dBeta, channels);
        var partial = Scratch(2L * slices * channels);
        int masked = relu ? 1 : 0;
        _normalGradientSums ??= Load(Accelerator.LoadStreamKernel<int, int, int, int, F, F, F, F, F>, BatchNormalization.GradientSums);
        _normalGradientSums(config, rows, perSlice, channels, masked, values, outputs, gradients, saved, partial);
        _normalSumGradients ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F>, BatchNormalization.SumGradients);
        _normalSumGradients(channels, slices, channels, partial, scaleGradients, shiftGradients);
        _normalBackward ??= Load(
            Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, F, F, F, F, F, F, F, F>, BatchNormalization.Backward);
        _normalBackward(
            checked(rows * channels), rows, channels, masked, values, outputs, gradients, saved, View(state.Gamma, channels), scaleGradients,
            shiftGradients, View(dx, count));
    }

    // Neighbouring threads on neighbouring channels, and enough slices of the rows to keep the device busy.
    private (KernelConfig Config, int Slices, int PerSlice) RowSlices(int rows, int channels)
    {
        int lanes = PowerOfTwo(channels, _sizes.Lanes);
        int groupRows = _sizes.Normalization / lanes;
        int blocks = Tiling.Count(channels, lanes);
        int slices = Math.Clamp(2 * BusyGroups / blocks, 1, Tiling.Count(rows, 4 * groupRows));
        int perSlice = Tiling.Count(rows, slices);
        slices = Tiling.Count(rows, perSlice);
        return (new KernelConfig(new Index3D(slices, blocks, 1), new Index3D(lanes, groupRows, 1)), slices, perSlice);
    }
}
