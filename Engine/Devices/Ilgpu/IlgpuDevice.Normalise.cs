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
    protected internal override void Execute(in BatchNormalizationForward op)
    {
        var (rows, channels) = (op.X.Rows, op.X.Columns);
        var movingMean = View(op.State.MovingMean);
        var movingVariance = View(op.State.MovingVariance);
        var saved = View(op.State.Saved);
        if (op.Rate > 0)
        {
            var (config, slices, perSlice) = RowSlices(rows, channels);
            var partial = Scratch(2L * slices * channels);
            _normalSums ??= Load(Accelerator.LoadStreamKernel<int, int, int, F, F, F>, BatchNormalization.Sums);
            _normalSums(config, rows, perSlice, channels, View(op.X), movingMean, partial);
            _normalStatistics ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, float, float, F, F, F, F>, BatchNormalization.Statistics);
            _normalStatistics(channels, rows, slices, channels, op.Epsilon, op.Rate, partial, movingMean, movingVariance, saved);
        }
        else
        {
            _normalMoving ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, float, F, F, F>, BatchNormalization.UseMoving);
            _normalMoving(channels, channels, op.Epsilon, movingMean, movingVariance, saved);
        }
        _normalApply ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F, F, F>, BatchNormalization.Apply);
        _normalApply(
            op.X.IntCount, channels, op.Relu ? 1 : 0, View(op.X), View(op.State.Gamma), View(op.State.Beta), saved, View(op.Y));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in BatchNormalizationBackward op)
    {
        var (rows, channels, masked) = (op.X.Rows, op.X.Columns, op.Relu ? 1 : 0);
        var (config, slices, perSlice) = RowSlices(rows, channels);
        var values = View(op.X);
        var outputs = View(op.Y);
        var gradients = View(op.Dy);
        var saved = View(op.State.Saved);
        var scaleGradients = View(op.DGamma);
        var shiftGradients = View(op.DBeta);
        var partial = Scratch(2L * slices * channels);
        _normalGradientSums ??= Load(Accelerator.LoadStreamKernel<int, int, int, int, F, F, F, F, F>, BatchNormalization.GradientSums);
        _normalGradientSums(config, rows, perSlice, channels, masked, values, outputs, gradients, saved, partial);
        _normalSumGradients ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F>, BatchNormalization.SumGradients);
        _normalSumGradients(channels, slices, channels, partial, scaleGradients, shiftGradients);
        _normalBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, F, F, F, F, F, F, F, F>, BatchNormalization.Backward);
        _normalBackward(
            op.X.IntCount, rows, channels, masked, values, outputs, gradients, saved, View(op.State.Gamma), scaleGradients, shiftGradients,
            View(op.Dx));
    }

    // Neighbouring threads on neighbouring channels, and enough slices of the rows to keep the device busy.
    private (KernelConfig Config, int Slices, int PerSlice) RowSlices(int rows, int channels)
    {
        int lanes = PowerOfTwo(channels, _sizes.Lanes);
        int groupRows = _sizes.Normalization / lanes;
        int blocks = Numbers.CeilDiv(channels, lanes);
        int slices = Math.Clamp(2 * BusyGroups / blocks, 1, Numbers.CeilDiv(rows, 4 * groupRows));
        int perSlice = Numbers.CeilDiv(rows, slices);
        slices = Numbers.CeilDiv(rows, perSlice);
        return (new KernelConfig(new Index3D(slices, blocks, 1), new Index3D(lanes, groupRows, 1)), slices, perSlice);
    }
}
