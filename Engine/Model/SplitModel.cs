using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// A folded network (<see cref="Sequential.Fold"/>) split before its last dense layer: the body turns a picture into features, the head
/// turns features into logits. The body's layers have the same names and offsets as in the whole network, so the flat weights of the whole
/// are those of the body followed by those of the head. This holds only without batch normalisation, whose moving averages come after all
/// trainable weights.
/// </summary>
/// <param name="Body">The layers before the last dense layer; its output is the features.</param>
/// <param name="Head">The last dense layer and the softmax.</param>
public sealed record SplitModel(Sequential Body, Sequential Head)
{
    /// <summary>Number of features.</summary>
    public int Features => Body.Output.Size;

    /// <summary>Folds an architecture and splits it.</summary>
    /// <exception cref="ModelException">The network does not end in a dense layer and a softmax.</exception>
    public static SplitModel Of(Sequential whole)
    {
        whole = whole.Fold();
        var last = LastOf(whole).Layer;
        Layer[] layers = [.. whole.Layers.SkipLast(2).Select(l => l.Layer)];
        var body = new Sequential(whole.Input, layers.Length > 0 ? layers : [new Flatten()]);
        return new(body, new(body.Output, last, new Softmax()));
    }

    /// <summary>Number of features of a network that is not split.</summary>
    /// <inheritdoc cref="Of"/>
    internal static int FeaturesOf(Sequential whole) => LastOf(whole.Fold()).Input.Size;

    /// <summary>The body's part of the whole folded network's weights (flat).</summary>
    public float[] BodyWeights(float[] whole) => whole[..Body.FlatSize];

    /// <summary>The head's part of the whole folded network's weights (flat).</summary>
    public float[] HeadWeights(float[] whole) => whole[Body.FlatSize..];

    /// <summary>The whole folded network's weights with another head.</summary>
    public float[] WithHead(float[] whole, float[] head) => [.. BodyWeights(whole), .. head];

    private static PlacedLayer LastOf(Sequential folded) => folded.Layers is [.., { Layer: Dense } last, { Layer: Softmax }]
        ? last
        : throw new ModelException($"the network ends in {folded.Layers[^1].Layer.GetType().Name}, not in a dense layer and a softmax");
}
