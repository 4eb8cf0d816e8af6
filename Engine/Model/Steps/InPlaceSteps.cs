using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>A ReLU that no earlier step includes.</summary>
internal sealed class PlainReluStep(StepSource source) : Step(source)
{
    public override void Forward(in Pass pass) => Device.Run(new ReluForward(Input.First(pass.Batch), Input.First(pass.Batch)));

    public override void Backward(in Pass pass)
    {
        if (InputGradient?.First(pass.Batch) is { } gradient)
            Device.Run(new ReluBackward(Output.First(pass.Batch), gradient, gradient));
    }
}

internal sealed class DropoutStep(StepSource source, float rate, uint seed) : Step(source)
{
    public override void Forward(in Pass pass)
    {
        if (pass.Training)
            Drop(Input.First(pass.Batch), pass);
    }

    public override void Backward(in Pass pass)
    {
        if (InputGradient?.First(pass.Batch) is { } gradient)
            Drop(gradient, pass);
    }

    private void Drop(in Tensor values, in Pass pass) => Device.Run(new DropValues(values, values, rate, seed, pass.Number));
}
