using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

internal sealed class DenseStep : ReluStep
{
    private readonly Variable _weights;
    private readonly Variable _bias;
    private readonly bool _inputIsRelu;

    /// <param name="source">What the step is built from.</param>
    /// <param name="weights">[inputs, outputs].</param>
    /// <param name="bias">[1, outputs].</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    /// <param name="before">The step whose ReLU gradient this step may include; null: none.</param>
    public DenseStep(StepSource source, Variable weights, Variable bias, bool relu, Step? before)
        : base(source, relu)
    {
        (_weights, _bias, _inputIsRelu) = (weights, bias, TakeBack(before, InputGradient));
        (Output, OutputGradient) = source.NewOutput(weights.Value.Columns);
    }

    /// <summary>
    /// On a device that fuses Adam, the weights are updated last: the update moves more memory than a cache holds, so the input gradient is
    /// first used by the step that needs it.
    /// </summary>
    public override Variable? UpdatesItself => Device.FusesAdam ? _weights : null;

    /// <summary>Whether a <see cref="ClassifierLoss"/> can include it.</summary>
    public bool CanClassify => !EndsInRelu && InputGradient is not null && !Device.FusesAdam;

    public override void Forward(in Pass pass) => Device.Run(ForwardOf(pass.Batch));

    public override void Backward(in Pass pass)
    {
        var dy = TakeRelu(pass);
        if (InputGradient is null)
        {
            if (!Device.FusesAdam)
                Device.Run(WeightsOf(pass.Batch));
        }
        else if (Device.FusesAdam)
        {
            var dx = InputGradient.Value.First(pass.Batch);
            Device.Run(new DenseBackwardInput(dy, _weights.Value, dx));
            if (_inputIsRelu)
                Device.Run(new ReluBackward(Input.First(pass.Batch), dx, dx));
        }
        else
        {
            Device.Run(BackwardOf(pass.Batch));
        }
    }

    public override void FinishBackward(in Pass pass)
    {
        if (!Device.FusesAdam)
            return;
        if (pass.Update is { } update)
            Device.Run(new DenseBackwardWeightsAdam(WeightsOf(pass.Batch), _weights.Adam(update)));
        else
            Device.Run(WeightsOf(pass.Batch));
    }

    public DenseForward ForwardOf(int batch) => new(Input.First(batch), _weights.Value, _bias.Value, Output.First(batch), EndsInRelu);

    public DenseBackward BackwardOf(int batch) => new(
        Input.First(batch), OutputGradient!.Value.First(batch), _weights.Value, _weights.Gradient!.Value, _bias.Gradient!.Value,
        InputGradient!.Value.First(batch), _inputIsRelu);

    private DenseBackwardWeights WeightsOf(int batch) =>
        new(Input.First(batch), OutputGradient!.Value.First(batch), _weights.Gradient!.Value, _bias.Gradient!.Value);
}
