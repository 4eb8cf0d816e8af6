using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Launches convolution, bias, max-pool and ReLU as one kernel: <see cref="ConvolutionPoolRelu3x3"/> for the usual first layer, else
/// <see cref="ConvolutionPoolRelu"/>.
/// </summary>
/// <param name="device">The device that they run on.</param>
internal sealed class PooledConvolutionLauncher(IlgpuDevice device)
{
    // Pooled rows per group: enough that they share picture rows, few enough that there are groups for the whole device.
    private const int BandRows = 4;

    private Action<KernelConfig, ConvolutionShape, PoolShape, int, F, F, F, F, B>? _fusedForward3x3;
    private Action<KernelConfig, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>? _fusedBackward3x3;
    private Action<Index1D, ConvolutionShape, PoolShape, F, F, F, F, B>? _fusedForward;
    private Action<Index1D, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>? _fusedBackward;
    private Action<Index1D, F, Gradients, int, int, int>? _fusedSum;

    public void Run(in ConvolutionPoolReluForward op)
    {
        var (convolution, pool) = (op.Shape, op.Pool);
        var pictures = device.View(op.X);
        var weights = device.View(op.Filters);
        var offsets = device.View(op.Bias);
        var pooled = device.View(op.Y);
        var winners = device.View(op.ArgMax, op.Y.Count);
        if (!ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedForward ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, F, F, F, F, B>,
                ConvolutionPoolRelu.Forward);
            _fusedForward(op.Y.IntCount, convolution, pool, pictures, weights, offsets, pooled, winners);
            return;
        }
        _fusedForward3x3 ??= device.Load(
            device.Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, F, F, F, F, B>, ConvolutionPoolRelu3x3.Forward);
        var grid = new Index3D(
            op.X.Rows, Numbers.CeilDiv(pool.OutHeight, BandRows), Numbers.CeilDiv(convolution.Filters, device.Sizes.Lanes));
        var config = new KernelConfig(grid, new Index3D(device.Sizes.Lanes, device.Sizes.ForwardRows, 1));
        _fusedForward3x3(config, convolution, pool, BandRows, pictures, weights, offsets, pooled, winners);
    }

    public void Run(in ConvolutionPoolReluBackward op)
    {
        var (convolution, pool, batch) = (op.Shape, op.Pool, op.X.Rows);
        var pictures = device.View(op.X);
        var pooled = device.View(op.Y);
        var gradients = device.View(op.Dy);
        var winners = device.View(op.ArgMax, op.Y.Count);
        var result = new Gradients(device.View(op.DFilters), device.View(op.DBias), convolution.PatchSize, convolution.Filters);
        var perSlice = Numbers.CeilDiv(batch, Math.Min(batch, 2 * device.BusyGroups));
        var slices = Numbers.CeilDiv(batch, perSlice);
        var size = (convolution.PatchSize + 1) * convolution.Filters;
        var use = IlgpuDevice.Use(op.DFilters);
        var partial = device.SharesOf(use, (long)slices * size);
        if (ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedBackward3x3 ??= device.Load(
                kernel => device.Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, int, F, F, F, B, F>(
                    kernel, new KernelSpecialization(device.Sizes.Lanes * device.Sizes.BackwardRows, null)),
                ConvolutionPoolRelu3x3.Backward);
            var grid = new Index3D(slices, Numbers.CeilDiv(convolution.Filters, device.Sizes.Lanes), 1);
            var config = new KernelConfig(grid, new Index3D(device.Sizes.Lanes, device.Sizes.BackwardRows, 1));
            _fusedBackward3x3(config, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        else
        {
            _fusedBackward ??= device.Load(
                device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>,
                ConvolutionPoolRelu.Backward);
            _fusedBackward(slices * size, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        if (IlgpuDevice.Adjoin(op.DFilters, op.DBias))
        {
            device.LeaveSum(use, op.DFilters.Buffer, 0, size, partial, slices, size);
            return;
        }
        _fusedSum ??= device.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, Gradients, int, int, int>, MatrixProduct.SumSlices<Gradients>);
        _fusedSum(size, partial, result, slices, size, convolution.Filters);
    }
}
