using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model.Steps;

internal sealed class MaxPoolStep : Step
{
    private readonly PoolShape _shape;
    private readonly DeviceBuffer<byte> _argMax;
    private readonly bool _inputIsRelu;

    /// <param name="source">What the step is built from.</param>
    /// <param name="shape">Sizes of the pool.</param>
    /// <param name="before">The step whose ReLU gradient this step may include; null: none.</param>
    public MaxPoolStep(StepSource source, in PoolShape shape, Step? before)
        : base(source)
    {
        (_shape, _inputIsRelu) = (shape, ReluStep.TakeBack(before, InputGradient));
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
        _argMax = source.NewBytes(shape.OutputSize);
    }

    public override void Forward(in Pass pass) =>
        Device.Run(new MaxPoolForward(_shape, Input.First(pass.Batch), Output.First(pass.Batch), _argMax));

    /// <summary>
    /// The gradient of a ReLU before the pool is applied to the pooled values: the gradient of all other values is 0 anyway.
    /// </summary>
    public override void Backward(in Pass pass)
    {
        var dy = OutputGradient!.Value.First(pass.Batch);
        if (_inputIsRelu)
            Device.Run(new ReluBackward(Output.First(pass.Batch), dy, dy));
        if (InputGradient is { } dx)
            Device.Run(new MaxPoolBackward(_shape, dy, _argMax, dx.First(pass.Batch)));
    }
}

internal sealed class AveragePoolStep : Step
{
    private readonly PoolShape _shape;

    public AveragePoolStep(StepSource source, in PoolShape shape)
        : base(source)
    {
        _shape = shape;
        (Output, OutputGradient) = source.NewOutput(shape.OutputSize);
    }

    public override void Forward(in Pass pass) =>
        Device.Run(new AveragePoolForward(_shape, Input.First(pass.Batch), Output.First(pass.Batch)));

    public override void Backward(in Pass pass)
    {
        if (InputGradient is { } dx)
            Device.Run(new AveragePoolBackward(_shape, OutputGradient!.Value.First(pass.Batch), dx.First(pass.Batch)));
    }
}
