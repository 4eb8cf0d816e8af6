using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>Batch normalisation with an optional ReLU after it. The input gradient overwrites the gradient from the next step.</summary>
internal sealed class BatchNormalizationStep : ReluStep
{
    private readonly BatchNormalizationState _state;
    private readonly Variable _gamma;
    private readonly Variable _beta;
    private readonly float _epsilon;
    private readonly float _rate;
    private readonly int _channels;

    /// <param name="source">What the step is built from.</param>
    /// <param name="shape">Shape of the input; the last dimension is the channels.</param>
    /// <param name="layer">The settings.</param>
    /// <param name="parameters">γ, β, moving mean, moving variance.</param>
    /// <param name="relu">Whether a ReLU follows.</param>
    public BatchNormalizationStep(
        StepSource source, Shape shape, BatchNormalization layer, IReadOnlyList<Variable> parameters, bool relu)
        : base(source, relu)
    {
        (_gamma, _beta, _epsilon, _rate) = (parameters[0], parameters[1], layer.Epsilon, 1 - layer.Momentum);
        _channels = shape[shape.Rank - 1];
        _state = new(_gamma.Value, _beta.Value, parameters[2].Value, parameters[3].Value, source.NewConstants(2 * _channels));
        Output = source.NewValues(shape.Size);
    }

    public override void Forward(in Pass pass) => Device.Run(new BatchNormalizationForward(
        Pixels(Input, pass), _state, _epsilon, pass.Training ? _rate : 0, Pixels(Output, pass), EndsInRelu));

    public override void Backward(in Pass pass)
    {
        var gradient = Pixels(OutputGradient!.Value, pass);
        Device.Run(new BatchNormalizationBackward(
            Pixels(Input, pass), Pixels(Output, pass), gradient, _state, _gamma.Gradient!.Value, _beta.Gradient!.Value, gradient,
            EndsInRelu && !ReluIsTakenBack));
    }

    private Tensor Pixels(in Tensor values, in Pass pass) => values.First(pass.Batch).Reshape(_channels);
}
