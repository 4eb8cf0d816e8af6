using GpuDigits.Engine.Layers;
using PoolShape = GpuDigits.Kernels.PoolShape;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>
/// Turns layers into steps and fuses neighbours: convolution + max pooling + ReLU (in either order, because the largest value of a window
/// is the same before and after ReLU) where no input gradient is needed; convolution, dense or batch normalisation + ReLU; in training a
/// convolution with all that follows its normalisation, if the device fuses that; and the last dense layer and the loss, unless the device
/// fuses that layer with Adam.
/// </summary>
/// <param name="source">What the steps are built from.</param>
/// <param name="training">Whether the steps compute gradients.</param>
/// <param name="fuse">Whether neighbours may be fused into one operation.</param>
internal sealed class Planner(StepSource source, bool training, bool fuse)
{
    private readonly List<Step> _steps = [];

    /// <summary>Plans the steps from the input to the loss, and the loss.</summary>
    public (IReadOnlyList<Step> Steps, Loss Loss) Plan(
        Sequential model, Func<PlacedLayer, IReadOnlyList<Variable>> parameters, uint dropoutSeed)
    {
        ReadOnlySpan<PlacedLayer> rest = model.Layers.ToArray();
        var anythingToTrain = false;
        while (!rest.IsEmpty)
        {
            var placed = rest[0];
            var needsInputGradient = training && anythingToTrain;
            if (!needsInputGradient)
                source.OutputGradient = null;
            var seed = dropoutSeed + (uint)(model.Layers.Count - rest.Length);
            (var step, var taken) = NormalizedConvolution(rest, parameters, seed)
                ?? StepFor(rest, parameters(placed), needsInputGradient, seed);
            if (step is not null)
            {
                step.Layer = rest[taken - 1];
                _steps.Add(step);
                (source.Output, source.OutputGradient) = (step.Output, step.OutputGradient);
            }

            anythingToTrain |= placed.Parameters.Count > 0;
            rest = rest[taken..];
        }

        if (training && fuse && _steps.LastOrDefault() is DenseStep { CanClassify: true } last)
            return (_steps[..^1], new ClassifierLoss(source.Device, last));
        return (_steps, new Loss(source.Device, source.Output, source.OutputGradient ?? source.NewValues(source.Output.Columns)));
    }

    /// <summary>
    /// The step for a convolution, its normalisation, a ReLU, and a max-pool or dropout if one follows, where the device fuses them.
    /// </summary>
    private (Step? Step, int Taken)? NormalizedConvolution(
        ReadOnlySpan<PlacedLayer> rest, Func<PlacedLayer, IReadOnlyList<Variable>> parameters, uint seed)
    {
        if (!training || !fuse || !source.Device.FusesNormalization
            || rest is not [{ Layer: Conv2D conv } first, { Layer: BatchNormalization normal } second, { Layer: Relu }, .. var behind])
            return null;
        var flat = 0;
        while (flat < behind.Length && behind[flat].Layer is Flatten)
            flat++;
        PoolShape? pool = behind is [{ Layer: MaxPool2D layer } place, ..] ? layer.At(place.Input) : null;
        (float, uint)? drop = behind[flat..] is [{ Layer: Dropout dropout }, ..] ? (dropout.Rate, seed + 3 + (uint)flat) : null;
        var fused = new NormalizedConvolution(
            conv.At(first.Input), parameters(first), normal, parameters(second), pool, drop);
        var taken = pool is not null ? 4 : drop is not null ? 4 + flat : 3;
        return (new NormalizedConvolutionStep(source, fused, _steps.LastOrDefault()), taken);
    }

    /// <summary>The step for the first layers, and the number of layers that it covers; null for a layer that changes no value.</summary>
    private (Step? Step, int Taken) StepFor(
        ReadOnlySpan<PlacedLayer> rest, IReadOnlyList<Variable> p, bool needsInputGradient, uint dropoutSeed)
    {
        var placed = rest[0];
        var relu = fuse && rest is [_, { Layer: Relu }, ..];
        var withRelu = relu ? 2 : 1;
        var before = fuse ? _steps.LastOrDefault() : null;
        return placed.Layer switch
        {
            Conv2D conv when fuse && !needsInputGradient && PoolBehind(rest) is { } pool =>
                (new ConvolutionPoolReluStep(source, conv.At(placed.Input), pool, p[0], p[1]), 3),
            Conv2D conv => (new ConvolutionStep(source, conv.At(placed.Input), p[0], p[1], relu), withRelu),
            Dense => (new DenseStep(source, p[0], p[1], relu, before), withRelu),
            BatchNormalization normal => (new BatchNormalizationStep(source, placed.Input, normal, p, relu), withRelu),
            MaxPool2D pool => (new MaxPoolStep(source, pool.At(placed.Input), before), 1),
            AveragePool2D pool => (new AveragePoolStep(source, pool.At(placed.Input)), 1),
            Relu => (new PlainReluStep(source), 1),
            Dropout dropout => (new DropoutStep(source, dropout.Rate, dropoutSeed), 1),
            Flatten or Softmax => (null, 1),
            _ => throw new ModelException($"{placed.Layer.GetType().Name}: no step runs this layer"),
        };
    }

    private static PoolShape? PoolBehind(ReadOnlySpan<PlacedLayer> rest) => rest switch
    {
        [_, { Layer: MaxPool2D pool } place, { Layer: Relu }, ..] => pool.At(place.Input),
        [_, { Layer: Relu }, { Layer: MaxPool2D pool } place, ..] => pool.At(place.Input),
        _ => null,
    };
}
