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
    protected internal override void Execute(in ConvolutionPoolReluForward op)
    {
        var (convolution, pool) = (op.Shape, op.Pool);
        var pictures = View(op.X);
        var weights = View(op.Filters);
        var offsets = View(op.Bias);
        var pooled = View(op.Y);
        var winners = View(op.ArgMax, op.Y.Count);
        if (!ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedForward ??= Load(
                Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, F, F, F, F, B>, ConvolutionPoolRelu.Forward);
            _fusedForward(op.Y.IntCount, convolution, pool, pictures, weights, offsets, pooled, winners);
            return;
        }
        _fusedForward3x3 ??= Load(Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, F, F, F, F, B>, ConvolutionPoolRelu3x3.Forward);
        var grid = new Index3D(op.X.Rows, Numbers.CeilDiv(pool.OutHeight, BandRows), Numbers.CeilDiv(convolution.Filters, _sizes.Lanes));
        var config = new KernelConfig(grid, new Index3D(_sizes.Lanes, _sizes.ForwardRows, 1));
        _fusedForward3x3(config, convolution, pool, BandRows, pictures, weights, offsets, pooled, winners);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluBackward op)
    {
        var (convolution, pool, batch) = (op.Shape, op.Pool, op.X.Rows);
        var pictures = View(op.X);
        var pooled = View(op.Y);
        var gradients = View(op.Dy);
        var winners = View(op.ArgMax, op.Y.Count);
        var result = new Gradients(View(op.DFilters), View(op.DBias), convolution.PatchSize, convolution.Filters);
        int perSlice = Numbers.CeilDiv(batch, Math.Min(batch, 2 * BusyGroups));
        int slices = Numbers.CeilDiv(batch, perSlice);
        int size = (convolution.PatchSize + 1) * convolution.Filters;
        var use = Use(op.DFilters);
        var partial = SharesOf(use, (long)slices * size);
        if (ConvolutionPoolRelu3x3.Fits(convolution, pool))
        {
            _fusedBackward3x3 ??= Load(
                kernel => Accelerator.LoadStreamKernel<ConvolutionShape, PoolShape, int, int, F, F, F, B, F>(
                    kernel, new KernelSpecialization(_sizes.Lanes * _sizes.BackwardRows, null)),
                ConvolutionPoolRelu3x3.Backward);
            var grid = new Index3D(slices, Numbers.CeilDiv(convolution.Filters, _sizes.Lanes), 1);
            var config = new KernelConfig(grid, new Index3D(_sizes.Lanes, _sizes.BackwardRows, 1));
            _fusedBackward3x3(config, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        else
        {
            _fusedBackward ??= Load(
                Accelerator.LoadAutoGroupedStreamKernel<Index1D, ConvolutionShape, PoolShape, int, int, F, F, F, B, F>, ConvolutionPoolRelu.Backward);
            _fusedBackward(slices * size, convolution, pool, batch, perSlice, pictures, pooled, gradients, winners, partial);
        }
        if (Adjoin(op.DFilters, op.DBias))
        {
            LeaveSum(use, op.DFilters.Buffer, 0, size, partial, slices, size);
            return;
        }
        _fusedSum ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, F, Gradients, int, int, int>, Product.SumSlices<Gradients>);
        _fusedSum(size, partial, result, slices, size, convolution.Filters);
    }
}
