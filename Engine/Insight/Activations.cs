using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Insight;

/// <summary>
/// All that a network computed for one sample: the tensors before and after every layer, with the weights that made them. Made by
/// <see cref="NetworkProbe"/>.
/// </summary>
public sealed class Activations
{
    private readonly IReadOnlyList<Activation> _tensors;

    internal Activations(Sequential model, float[] weights, IReadOnlyList<Activation> tensors, float[] probabilities)
    {
        (Model, Weights, _tensors, Probabilities) = (model, weights, tensors, probabilities);
        LogitsLayer = model.Layers.Count - (model.Layers[^1].Layer is Softmax ? 2 : 1);
    }

    /// <summary>The architecture.</summary>
    public Sequential Model { get; }

    /// <summary>The flat weights, placed as <see cref="Sequential.Parameters"/> says; do not write into them.</summary>
    public float[] Weights { get; }

    /// <summary>The sample.</summary>
    public Activation Input => _tensors[0];

    /// <summary>The sample as a picture: a vector of n·n values, n above 1, is a picture n×n×1.</summary>
    public Activation Picture =>
        Input.Shape is { Rank: 1, Size: > 1 and var size } && (int)Math.Sqrt(size) is var side && side * side == size
            ? new(new(side, side, 1), Input.Values)
            : Input;

    /// <summary>The layer whose output is the logits; −1 where a softmax is the only layer and the logits are the input.</summary>
    public int LogitsLayer { get; }

    /// <summary>The values before softmax.</summary>
    public float[] Logits => Of(LogitsLayer).Values;

    /// <summary>Softmax of the logits, whether or not the network ends in one.</summary>
    public float[] Probabilities { get; }

    /// <summary>What a layer gave, by its place in <see cref="Sequential.Layers"/>; −1 is the input.</summary>
    public Activation Of(int layer) => _tensors[layer + 1];

    /// <summary>What a layer was given.</summary>
    public Activation Before(int layer) => _tensors[layer];

    /// <summary>A layer's trainable tensor, 0 the weights and 1 the biases.</summary>
    public ReadOnlySpan<float> ParameterOf(int layer, int which)
    {
        var p = Model.Layers[layer].Parameters[which];
        return Weights.AsSpan(p.Offset, p.Spec.Shape.Size);
    }
}
