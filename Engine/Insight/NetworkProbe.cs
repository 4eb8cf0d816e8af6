using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Insight;

/// <summary>
/// Runs a network layer by layer, unfused, for one sample, and keeps what every layer gave. The values are the device's own. Not for use by
/// several threads at once; what <see cref="Run"/> returns is never changed again and may go anywhere.
/// </summary>
public sealed class NetworkProbe : IDisposable
{
    private readonly Network _network;
    private readonly float[] _weights;

    /// <summary>Puts the network on a device, which must live longer than the probe.</summary>
    /// <param name="device">Where it runs.</param>
    /// <param name="model">The architecture.</param>
    /// <param name="weights">Its flat weights; a copy is kept.</param>
    /// <exception cref="ArgumentException">The weights do not fit the architecture.</exception>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public NetworkProbe(Device device, Sequential model, float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _network = new(device, model, maxBatch: 1, fuse: false);
        try
        {
            _network.LoadWeights(weights);
        }
        catch
        {
            _network.Dispose();
            throw;
        }

        _weights = [.. weights];
    }

    /// <summary>The architecture.</summary>
    public Sequential Model => _network.Model;

    /// <summary>Reads one sample.</summary>
    /// <param name="input">The values of <see cref="Sequential.Input"/>, row-major.</param>
    /// <exception cref="ArgumentException">The number of values is another.</exception>
    public Activations Run(ReadOnlySpan<float> input)
    {
        if (input.Length != Model.Input.Size)
            throw new ArgumentException($"{input.Length} values are not an input of {Model.Input}", nameof(input));
        _network.Input.CopyFromHost(input);
        var outputs = new Dictionary<PlacedLayer, float[]>();
        _network.ForwardByLayer((layer, buffer) =>
        {
            var values = new float[layer.Output.Size];
            buffer.CopyToHost(values);
            outputs[layer] = values;
        });
        var tensors = new List<Activation> { new(Model.Input, input.ToArray()) };
        foreach (var layer in Model.Layers)
        {
            // A Flatten moves nothing, and dropout drops nothing here: where no step ran, the values are those before.
            var values = layer.Layer is Softmax ? ReadProbabilities() : outputs.GetValueOrDefault(layer, tensors[^1].Values);
            tensors.Add(new(layer.Output, values));
        }

        return new(Model, _weights, tensors, Model.Layers[^1].Layer is Softmax ? tensors[^1].Values : ReadProbabilities());
    }

    /// <summary>What each layer takes to read one sample, measured now: as long as a few hundred readings.</summary>
    public IReadOnlyList<LayerCost> MeasureCosts() => LayerCost.Measure(_network);

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private float[] ReadProbabilities()
    {
        var probabilities = new float[Model.Output.Size];
        _network.ReadProbabilities(1, probabilities);
        return probabilities;
    }
}
