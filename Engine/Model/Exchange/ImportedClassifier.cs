using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// Gives an imported network the end that every command needs: a dense layer and a softmax. A graph may end in logits, because training
/// tools pass these to their loss, or in a convolution that is pooled. The readings and probabilities stay the same.
/// </summary>
public static class ImportedClassifier
{
    private const int Pixels = 28 * 28, Digits = 10;

    /// <summary>The network with such an end; the same network if it already has one.</summary>
    /// <param name="model">The network, as it was read.</param>
    /// <param name="file">What messages call its file.</param>
    /// <param name="remark">Told what was changed.</param>
    /// <exception cref="ModelFileException">It does not classify pictures of 28×28 into ten digits.</exception>
    public static TrainedModel Complete(TrainedModel model, string file, Action<string>? remark = null)
    {
        var read = model.Architecture;
        var single = read.Output is { Rank: 3 } picture && picture[0] * picture[1] == 1;
        if (read.Input.Size != Pixels || read.Output.Size != Digits || (read.Output.Rank == 3 && !single))
            throw new ModelFileException($"{file}: its network makes {read.Output} of {read.Input}, not {Digits} digits of 28×28, which is "
                + "what every command reads");
        List<LayerWeights> layers = [.. read.Layers.Select(placed => LayerWeights.Of(placed, model.Weights))];
        var hasSoftmax = layers[^1].Layer is Softmax;
        if (hasSoftmax)
            layers.RemoveAt(layers.Count - 1);
        // A dropout does nothing when a digit is read, and here it would separate the dense layer from the softmax.
        while (layers[^1].Layer is Dropout)
            layers.RemoveAt(layers.Count - 1);
        if (single)
            layers.Add(new(new Flatten()));
        if (layers[^1].Layer is not Dense)
        {
            var identity = new float[Digits * Digits];
            for (var i = 0; i < Digits; i++)
                identity[i * (Digits + 1)] = 1;
            layers.Add(new(new Dense(Digits), identity, new float[Digits]));
            remark?.Invoke(
                "the network ends in no dense layer: one that hands the ten values on is appended, so that every command can use it");
        }

        layers.Add(new(new Softmax()));
        if (!hasSoftmax)
            remark?.Invoke("the network ends in logits: a softmax is appended");
        return LayerWeights.Join(read.Input, layers) with { Preset = model.Preset, Calibration = model.Calibration };
    }
}
