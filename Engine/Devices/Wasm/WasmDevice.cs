using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>
/// A browser's processor: one thread, and kernels in WebAssembly that are generated for each shape. .NET's own code is interpreted there,
/// at a tenth of their speed. Operations without such a kernel run as on a <see cref="VectorDevice"/> with 128 bits. Operations have
/// finished when they return. Only one thread at a time may use a device.
/// </summary>
public sealed unsafe class WasmDevice : VectorDevice
{
    private readonly WasmKernels<ConvolutionKernel> _convolution;
    private readonly WasmKernels<PackKernel> _pack;
    private readonly WasmKernels<PackReversedKernel> _packReversed;
    private readonly WasmKernels<FilterGradientKernel> _filterGradient;
    private readonly WasmKernels<DenseForwardKernel> _denseForward;
    private readonly WasmKernels<DenseWeightsKernel> _denseWeights;
    private readonly WasmKernels<DenseInputKernel> _denseInput;
    private readonly WasmKernels<AdamKernel> _adam;
    private readonly WasmKernels<ReluKernel> _relu;
    private readonly WasmKernels<ReluGradientKernel> _reluGradient;

    /// <summary>Kernels are compiled when they are first needed.</summary>
    /// <param name="host">What compiles and runs them; it must outlive the device.</param>
    public WasmDevice(IWasmHost host)
        : base(1, 128)
    {
        _convolution = new(host);
        _pack = new(host);
        _packReversed = new(host);
        _filterGradient = new(host);
        _denseForward = new(host);
        _denseWeights = new(host);
        _denseInput = new(host);
        _adam = new(host);
        _relu = new(host);
        _reluGradient = new(host);
    }

    /// <inheritdoc/>
    public override string Id => "wasm";

    /// <inheritdoc/>
    public override string Description => "WebAssembly, 1 thread, 128-bit vectors";

    /// <inheritdoc/>
    public override bool FusesAdam => false;

    /// <inheritdoc/>
    public override long PreparedFilters(in ConvolutionShape shape) => Check(shape).PatchSize * (long)WasmTile.Padded(shape.Filters);

    /// <inheritdoc/>
    protected internal override void Execute(in PrepareFilters op) => _pack.Run(
        new(op.Shape.PatchSize, Check(op.Shape).Filters), Read(op.Filters),
        Write(Pointer(op.Prepared.Buffer, PreparedFilters(op.Shape)), PreparedFilters(op.Shape)));

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionForward op) =>
        Convolve(op.Shape, null, op.X, op.Filters, op.Prepared, op.Bias, op.Y, null, op.Relu);

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluForward op)
    {
        Check(op.Pool);
        if (ConvolutionKernel.Fits(op.Pool))
            Convolve(op.Shape, op.Pool, op.X, op.Filters, op.Prepared, op.Bias, op.Y, op.ArgMax, relu: true);
        else
            base.Execute(op with { Prepared = null });
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardInput op)
    {
        var s = Check(op.Shape);
        if (s is not { StrideY: 1, StrideX: 1 } || s.PadTop >= s.FilterHeight || s.PadLeft >= s.FilterWidth)
        {
            base.Execute(op);
            return;
        }

        var reversed = new ConvolutionShape(
            s.OutHeight, s.OutWidth, s.Filters, s.Channels, s.FilterHeight, s.FilterWidth, 1, 1,
            s.FilterHeight - 1 - s.PadTop, s.FilterWidth - 1 - s.PadLeft, s.Height, s.Width);
        var (padded, packed) = (Aligned.Round(new WasmPadding(reversed).Size), PreparedFilters(reversed));
        var working = Shared.Floats(padded + packed);
        _packReversed.Run(
            new(s.FilterHeight * s.FilterWidth, s.Channels, s.Filters), Read(op.Filters), Write(working + padded, packed));
        _convolution.Run(
            new(reversed, null, Bias: false, Relu: false), Number(op.Dx.Rows), Read(op.Dy), Read(working + padded, packed), Number(0),
            Write(op.Dx), Number(0), Working(working, padded));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionBackwardFilters op)
    {
        var padded = new WasmPadding(Check(op.Shape)).Size;
        _filterGradient.Run(
            new(op.Shape, null), Number(op.X.Rows), Read(op.X), Number(0), Read(op.Dy), Number(0), Write(op.DFilters), Write(op.DBias),
            Working(Shared.Floats(padded), padded), Number(0));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ConvolutionPoolReluBackward op)
    {
        Check(op.Pool);
        if (!FilterGradientKernel.Fits(op.Pool))
        {
            base.Execute(op);
            return;
        }

        var padded = Aligned.Round(new WasmPadding(Check(op.Shape)).Size);
        var working = Shared.Floats(padded + op.Pool.InputSize);
        _filterGradient.Run(
            new(op.Shape, op.Pool), Number(op.X.Rows), Read(op.X), Read(op.Y), Read(op.Dy),
            new((nint)Pointer(op.ArgMax, op.Y.Count), op.Y.Count, Reads: true, Writes: false), Write(op.DFilters), Write(op.DBias),
            Working(working, padded), Working(working + padded, op.Pool.InputSize));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in DenseForward op) => _denseForward.Run(
        new(op.X.Columns, op.Y.Columns, op.Relu), Number(op.X.Rows), Read(op.X), Read(op.Weights), Read(op.Bias), Write(op.Y));

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardWeights op) => _denseWeights.Run(
        new(op.X.Columns, op.Dy.Columns), Number(op.X.Rows), Read(op.X), Read(op.Dy), Write(op.DWeights), Write(op.DBias));

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardInput op)
    {
        var kernel = new DenseInputKernel(op.Dx.Columns, op.Dy.Columns);
        _denseInput.Run(
            kernel, Number(op.Dx.Rows), Read(op.Dy), Read(op.Weights), Write(op.Dx),
            Working(Shared.Floats(kernel.Working), kernel.Working));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in DenseBackwardWeightsAdam op)
    {
        Execute(op.Gradients);
        Execute(op.Update);
    }

    /// <inheritdoc/>
    protected internal override void Execute(in AdamStep op)
    {
        var u = op.Update;
        _adam.Run(
            new(op.Weights.IntCount), Change(op.Weights), Read(op.Gradients), Change(op.M), Change(op.V), Number(u.Beta1),
            Number(1 - u.Beta1), Number(u.Beta2), Number(1 - u.Beta2), Number(u.Alpha), Number(u.Epsilon), Number(1 - u.Decay));
    }

    /// <inheritdoc/>
    protected internal override void Execute(in ReluForward op) => _relu.Run(new(op.X.IntCount), Read(op.X), Write(op.Y));

    /// <inheritdoc/>
    protected internal override void Execute(in ReluBackward op) =>
        _reluGradient.Run(new(op.Y.IntCount), Read(op.Y), Read(op.Dy), Write(op.Dx));

    private static WasmOperand Number(int value) => new(value, 0, Reads: true, Writes: false);

    private static WasmOperand Number(float value) => Number(BitConverter.SingleToInt32Bits(value));

    private static WasmOperand Read(float* values, long count) => new((nint)values, 4 * count, Reads: true, Writes: false);

    private static WasmOperand Write(float* values, long count) => new((nint)values, 4 * count, Reads: false, Writes: true);

    private static WasmOperand Working(float* values, long count) => new((nint)values, 4 * count, Reads: false, Writes: false);

    private WasmOperand Read(in Tensor tensor) => Read(Pointer(tensor), tensor.Count);

    private WasmOperand Write(in Tensor tensor) => Write(Pointer(tensor), tensor.Count);

    private WasmOperand Change(in Tensor tensor) => Write(tensor) with { Reads = true };

    private void Convolve(
        in ConvolutionShape shape, PoolShape? pool, in Tensor x, in Tensor filters, Tensor? prepared, in Tensor bias, in Tensor y,
        DeviceBuffer<byte>? argMax, bool relu)
    {
        var (padded, packed) = (Aligned.Round(new WasmPadding(Check(shape)).Size), PreparedFilters(shape));
        var working = Shared.Floats(padded + (prepared is null ? packed : 0));
        var panels = working + padded;
        if (prepared is { } ready)
            panels = Pointer(ready.Buffer, packed);
        else
            _pack.Run(new(shape.PatchSize, shape.Filters), Read(filters), Write(panels, packed));
        _convolution.Run(
            new(shape, pool, Bias: true, relu), Number(x.Rows), Read(x), Read(panels, packed), Read(bias), Write(y),
            argMax is null ? Number(0) : new((nint)Pointer(argMax, y.Count), y.Count, Reads: false, Writes: true),
            Working(working, padded));
    }
}
