using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Layers;

/// <summary>
/// Batch normalisation of each channel: γ · (x − mean) / √(variance + ε) + β. In training it uses the batch's mean and variance, otherwise
/// their moving averages. Ioffe, Szegedy: arXiv 1502.03167. It must follow a convolution or dense layer; for inference it is folded into
/// that layer's weights (<see cref="TrainedModel.Fold"/>).
/// </summary>
/// <param name="Momentum">The fraction of the moving averages that a step keeps, in [0, 1).</param>
/// <param name="Epsilon">Added to the variance; above 0.</param>
public sealed record BatchNormalization(float Momentum = 0.9f, float Epsilon = 1e-3f) : Layer
{
    internal override string BaseName => "batch_normalization";

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) =>
        Momentum is not (>= 0 and < 1) ? throw Misfit($"momentum is {Momentum}, it must be at least 0 and below 1")
        : !(Epsilon > 0 && float.IsFinite(Epsilon)) ? throw Misfit($"epsilon is {Epsilon}, it must be above 0")
        : input;

    /// <inheritdoc/>
    public override IReadOnlyList<ParameterSpec> Parameters(Shape input)
    {
        var channels = new Shape(input[input.Rank - 1]);
        return
        [
            new("gamma", channels, 0, InitialValue: 1), new("beta", channels, 0),
            new("moving_mean", channels, 0, Trainable: false), new("moving_variance", channels, 0, InitialValue: 1, Trainable: false),
        ];
    }
}
