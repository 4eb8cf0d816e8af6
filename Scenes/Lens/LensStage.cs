using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes.Lens;

/// <summary>How a stage of the network is shown.</summary>
internal enum StageKind
{
    Input,

    /// <summary>A convolution's filters, one tile each.</summary>
    Filters,

    /// <summary>A tensor of rank 3, one tile per channel.</summary>
    Maps,

    /// <summary>A vector, one small square per value.</summary>
    Values,

    /// <summary>A short vector whose values are written out.</summary>
    Numbers,
}

/// <summary>A part of the network that the lens shows: the output of a layer, or its filters.</summary>
/// <param name="Layer">The layer's place in <see cref="Sequential.Layers"/>; −1 for the input.</param>
/// <param name="Title">The name for people.</param>
/// <param name="Kind">How it is shown.</param>
/// <param name="Shape">The shape of what is shown; for filters height, width, number.</param>
internal sealed record LensStage(int Layer, string Title, StageKind Kind, Shape Shape)
{
    private const int MostNumbers = 24;

    /// <summary>
    /// Every stage of a network, in order. Layers that change no value (flatten, and dropout when reading) have none.
    /// </summary>
    public static IReadOnlyList<LensStage> Of(Sequential model)
    {
        var stages = new List<LensStage> { new(-1, "Input", StageKind.Input, model.Input) };
        foreach (var (i, placed) in model.Layers.Index())
        {
            if (placed.Layer is Flatten or Dropout)
                continue;
            if (placed.Layer is Conv2D conv)
                stages.Add(new(i, $"Filters {conv.FilterHeight}×{conv.FilterWidth}", StageKind.Filters,
                    new(conv.FilterHeight, conv.FilterWidth, conv.Filters)));
            var kind = placed.Output.Rank == 3 ? StageKind.Maps
                : placed.Output.Size <= MostNumbers ? StageKind.Numbers : StageKind.Values;
            stages.Add(new(i, TitleOf(model, i), kind, placed.Output));
        }
        return stages;
    }

    /// <summary>The name of a layer for people.</summary>
    public static string TitleOf(Sequential model, int layer) => model.Layers[layer].Layer switch
    {
        Conv2D => "Convolution",
        MaxPool2D => "Max pooling",
        AveragePool2D => "Average pooling",
        Relu => "ReLU",
        Flatten => "Flatten",
        Dropout => "Dropout",
        Softmax => "Probabilities",
        Dense when layer == LogitsLayer(model) => "Logits",
        var other => other.GetType().Name,
    };

    private static int LogitsLayer(Sequential model) => model.Layers.Count - (model.Layers[^1].Layer is Softmax ? 2 : 1);

    /// <summary>The scale of the colours. It is the same for a whole stage, so that its tiles can be compared.</summary>
    public ValueScale ScaleOf(Activations activations) => ValueScale.Of(
        Kind == StageKind.Filters ? activations.ParameterOf(Layer, 0) : activations.Of(Layer).Values);
}
