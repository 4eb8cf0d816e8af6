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
        var plan = device.Plan(rows, columns, depth);
        if (plan.Slices == 1)
        {
            _whole ??= device.Accelerator.LoadStreamKernel<TA, TB, TResult, int, int, int, int, SpecializedValue<int>>(Product.Multiply);
            _whole(plan.Config, a, b, result, rows, columns, depth, plan.DepthPerSlice, SpecializedValue.New(plan.Shape.Code));
            return;
        }
        var partial = device.Scratch((long)plan.Slices * rows * columns);
        RunInShares(a, b, partial, plan);
        _sum ??= device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, TResult, int, int, int>(Product.SumSlices);
        _sum(rows * columns, partial, result, plan.Slices, rows * columns, columns);
    }

    /// <summary>partial [slices, rows, columns]: the sums over each slice of the depth.</summary>
    public void RunInShares(TA a, TB b, ArrayView<float> partial, in ProductPlan plan)
    {
        _sliced ??= device.Accelerator.LoadStreamKernel<TA, TB, Values, int, int, int, int, SpecializedValue<int>>(Product.Multiply);
        _sliced(
            plan.Config, a, b, new Values(partial, plan.Columns), plan.Rows, plan.Columns, plan.Depth, plan.DepthPerSlice,
            SpecializedValue.New(plan.Shape.Code));
    }
}

/// <summary>How a product is cut up.</summary>
/// <param name="Shape">Tile of a group.</param>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">What is summed over.</param>
/// <param name="DepthPerSlice">The same for one slice, a multiple of the step.</param>
internal readonly record struct ProductPlan(TileShape Shape, int Rows, int Columns, int Depth, int DepthPerSlice)
{
    /// <summary>Number of slices.</summary>
    public int Slices => Tiling.Count(Depth, DepthPerSlice);

    /// <summary>The launch.</summary>
    public KernelConfig Config =>
        new(new Index3D(Shape.RowTiles(Rows), Shape.ColumnTiles(Columns), Slices), new Index3D(Shape.Threads, 1, 1));

    /// <summary>A depth of at least one slice, cut into at most so many.</summary>
    public static ProductPlan Of(TileShape shape, int rows, int columns, int depth, int slices) =>
        new(shape, rows, columns, depth, Math.Max(1, Tiling.Count(Tiling.Count(depth, slices), shape.Step)) * shape.Step);
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
    private Action<KernelConfig, Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, int, SpecializedValue<int>, SpecializedValue<int>>? _both;

    /// <summary>Computes both; the first in slices, if its plan says so, into a result that has room for them.</summary>
    public void Run(in Factors<TA, TB, TResult> first, in ProductPlan plan, in Factors<TA2, TB2, TResult2> second, TileShape secondShape)
    {
        int groups = (plan.Slices * GroupSizes.Tiles(plan.Shape, plan.Rows, plan.Columns)) + GroupSizes.Tiles(secondShape, second.Rows, second.Columns);
        _both ??= device.Accelerator
            .LoadStreamKernel<Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, int, SpecializedValue<int>, SpecializedValue<int>>(Product.MultiplyBoth);
        _both(
            new KernelConfig(new Index3D(groups, 1, 1), new Index3D(plan.Shape.Threads, 1, 1)), first, second, plan.Slices, plan.DepthPerSlice,
            SpecializedValue.New(plan.Shape.Code), SpecializedValue.New(secondShape.Code));
    }
}

/// <summary>Division rounded up.</summary>
internal static class Tiling
{
    public static int Count(int size, int tile) => (int)(((long)size + tile - 1) / tile);
}
