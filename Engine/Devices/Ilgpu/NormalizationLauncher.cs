using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Launches the kernels of <see cref="BatchNormalization"/>.</summary>
/// <param name="device">The device that they run on.</param>
internal sealed class NormalizationLauncher(IlgpuDevice device)
{
    private Action<KernelConfig, int, int, int, F, F, F>? _normalSums;
    private Action<Index1D, int, int, int, float, float, F, F, F, F>? _normalStatistics;
    private Action<Index1D, int, float, F, F, F>? _normalMoving;
    private Action<Index1D, int, int, F, F, F, F, F>? _normalApply;
    private Action<KernelConfig, int, int, int, int, F, F, F, F, F>? _normalGradientSums;
    private Action<Index1D, int, int, F, F, F>? _normalSumGradients;
    private Action<Index1D, int, int, int, F, F, F, F, F, F, F, F>? _normalBackward;

    public void Run(in BatchNormalizationForward op)
    {
        var (rows, channels) = (op.X.Rows, op.X.Columns);
        var movingMean = device.View(op.State.MovingMean);
        var movingVariance = device.View(op.State.MovingVariance);
        var saved = device.View(op.State.Saved);
        if (op.Rate > 0)
        {
            var (config, slices, perSlice) = RowSlices(rows, channels);
            var partial = device.Scratch(2L * slices * channels);
            _normalSums ??= device.Load(device.Accelerator.LoadStreamKernel<int, int, int, F, F, F>, BatchNormalization.Sums);
            _normalSums(config, rows, perSlice, channels, device.View(op.X), movingMean, partial);
            _normalStatistics ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, float, float, F, F, F, F>,
                BatchNormalization.Statistics);
            _normalStatistics(channels, rows, slices, channels, op.Epsilon, op.Rate, partial, movingMean, movingVariance, saved);
        }
        else
        {
            _normalMoving ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, float, F, F, F>, BatchNormalization.UseMoving);
            _normalMoving(channels, channels, op.Epsilon, movingMean, movingVariance, saved);
        }
        _normalApply ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F, F, F>, BatchNormalization.Apply);
        _normalApply(
            op.X.IntCount, channels, op.Relu
                ? 1
                : 0, device.View(op.X), device.View(op.State.Gamma), device.View(op.State.Beta), saved, device.View(op.Y));
    }

    public void Run(in BatchNormalizationBackward op)
    {
        var (rows, channels, masked) = (op.X.Rows, op.X.Columns, op.Relu ? 1 : 0);
        var (config, slices, perSlice) = RowSlices(rows, channels);
        var values = device.View(op.X);
        var outputs = device.View(op.Y);
        var gradients = device.View(op.Dy);
        var saved = device.View(op.State.Saved);
        var scaleGradients = device.View(op.DGamma);
        var shiftGradients = device.View(op.DBeta);
        var partial = device.Scratch(2L * slices * channels);
        _normalGradientSums ??= device.Load(
            device.Accelerator.LoadStreamKernel<int, int, int, int, F, F, F, F, F>, BatchNormalization.GradientSums);
        _normalGradientSums(config, rows, perSlice, channels, masked, values, outputs, gradients, saved, partial);
        _normalSumGradients ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F>, BatchNormalization.SumGradients);
        _normalSumGradients(channels, slices, channels, partial, scaleGradients, shiftGradients);
        _normalBackward ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, F, F, F, F, F, F, F, F>, BatchNormalization.Backward);
        _normalBackward(
            op.X.IntCount, rows, channels, masked, values, outputs, gradients, saved, device.View(op.State.Gamma), scaleGradients,
            shiftGradients,
            device.View(op.Dx));
    }

    // Neighbouring threads process neighbouring channels, and there are enough slices of the rows to keep the device busy.
    private (KernelConfig Config, int Slices, int PerSlice) RowSlices(int rows, int channels)
    {
        int lanes = IlgpuDevice.PowerOfTwo(channels, device.Sizes.Lanes);
        int groupRows = device.Sizes.Normalization / lanes;
        int blocks = Numbers.CeilDiv(channels, lanes);
        int slices = Math.Clamp(2 * device.BusyGroups / blocks, 1, Numbers.CeilDiv(rows, 4 * groupRows));
        int perSlice = Numbers.CeilDiv(rows, slices);
        slices = Numbers.CeilDiv(rows, perSlice);
        return (new KernelConfig(new Index3D(slices, blocks, 1), new Index3D(lanes, groupRows, 1)), slices, perSlice);
    }
}
