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

    /// <inheritdoc/>
    public override void ConvolutionForward(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> filters, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false)
    {
        int outputs = shape.Filters;
        var result = new BiasRelu(View(y, (long)batch * shape.OutputSize), View(bias, outputs), outputs, relu);
        _convolutionForward.Run(
            new Patches(shape, batch, View(x, (long)batch * shape.InputSize)),
            new AlongColumns(View(filters, shape.FilterSize), outputs, outputs),
            result, batch * shape.OutHeight * shape.OutWidth, outputs, shape.PatchSize);
    }

    /// <inheritdoc/>
    public override void ConvolutionBackwardInput(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> filters, DeviceBuffer<float> dx) =>
        _convolutionBackwardInput.Run(
            new OutputGradients(shape, batch, View(dy, (long)batch * shape.OutputSize)),
            new FlippedFilters(shape, View(filters, shape.FilterSize)),
            new Values(View(dx, (long)batch * shape.InputSize), shape.Channels),
            batch * shape.Height * shape.Width, shape.Channels, shape.FilterHeight * shape.FilterWidth * shape.Filters);

    /// <inheritdoc/>
    public override void ConvolutionBackwardFilters(
        in ConvolutionShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dFilters,
        DeviceBuffer<float> dBias) =>
        SumGradients(
            _convolutionBackwardFilters, new TransposedPatches(shape, View(x, (long)batch * shape.InputSize)),
            new AlongColumns(View(dy, (long)batch * shape.OutputSize), shape.Filters, shape.Filters), dFilters, dBias, shape.PatchSize,
            shape.Filters, batch * shape.OutHeight * shape.OutWidth);

    /// <inheritdoc/>
    public override void DenseForward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> weights, DeviceBuffer<float> bias,
        DeviceBuffer<float> y, bool relu = false) =>
        _denseForward.Run(
            new AlongRows(View(x, (long)batch * inputs), batch, inputs),
            new AlongColumns(View(weights, (long)inputs * outputs), outputs, outputs),
            new BiasRelu(View(y, (long)batch * outputs), View(bias, outputs), outputs, relu),
            batch, outputs, inputs);

    /// <inheritdoc/>
    public override void DenseBackwardInput(
        int batch, int inputs, int outputs, DeviceBuffer<float> dy, DeviceBuffer<float> weights, DeviceBuffer<float> dx) =>
        _denseBackwardInput.Run(
            new AlongRows(View(dy, (long)batch * outputs), batch, outputs),
            new AlongRows(View(weights, (long)inputs * outputs), inputs, outputs),
            new Values(View(dx, (long)batch * inputs), inputs),
            batch, inputs, outputs);

    /// <inheritdoc/>
    public override void DenseBackwardWeights(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> dWeights,
        DeviceBuffer<float> dBias) =>
        SumGradients(
            _denseBackwardWeights, new AlongColumns(View(x, (long)batch * inputs), inputs, inputs, ones: true),
            new AlongColumns(View(dy, (long)batch * outputs), outputs, outputs), dWeights, dBias, inputs, outputs, batch);

    /// <inheritdoc/>
    public override void DenseBackward(
        int batch, int inputs, int outputs, DeviceBuffer<float> x, DeviceBuffer<float> dy, DeviceBuffer<float> weights,
        DeviceBuffer<float> dWeights, DeviceBuffer<float> dBias, DeviceBuffer<float> dx, bool relu = false)
    {
        var weightsShape = _sizes.Tile(inputs + 1, outputs);
        var inputsShape = _sizes.Tile(batch, inputs);
        int weightsTiles = GroupSizes.Tiles(weightsShape, inputs + 1, outputs);
        int inputsTiles = GroupSizes.Tiles(inputsShape, batch, inputs);

        // Where the tiles of both are few, each is better split along its depth.
        if (weightsShape.Threads != inputsShape.Threads || 2 * (weightsTiles + inputsTiles) < BusyGroups)
        {
            base.DenseBackward(batch, inputs, outputs, x, dy, weights, dWeights, dBias, dx, relu);
            return;
        }

        // Else the tiles of the weights are cut only where one alone would take longer than all do together.
        double together = (((double)weightsTiles * batch) + ((double)inputsTiles * outputs)) / BusyGroups;
        bool leave = (inputs + 1) * outputs % Quad.Width == 0 && Adjoin(dWeights, inputs * outputs, dBias);
        var weightsPlan = ProductPlan.Of(weightsShape, inputs + 1, outputs, batch, leave ? Math.Max(1, (int)Math.Ceiling(batch / together)) : 1);
        var values = View(x, (long)batch * inputs);
        var gradient = View(dy, (long)batch * outputs);
        var matrix = View(weights, (long)inputs * outputs);
        var masked = new MaskedValues(View(dx, (long)batch * inputs), values, inputs, relu);
        var weightGradients = new Gradients(View(dWeights, (long)inputs * outputs), View(dBias, outputs), inputs, outputs);
        int size = (inputs + 1) * outputs;
        if (weightsPlan.Slices > 1)
        {
            var partial = SharesOf(Use(dWeights), (long)weightsPlan.Slices * size);
            weightGradients = Gradients.InShares(partial, outputs);
            LeaveSum(Use(dWeights), dWeights, 0, size, partial, weightsPlan.Slices, size);
        }
        _denseBackward.Run(
            new(
                new AlongColumns(values, inputs, inputs, ones: true), new AlongColumns(gradient, outputs, outputs), weightGradients, inputs + 1,
                outputs, batch),
            weightsPlan,
            new(new AlongRows(gradient, batch, outputs), new AlongRows(matrix, inputs, outputs), masked, batch, inputs, outputs),
            inputsShape);
    }

    // Gradients of weights [rows, columns] and their bias, whose shares may wait for whoever wants them.
    private void SumGradients<TA, TB>(
        ProductLauncher<TA, TB, Gradients> launcher, TA a, TB b, DeviceBuffer<float> dWeights, DeviceBuffer<float> dBias, int rows,
        int columns, int depth)
        where TA : struct, IOperand
        where TB : struct, IOperand
    {
        var result = new Gradients(View(dWeights, (long)rows * columns), View(dBias, columns), rows, columns);
        var plan = Plan(rows + 1, columns, depth);
        int size = (rows + 1) * columns;
        if (plan.Slices == 1 || size % Quad.Width != 0 || !Adjoin(dWeights, rows * columns, dBias))
        {
            launcher.Run(a, b, result, rows + 1, columns, depth);
            return;
        }
        var partial = SharesOf(Use(dWeights), (long)plan.Slices * size);
        launcher.RunInShares(a, b, partial, plan);
        LeaveSum(Use(dWeights), dWeights, 0, size, partial, plan.Slices, size);
    }

    /// <inheritdoc/>
    public override void MaxPoolForward(
        in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y, DeviceBuffer<byte> argMax)
    {
        long count = (long)batch * shape.OutputSize;
        _maxPoolForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F, B>, MaxPool.Forward);
        _maxPoolForward((int)count, shape, View(x, (long)batch * shape.InputSize), View(y, count), View(argMax, count));
    }

    /// <inheritdoc/>
    public override void MaxPoolBackward(
        in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<byte> argMax, DeviceBuffer<float> dx)
    {
        long count = (long)batch * shape.OutputSize;
        _maxPoolBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, B, F>, MaxPool.Backward);
        _maxPoolBackward(
            batch * shape.InputSize, shape, View(dy, count), View(argMax, count), View(dx, (long)batch * shape.InputSize));
    }

    /// <inheritdoc/>
    public override void AveragePoolForward(in PoolShape shape, int batch, DeviceBuffer<float> x, DeviceBuffer<float> y)
    {
        long count = (long)batch * shape.OutputSize;
        _averagePoolForward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F>, AveragePool.Forward);
        _averagePoolForward((int)count, shape, View(x, (long)batch * shape.InputSize), View(y, count));
    }

    /// <inheritdoc/>
    public override void AveragePoolBackward(in PoolShape shape, int batch, DeviceBuffer<float> dy, DeviceBuffer<float> dx)
    {
        long count = (long)batch * shape.InputSize;
        _averagePoolBackward ??= Load(Accelerator.LoadAutoGroupedStreamKernel<Index1D, PoolShape, F, F>, AveragePool.Backward);
        _averagePoolBackward((int)count, shape, View(dy, (long)batch * shape.OutputSize), View(dx, count));
    }
}
