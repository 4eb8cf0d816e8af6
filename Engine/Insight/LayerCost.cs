using System.Diagnostics;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Insight;

/// <summary>What a layer takes to read one sample.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Parameters">Trainable values.</param>
/// <param name="MultiplyAdds">
/// Products that are added up: outputs × window × channels of a convolution, inputs × outputs of a dense layer.
/// </param>
/// <param name="Bytes">Its parameters and its output, four bytes a value; a layer that moves no value has no output of its own.</param>
/// <param name="Microseconds">
/// The least time of many runs, layer by layer; zero for a layer that does nothing when a digit is read, and where only was counted.
/// </param>
public sealed record LayerCost(PlacedLayer Layer, int Parameters, long MultiplyAdds, long Bytes, double Microseconds)
{
    private const int Runs = 200;

    /// <summary>A network that takes long is measured less often.</summary>
    private const double MostSeconds = 3;

    /// <summary>Counts, and measures nothing.</summary>
    public static IReadOnlyList<LayerCost> Count(Sequential model) =>
        [.. model.Layers.Select(l => new LayerCost(l, ParametersOf(l), l.MultiplyAdds, BytesOf(l), 0))];

    /// <summary>Counts, and measures on a device. A network in use fuses neighbours and takes less than the sum.</summary>
    public static IReadOnlyList<LayerCost> Of(Device device, Sequential model, float[] weights)
    {
        using var network = new Network(device, model, maxBatch: 1, fuse: false);
        network.LoadWeights(weights);
        return Measure(network);
    }

    /// <summary>Counts, and measures on an unfused network's device.</summary>
    internal static IReadOnlyList<LayerCost> Measure(Network network)
    {
        (var device, var model) = (network.Device, network.Model);
        var least = model.Layers.ToDictionary(l => l, _ => double.PositiveInfinity);
        var probabilities = new float[model.Output.Size];
        var begin = Stopwatch.GetTimestamp();
        for (var run = 0; run < Runs && (run == 0 || Stopwatch.GetElapsedTime(begin).TotalSeconds < MostSeconds); run++)
        {
            device.Synchronize();
            var start = Stopwatch.GetTimestamp();
            void Took(PlacedLayer layer)
            {
                device.Synchronize();
                least[layer] = Math.Min(least[layer], (Stopwatch.GetTimestamp() - start) * 1e6 / Stopwatch.Frequency);
                start = Stopwatch.GetTimestamp();
            }

            network.ForwardByLayer((layer, _) => Took(layer));
            if (model.Layers[^1] is not { Layer: Softmax } last)
                continue;
            network.ReadProbabilities(1, probabilities);
            Took(last);
        }

        return [.. Count(model).Select(c => c with { Microseconds = c.Layer.Layer is Flatten or Dropout ? 0 : least[c.Layer] })];
    }

    private static int ParametersOf(PlacedLayer layer) => layer.Parameters.Sum(p => p.Spec.Shape.Size);

    private static long BytesOf(PlacedLayer placed) =>
        4L * ((long)ParametersOf(placed) + (placed.Layer is Flatten or Relu or Dropout ? 0 : placed.Output.Size));
}
