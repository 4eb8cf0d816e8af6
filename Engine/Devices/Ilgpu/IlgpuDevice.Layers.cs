using GpuDigits.Kernels;
using ILGPU;
using ILGPU.Runtime;
using B = ILGPU.ArrayView<byte>;
using F = ILGPU.ArrayView<float>;

namespace GpuDigits.Engine.Devices.Ilgpu;

// Convolution, pooling and dense layers.
public sealed partial class IlgpuDevice
{
    private readonly ProductLauncher<AlongRows, AlongColumns, BiasRelu> _denseForward;
    private readonly ProductLauncher<AlongRows, AlongRows, Values> _denseBackwardInput;
    private readonly ProductLauncher<AlongColumns, AlongColumns, Gradients> _denseBackwardWeights;
    private readonly ProductLauncher<Patches, AlongColumns, BiasRelu> _convolutionForward;
    private readonly ProductLauncher<OutputGradients, FlippedFilters, Values> _convolutionBackwardInput;
    private readonly ProductLauncher<TransposedPatches, AlongColumns, Gradients> _convolutionBackwardFilters;
    private readonly ProductPairLauncher<AlongColumns, AlongColumns, Gradients, AlongRows, AlongRows, MaskedValues> _denseBackward;
    private Action<Index1D, PoolShape, F, F, B>? _maxPoolForward;
    private Action<Index1D, PoolShape, F, B, F>? _maxPoolBackward;
    private Action<Index1D, PoolShape, F, F>? _averagePoolForward;
    private Action<Index1D, PoolShape, F, F>? _averagePoolBackward;

    private readonly PooledConvolutionLauncher _pooledConvolution;

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluForward op) => _pooledConvolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluBackward op) => _pooledConvolution.Run(op);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionForward op)
    {
        var s = op.Shape;
        _convolutionForward.Run(
            new Patches(s, op.X.Rows, View(op.X)), new AlongColumns(View(op.Filters), s.Filters, s.Filters),
            new BiasRelu(View(op.Y), View(op.Bias), s.Filters, op.Relu), op.X.Rows * s.OutHeight * s.OutWidth, s.Filters, s.PatchSize);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardInput op)
    {
        var s = op.Shape;
        _convolutionBackwardInput.Run(
            new OutputGradients(s, op.Dy.Rows, View(op.Dy)), new FlippedFilters(s, View(op.Filters)), new Values(View(op.Dx), s.Channels),
            op.Dy.Rows * s.Height * s.Width, s.Channels, s.FilterHeight * s.FilterWidth * s.Filters);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardFilters op)
    {
        var s = op.Shape;
        SumGradients(
            _convolutionBackwardFilters, new TransposedPatches(s, View(op.X)), new AlongColumns(View(op.Dy), s.Filters, s.Filters),
            new(op.DFilters.Buffer, s.PatchSize, s.Filters), op.DBias, op.X.Rows * s.OutHeight * s.OutWidth);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in DenseForward op) => _denseForward.Run(
        Lines(op.X), Columns(op.Weights), new BiasRelu(View(op.Y), View(op.Bias), op.Y.Columns, op.Relu),
        op.X.Rows, op.Y.Columns, op.X.Columns);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardInput op) => _denseBackwardInput.Run(
        Lines(op.Dy), Lines(op.Weights), new Values(View(op.Dx), op.Dx.Columns), op.Dy.Rows, op.Dx.Columns, op.Dy.Columns);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardWeights op) =>
        SumGradients(_denseBackwardWeights, Columns(op.X, ones: true), Columns(op.Dy), op.DWeights, op.DBias, op.X.Rows);

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackward op)
    {
        var (batch, inputs, outputs) = (op.X.Rows, op.X.Columns, op.Dy.Columns);
        var weightsShape = Sizes.Tile(inputs + 1, outputs);
        var inputsShape = Sizes.Tile(batch, inputs);
        var weightsTiles = GroupSizes.Tiles(weightsShape, inputs + 1, outputs);
        var inputsTiles = GroupSizes.Tiles(inputsShape, batch, inputs);

        // If both have few tiles, each is better split along its depth.
        if (weightsShape.Threads != inputsShape.Threads || 2 * (weightsTiles + inputsTiles) < BusyGroups)
        {
            base.Execute(op);
            return;
        }

        // Otherwise the tiles of the weights are split only if one tile alone would take longer than all tiles together.
        var together = (((double)weightsTiles * batch) + ((double)inputsTiles * outputs)) / BusyGroups;
        var leave = (inputs + 1) * outputs % Float4.Width == 0 && Adjoin(op.DWeights, op.DBias);
        var weightsPlan = ProductPlan.Of(
            weightsShape, inputs + 1, outputs, batch, leave ? Math.Max(1, (int)Math.Ceiling(batch / together)) : 1);
        var masked = new MaskedValues(View(op.Dx), View(op.X), inputs, op.Relu);
        var weightGradients = GradientsOf(op.DWeights, op.DBias, weightsPlan.Slices);
        _denseBackward.Run(
            new(Columns(op.X, ones: true), Columns(op.Dy), weightGradients, inputs + 1, outputs, batch), weightsPlan,
            new(Lines(op.Dy), Lines(op.Weights), masked, batch, inputs, outputs), inputsShape);
    }

    // Where a product stores the gradients of weights [rows, columns] and their bias: with several slices, in shares that are summed later.
    private Gradients GradientsOf(in Tensor dWeights, in Tensor dBias, int slices)
    {
        if (slices == 1)
            return new Gradients(View(dWeights), View(dBias), dWeights.Rows, dWeights.Columns);
        var size = (dWeights.Rows + 1) * dWeights.Columns;
        View(dWeights);
        View(dBias);
        var use = Use(dWeights);
        var partial = SharesOf(use, (long)slices * size);
        LeaveSum(use, dWeights.Buffer, 0, size, partial, slices, size);
        return Gradients.InShares(partial, dWeights.Columns);
    }

    private AlongRows Lines(in Tensor tensor) => new(View(tensor), tensor.Rows, tensor.Columns);

    private AlongColumns Columns(in Tensor tensor, bool ones = false) => new(View(tensor), tensor.Columns, tensor.Columns, ones);

    // Gradients of weights [rows, columns] and their bias; their shares may stay unsummed until the sums are needed.
    private void SumGradients<TA, TB>(
        ProductLauncher<TA, TB, Gradients> launcher, TA a, TB b, in Tensor dWeights, in Tensor dBias, int depth)
        where TA : struct, IOperand
        where TB : struct, IOperand
    {
        int rows = dWeights.Rows + 1, columns = dWeights.Columns, size = rows * columns;
        var result = new Gradients(View(dWeights), View(dBias), dWeights.Rows, columns);
        var plan = Plan(rows, columns, depth);
        if (plan.Slices == 1 || size % Float4.Width != 0 || !Adjoin(dWeights, dBias))
        {
            launcher.Run(a, b, result, rows, columns, depth);
            return;
        }
        var use = Use(dWeights);
        var partial = SharesOf(use, (long)plan.Slices * size);
        launcher.RunInShares(a, b, partial, plan);
        LeaveSum(use, dWeights.Buffer, 0, size, partial, plan.Slices, size);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in MaxPoolForward op)
    {
        _maxPoolForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F, B>, MaxPool.Forward);
        _maxPoolForward(op.Y.IntCount, op.Shape, View(op.X), View(op.Y), View(op.ArgMax, op.Y.Count));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in MaxPoolBackward op)
    {
        _maxPoolBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, B, F>, MaxPool.Backward);
        _maxPoolBackward(op.Dx.IntCount, op.Shape, View(op.Dy), View(op.ArgMax, op.Dy.Count), View(op.Dx));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in AveragePoolForward op)
    {
        _averagePoolForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F>, AveragePool.Forward);
        _averagePoolForward(op.Y.IntCount, op.Shape, View(op.X), View(op.Y));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in AveragePoolBackward op)
    {
        _averagePoolBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F>, AveragePool.Backward);
        _averagePoolBackward(op.Dx.IntCount, op.Shape, View(op.Dy), View(op.Dx));
    }
}
