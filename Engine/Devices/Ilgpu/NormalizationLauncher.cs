using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Launches the kernels of <see cref="BatchNormalizationKernels"/>.</summary>
/// <param name="device">The device that they run on.</param>
internal sealed class NormalizationLauncher(IlgpuDevice device)
{
    private Action<KernelConfig, int, int, int, F, F, F>? _sums;
    private Action<Index1D, int, int, int, float, float, F, F, F, F>? _statistics;
    private Action<Index1D, int, float, F, F, F>? _moving;
    private Action<Index1D, int, int, F, F, F, F, F>? _apply;
    private Action<KernelConfig, int, int, int, int, F, F, F, F, F>? _gradientSums;
    private Action<Index1D, int, int, F, F, F>? _sumGradients;
    private Action<Index1D, int, int, int, F, F, F, F, F, F, F, F>? _backward;

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
            _sums ??= device.Load(device.Accelerator.LoadStreamKernel<int, int, int, F, F, F>, BatchNormalizationKernels.Sums);
            _sums(config, rows, perSlice, channels, device.View(op.X), movingMean, partial);
            _statistics ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, float, float, F, F, F, F>,
                BatchNormalizationKernels.Statistics);
            _statistics(channels, rows, slices, channels, op.Epsilon, op.Rate, partial, movingMean, movingVariance, saved);
        }
        else
        {
            _moving ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, float, F, F, F>, BatchNormalizationKernels.UseMoving);
            _moving(channels, channels, op.Epsilon, movingMean, movingVariance, saved);
        }
        _apply ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F, F, F>, BatchNormalizationKernels.Apply);
        _apply(
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
        _gradientSums ??= device.Load(
            device.Accelerator.LoadStreamKernel<int, int, int, int, F, F, F, F, F>, BatchNormalizationKernels.GradientSums);
        _gradientSums(config, rows, perSlice, channels, masked, values, outputs, gradients, saved, partial);
        _sumGradients ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, F, F, F>, BatchNormalizationKernels.SumGradients);
        _sumGradients(channels, slices, channels, partial, scaleGradients, shiftGradients);
        _backward ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, int, int, int, F, F, F, F, F, F, F, F>,
            BatchNormalizationKernels.Backward);
        _backward(
            op.X.IntCount, rows, channels, masked, values, outputs, gradients, saved, device.View(op.State.Gamma), scaleGradients,
            shiftGradients,
            device.View(op.Dx));
    }

    // Neighbouring threads process neighbouring channels, and there are enough slices of the rows to keep the device busy.
    private (KernelConfig Config, int Slices, int PerSlice) RowSlices(int rows, int channels)
    {
        var lanes = IlgpuDevice.PowerOfTwo(channels, device.Sizes.Lanes);
        var groupRows = device.Sizes.Normalization / lanes;
        var blocks = Numbers.CeilDiv(channels, lanes);
        var slices = Math.Clamp(2 * device.BusyGroups / blocks, 1, Numbers.CeilDiv(rows, 4 * groupRows));
        var perSlice = Numbers.CeilDiv(rows, slices);
        slices = Numbers.CeilDiv(rows, perSlice);
        return (new KernelConfig(new Index3D(slices, blocks, 1), new Index3D(lanes, groupRows, 1)), slices, perSlice);
    }
}
