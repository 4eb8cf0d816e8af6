using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model.Steps;

internal sealed class ConvolutionStep : ReluStep
{
    private readonly ConvolutionShape _shape;
    private readonly Variable _filters;
    private readonly Variable _bias;
    private readonly Tensor? _prepared;

    public ConvolutionStep(StepSource source, in ConvolutionShape shape, Variable filters, Variable bias, bool relu)
        : base(source, relu)
    {
        (_shape, _filters, _bias) = (shape, filters, bias);
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
        _prepared = source.NewPrepared(shape, filters);
    }

    public override void Forward(in Pass pass) => Device.Run(new ConvolutionForward(
        _shape, Input.First(pass.Batch), _filters.Value, _bias.Value, Output.First(pass.Batch), EndsInRelu, _prepared));

    public override void Backward(in Pass pass)
    {
        var dy = TakeRelu(pass);
        Device.Run(new ConvolutionBackwardFilters(_shape, Input.First(pass.Batch), dy, _filters.Gradient!.Value, _bias.Gradient!.Value));
        if (InputGradient is { } dx)
            Device.Run(new ConvolutionBackwardInput(_shape, dy, _filters.Value, dx.First(pass.Batch)));
    }
}

/// <summary>Convolution, max pooling and ReLU as one operation; see <see cref="ConvolutionPoolReluForward"/>.</summary>
internal sealed class ConvolutionPoolReluStep : Step
{
    private readonly ConvolutionShape _shape;
    private readonly PoolShape _pool;
    private readonly Variable _filters;
    private readonly Variable _bias;
    private readonly DeviceBuffer<byte> _argMax;
    private readonly Tensor? _prepared;

    public ConvolutionPoolReluStep(StepSource source, in ConvolutionShape shape, in PoolShape pool, Variable filters, Variable bias)
        : base(source)
    {
        (_shape, _pool, _filters, _bias) = (shape, pool, filters, bias);
        (Output, OutputGradient) = source.NewOutput(pool.OutputSize);
        _argMax = source.NewBytes(pool.OutputSize);
        _prepared = source.NewPrepared(shape, filters);
    }

    public override void Forward(in Pass pass) => Device.Run(new ConvolutionPoolReluForward(
        _shape, _pool, Input.First(pass.Batch), _filters.Value, _bias.Value, Output.First(pass.Batch), _argMax, _prepared));

    public override void Backward(in Pass pass) => Device.Run(new ConvolutionPoolReluBackward(
        _shape, _pool, Input.First(pass.Batch), Output.First(pass.Batch), OutputGradient!.Value.First(pass.Batch), _argMax,
        _filters.Gradient!.Value, _bias.Gradient!.Value));
}
