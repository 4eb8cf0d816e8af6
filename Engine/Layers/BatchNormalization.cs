using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Layers;

/// <summary>
/// Batch normalisation of each channel: γ · (x − mean) / √(variance + ε) + β, in training with the batch's mean and variance, else with their
/// moving averages. Ioffe, Szegedy: arXiv 1502.03167. It follows a convolution or dense layer, into whose weights it folds for inference
/// (<see cref="TrainedModel.Fold"/>).
/// </summary>
/// <param name="Momentum">What a step keeps of the moving averages, from 0 up to, not including, 1.</param>
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
