using GpuDigits.Kernels;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Batch normalisation, alone and together with the convolution before or behind it: two launches in each direction.
public sealed partial class IlgpuDevice
{
    // Of the groups that keep the device busy, one in so many for the gradient of a convolution's input: the filters' has the others.
    private const int InputShare = 2;

    private readonly NormalizationLauncher _normalization;
    private readonly ProductKernel<Patches, AlongColumns, SummedValues> _summedConvolution;
    private readonly ProductPairLauncher<TransposedPatches, AlongColumns, Gradients, OutputGradients, FlippedFilters, MaskedSums>
        _convolutionBackward;

    /// <inheritdoc/>
    public override bool FusesNormalization => true;

    /// <inheritdoc/>
    protected internal override void Execute(in BatchNormalizationForward op) => _normalization.Forward(op, _normalization.Sums(op));

    /// <inheritdoc/>
    protected internal override void Execute(in BatchNormalizationBackward op) => _normalization.Backward(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionNormalizationForward op)
    {
        var sums = ConvolveAndSum(op.Convolution, op.Normalization);
        if (op.Pool is { } pool)
            _normalization.Forward(op.Normalization, sums, pool, op.Peaks!.Value);
        else
            _normalization.Forward(op.Normalization, sums, op.Drop);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in NormalizationPoolBackward op)
    {
        var normal = op.Normalization;
        if (op.Pool is not { } pool)
        {
            // What the dropout cleared is 0 in y, too.
            if (op.Drop is { } drop)
                _normalization.Backward(normal with { Relu = true }, Dropping(drop).Scale);
            else
                _normalization.Backward(normal);
            return;
        }
        var channels = normal.X.Columns;
        if (normal.Relu)
            Execute(new ReluBackward(op.Pooled!.Value, pool.Dy, pool.Dy));
        var sums = _normalization.GradientSums(
            op.Peaks!.Value.Reshape(channels), op.Pooled!.Value.Reshape(channels), pool.Dy.Reshape(channels), normal.State, relu: false);
        _normalization.Backward(normal, sums, pool);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionNormalizationBackward op)
    {
        var (filters, input, normal) = (op.Filters, op.Input, op.Before.Normalization);
        var s = filters.Shape;
        F dx = View(input.Dx), x = View(op.Before.Peaks ?? normal.X), y = View(op.Before.Pooled ?? normal.Y);
        var saved = View(normal.State.Saved);
        var weights = new Tensor(filters.DFilters.Buffer, s.PatchSize, s.Filters);
        if (!TakesFours(s.Channels, dx, x, y, saved) || !TakesFours(s.FilterSize + s.Filters) || !Adjoin(weights, filters.DBias))
        {
            base.Execute(op);
            return;
        }
        int rows = input.Dx.Rows * s.Height * s.Width, depth = s.FilterHeight * s.FilterWidth * s.Filters;
        var inputShape = Sizes.WholeTile(rows, s.Channels, BusyGroups / InputShare);
        var plan = FilterPlan(s, filters.X.Rows * s.OutHeight * s.OutWidth, inputShape, rows, depth);
        var sums = _normalization.Space(inputShape.RowTiles(rows), s.Channels);
        _convolutionBackward.Run(
            new(
                new TransposedPatches(s, View(filters.X)), new AlongColumns(View(filters.Dy), s.Filters, s.Filters),
                GradientsOf(weights, filters.DBias, plan.Slices), plan.Rows, plan.Columns, plan.Depth),
            plan,
            new(
                new OutputGradients(s, input.Dy.Rows, View(input.Dy)), new FlippedFilters(s, View(input.Filters)),
                new MaskedSums(dx, x, y, saved, sums.Values, s.Channels, normal.Relu), rows, s.Channels, depth),
            inputShape);
        normal = normal with { Relu = false };
        if (op.Before.Pool is { } pool)
            _normalization.Backward(normal, sums, pool);
        else
            _normalization.Backward(normal, sums);
    }

    // The convolution and the sums over its output: in one launch if its columns allow it.
    private NormalizationSums ConvolveAndSum(in ConvolutionForward op, in BatchNormalizationForward normal)
    {
        var s = op.Shape;
        F y = View(op.Y), bias = View(op.Bias), movingMean = View(normal.State.MovingMean);
        if (!(normal.Rate > 0) || !TakesFours(s.Filters, y, bias, movingMean))
        {
            Execute(op);
            return _normalization.Sums(normal);
        }
        var rows = op.X.Rows * s.OutHeight * s.OutWidth;
        var shape = Sizes.WholeTile(rows, s.Filters, BusyGroups);
        var sums = _normalization.Space(shape.RowTiles(rows), s.Filters);
        _summedConvolution.Launch(
            ProductPlan.Of(shape, rows, s.Filters, s.PatchSize, 1), new Patches(s, op.X.Rows, View(op.X)),
            new AlongColumns(View(op.Filters), s.Filters, s.Filters), new SummedValues(y, bias, movingMean, sums.Values, s.Filters));
        return sums;
    }

    // The gradients of the filters, in groups of as many threads as those of the input and split so that no group takes longer than all
    // would if they shared the device evenly.
    private ProductPlan FilterPlan(in ConvolutionShape s, int pixels, TileShape inputShape, int inputRows, int inputDepth)
    {
        var side = inputShape.Threads == Sizes.ProductSide * Sizes.ProductSide ? Sizes.ProductSide : Sizes.ProductSide / 2;
        var shape = TileShape.For(side, s.Filters);
        var tile = (double)shape.Rows * shape.Columns * pixels;
        var all = (GroupSizes.Tiles(shape, s.PatchSize + 1, s.Filters) * tile)
            + ((double)GroupSizes.Tiles(inputShape, inputRows, s.Channels) * inputShape.Rows * inputShape.Columns * inputDepth);
        var slices = (int)Math.Ceiling(tile * BusyGroups / all);
        return ProductPlan.Of(shape, s.PatchSize + 1, s.Filters, pixels, Math.Min(slices, GroupSizes.MostSlices(shape, pixels)));
    }

    private static bool TakesFours(int columns, params ReadOnlySpan<F> views)
    {
        foreach (var view in views)
        {
            if (!Float4.IsAligned(view))
                return false;
        }
        return columns % Float4.Width == 0;
    }
}
