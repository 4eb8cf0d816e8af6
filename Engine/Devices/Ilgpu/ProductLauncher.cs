using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// Launches <see cref="MatrixProduct"/> for one type of operands and result, in several slices if one would leave the device idle.
/// </summary>
internal sealed class ProductLauncher<TA, TB, TResult>(IlgpuDevice device)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
{
    private readonly ProductKernel<TA, TB, TResult> _whole = new(device);
    private readonly ProductKernel<TA, TB, Values> _sliced = new(device);
    private Action<Index1D, ArrayView<float>, TResult, int, int, int>? _sum;

    /// <summary>result [rows, columns] = Σ over depth of a · b.</summary>
    public void Run(TA a, TB b, TResult result, int rows, int columns, int depth)
    {
        var plan = device.Plan(rows, columns, depth);
        if (plan.Slices == 1)
        {
            _whole.Launch(plan, a, b, result);
            return;
        }
        var partial = device.Scratch((long)plan.Slices * rows * columns);
        RunInShares(a, b, partial, plan);
        _sum ??= device.Loader.Load(
            device.Accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, TResult, int, int, int>,
            MatrixProduct.SumSlices<TResult>);
        _sum(rows * columns, partial, result, plan.Slices, rows * columns, columns);
    }

    /// <summary>partial [slices, rows, columns]: the sums over each slice of the depth.</summary>
    public void RunInShares(TA a, TB b, ArrayView<float> partial, in ProductPlan plan) =>
        _sliced.Launch(plan, a, b, new Values(partial, plan.Columns));
}

/// <summary><see cref="MatrixProduct.Multiply"/> for one type of operands and result, compiled for each tile shape.</summary>
internal sealed class ProductKernel<TA, TB, TResult>(IlgpuDevice device)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
{
    private static readonly Action<TA, TB, TResult, int, int, int, int, SpecializedValue<int>> Kernel = MatrixProduct.Multiply;
    private Action<KernelConfig, TA, TB, TResult, int, int, int, int, SpecializedValue<int>>? _launch;

    /// <summary>result = Σ of a · b over each slice of the depth.</summary>
    public void Launch(in ProductPlan plan, TA a, TB b, TResult result)
    {
        _launch ??= device.Loader.Load(
            device.Accelerator.LoadStreamKernel<TA, TB, TResult, int, int, int, int, SpecializedValue<int>>, Kernel);
        device.Loader.Specialise(Kernel, plan.Shape.Code);
        try
        {
            _launch(
                plan.Config, a, b, result, plan.Rows, plan.Columns, plan.Depth, plan.DepthPerSlice,
                SpecializedValue.New(plan.Shape.Code));
        }
        catch (Exception error)
        {
            throw device.Loader.Refusal(Kernel, error);
        }
    }
}

/// <summary>How a product is split.</summary>
/// <param name="Shape">Tile of a group.</param>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="Depth">Length of the dimension that is summed over.</param>
/// <param name="DepthPerSlice">The part of Depth in one slice, a multiple of the step.</param>
internal readonly record struct ProductPlan(TileShape Shape, int Rows, int Columns, int Depth, int DepthPerSlice)
{
    /// <summary>Number of slices.</summary>
    public int Slices => Numbers.CeilDiv(Depth, DepthPerSlice);

    /// <summary>The launch configuration.</summary>
    public KernelConfig Config =>
        new(new Index3D(Shape.RowTiles(Rows), Shape.ColumnTiles(Columns), Slices), new Index3D(Shape.Threads, 1, 1));

    /// <summary>A plan with at most this many slices; the depth must be at least one slice.</summary>
    public static ProductPlan Of(TileShape shape, int rows, int columns, int depth, int slices) =>
        new(shape, rows, columns, depth, Math.Max(1, Numbers.CeilDiv(Numbers.CeilDiv(depth, slices), shape.Step)) * shape.Step);
}

/// <summary>Launches two products together.</summary>
internal sealed class ProductPairLauncher<TA, TB, TResult, TA2, TB2, TResult2>(IlgpuDevice device)
    where TA : struct, IOperand
    where TB : struct, IOperand
    where TResult : struct, IResult
    where TA2 : struct, IOperand
    where TB2 : struct, IOperand
    where TResult2 : struct, IResult
{
    private static readonly Action<
        Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, int, SpecializedValue<int>, SpecializedValue<int>> Kernel =
        MatrixProduct.MultiplyBoth;

    private Action<
        KernelConfig, Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, int, SpecializedValue<int>, SpecializedValue<int>>?
        _launch;

    /// <summary>Computes both. The first is split into slices if its plan says so; its result must have room for them.</summary>
    public void Run(in Factors<TA, TB, TResult> first, in ProductPlan plan, in Factors<TA2, TB2, TResult2> second, TileShape secondShape)
    {
        var groups = (plan.Slices * GroupSizes.Tiles(plan.Shape, plan.Rows, plan.Columns))
            + GroupSizes.Tiles(secondShape, second.Rows, second.Columns);
        var config = new KernelConfig(new Index3D(groups, 1, 1), new Index3D(plan.Shape.Threads, 1, 1));
        _launch ??= device.Loader.Load(
            device.Accelerator.LoadStreamKernel<
                Factors<TA, TB, TResult>, Factors<TA2, TB2, TResult2>, int, int, SpecializedValue<int>, SpecializedValue<int>>,
            Kernel);
        device.Loader.Specialise(Kernel, plan.Shape.Code, secondShape.Code);
        try
        {
            _launch(
                config, first, second, plan.Slices, plan.DepthPerSlice,
                SpecializedValue.New(plan.Shape.Code), SpecializedValue.New(secondShape.Code));
        }
        catch (Exception error)
        {
            throw device.Loader.Refusal(Kernel, error);
        }
    }
}
