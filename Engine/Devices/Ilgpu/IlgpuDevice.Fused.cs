using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Convolution + bias + max-pool + ReLU in one kernel: in registers for the usual first layer, else in the general form.
public sealed partial class IlgpuDevice
{
    // Pooled rows of a group: enough to share the picture rows between them, few enough to fill the device with groups.
    private const int BandRows = 4;

    private Action<KernelConfig, ConvolutionShape, PoolShape, int, F, F, F, F, B>? _fusedForward3x3;
    private Action<KernelConfig, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>? _fusedBackward3x3;
    private Action<Index1D, ConvolutionShape, PoolShape, F, F, F, F, B>? _fusedForward;
    private Action<Index1D, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>? _fusedBackward;
    private Action<Index1D, F, Gradients, int, int, int>? _fusedSum;

    /// <inheritdoc/>
    public override void ConvolutionPoolReluForward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters,
        DeviceBuffer<float> bias, DeviceBuffer<float> y, DeviceBuffer<byte> argMax)
    {
        long count = (long)batch * pool.OutputSize;
        var pictures = View(x, (long)batch * convolution.InputSize);
        var weights = View(filters, convolution.FilterSize);
        var offsets = View(bias, convolution.Filters);
        var pooled = View(y, count);
        var winners = View(argMax, count);
        if (!ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedForward ??= Load(
                Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, F, F, F, F, B>, ConvolutionPoolRelu.Forward);
            _fusedForward((int)count, convolution, pool, pictures, weights, offsets, pooled, winners);
            return;
        }
        _fusedForward3x3 ??= Load(Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, F, F, F, F, B>, ConvolutionPoolRelu3x3.Forward);
        var grid = new Index3D(batch, Tiling.Count(pool.OutHeight, BandRows), Tiling.Count(convolution.Filters, _sizes.Lanes));
        var config = new KernelConfig(grid, new Index3D(_sizes.Lanes, _sizes.ForwardRows, 1));
        _fusedForward3x3(config, convolution, pool, BandRows, pictures, weights, offsets, pooled, winners);
    }

    /// <inheritdoc/>
    public override void ConvolutionPoolReluBackward(
        in ConvolutionShape convolution, in PoolShape pool, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y,
        DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dFilters, DeviceBuffer<float> dBias)
    {
        long count = (long)batch * pool.OutputSize;
        var pictures = View(x, (long)batch * convolution.InputSize);
        var pooled = View(y, count);
        var gradients = View(dy, count);
        var winners = View(argMax, count);
        var result = new Gradients(
            View(dFilters, convolution.FilterSize), View(dBias, convolution.Filters), convolution.PatchSize, convolution.Filters);
        int perSlice = Tiling.Count(batch, Math.Min(batch, 2 * BusyGroups));
        int slices = Tiling.Count(batch, perSlice);
        int size = (convolution.PatchSize + 1) * convolution.Filters;
        var use = Use(dFilters);
        var partial = SharesOf(use, (long)slices * size);
        if (ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedBackward3x3 ??= Load(
                kernel => Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, int, F, F, F, B, F>(
                    kernel, new KernelSpecialization(_sizes.Lanes * _sizes.BackwardRows, null)),
                ConvolutionPoolRelu3x3.Backward);
            var grid = new Index3D(slices, Tiling.Count(convolution.Filters, _sizes.Lanes), 1);
            var config = new KernelConfig(grid, new Index3D(_sizes.Lanes, _sizes.BackwardRows, 1));
            _fusedBackward3x3(config, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        else
        {
            _fusedBackward ??= Load(
                Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>, ConvolutionPoolRelu.Backward);
            _fusedBackward(slices * size, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        if (Adjoin(dFilters, convolution.FilterSize, dBias))
        {
            LeaveSum(use, dFilters, 0, size, partial, slices, size);
            return;
        }
        _fusedSum ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, Gradients, int, int, int>, Product.SumSlices<Gradients>);
        _fusedSum(size, partial, result, slices, size, convolution.Filters);
    }
}
