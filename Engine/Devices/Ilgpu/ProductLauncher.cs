using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Launches <see cref="Product"/> for one kind of operands and result, in slices where one would leave the device idle.</summary>
internal sealed class ProductLauncher<TA, TB, TResult>(IlgpuDevice device)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
{
    private Action<KernelConfig, TA, TB, TResult, int, int, int, int, SpecializedValue<int>>? _whole;
    private Action<KernelConfig, TA, TB, Values, int, int, int, int, SpecializedValue<int>>? _sliced;
    private Action<Index1D, ArrayView<float>, TResult, int, int, int>? _sum;

    /// <summary>result [rows, columns] = Σ over depth of a · b.</summary>
    public void Run(TA a, TB b, TResult result, int rows, int columns, int depth)
    {
        int side = device.ProductSide;
        int rowTiles = Tiling.Count(rows, Product.RowsPerThread * side);
        int columnTiles = Tiling.Count(columns, Product.ColumnsPerThread * side);
        int perSlice = Tiling.Count(Tiling.Count(depth, device.Slices(rowTiles * columnTiles, depth)), side) * side;
        int slices = Tiling.Count(depth, perSlice);
        var config = new KernelConfig(new Index3D(rowTiles, columnTiles, slices), new Index3D(side, side, 1));
        if (slices == 1)
        {
            _whole ??= device.Accelerator.LoadStreamKernel<TA, TB, TResult, int, int, int, int, SpecializedValue<int>>(Product.Multiply);
            _whole(config, a, b, result, rows, columns, depth, perSlice, SpecializedValue.New(side));
            return;
        }
        _sliced ??= device.Accelerator.LoadStreamKernel<TA, TB, Values, int, int, int, int, SpecializedValue<int>>(Product.Multiply);
        _sum ??= device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, TResult, int, int, int>(Product.SumSlices);
        var partial = device.Scratch((long)slices * rows * columns);
        _sliced(config, a, b, new Values(partial, columns), rows, columns, depth, perSlice, SpecializedValue.New(side));
        _sum(rows * columns, partial, result, slices, rows * columns, columns);
    }
}

/// <summary>Launches two products at once.</summary>
internal sealed class ProductPairLauncher<TA, TB, TResult, TA2, TB2, TResult2>(IlgpuDevice device)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
    where TA2 : struct, IOperand
    where TB2 : struct, IOperand
    where TResult2 : struct, IResult
{
    private Action<KernelConfig, Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, SpecializedValue<int>>? _both;

    /// <summary>Computes both.</summary>
    public void Run(in Factors<TA, TB, TResult> first, in Factors<TA2, TB2, TResult2> second)
    {
        int side = device.ProductSide;
        int firstTiles = device.ProductTiles(first.Rows, first.Columns);
        int tiles = firstTiles + device.ProductTiles(second.Rows, second.Columns);
        _both ??= device.Accelerator.LoadStreamKernel<Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, SpecializedValue<int>>(
            Product.MultiplyBoth);
        _both(new KernelConfig(new Index3D(tiles, 1, 1), new Index3D(side, side, 1)), first, second, firstTiles, SpecializedValue.New(side));
    }
}

/// <summary>Division rounded up.</summary>
internal static class Tiling
{
    public static int Count(int size, int tile) => (int)(((long)size + tile - 1) / tile);
}
