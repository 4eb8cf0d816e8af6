using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Model;

/// <summary>
/// The two networks on a device: the shape network reads the picture of a window, the place network weighs what it says by the window's
/// size and place. Only one thread at a time may use it.
/// </summary>
public sealed class SymbolNetworks : ISymbolClassifier, IDisposable
{
    private const int Pixels = DigitPreparation.Size * DigitPreparation.Size;

    private readonly Network _shapes, _places;

    /// <summary>Loads the networks on a device, which must outlive this.</summary>
    /// <exception cref="ModelException">The model has no place network, or a network has other inputs or outputs.</exception>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public SymbolNetworks(Device device, TrainedModel model, int maxBatch = 32)
    {
        if (model.Places is not { } places)
            throw new ModelException("the model reads no symbols: it has no place network; gpudigits train --preset symbols makes one");
        Require(model.Architecture, Pixels, Alphabet.None);
        Require(places.Architecture, Placement.Inputs, Alphabet.Classes);
        var shapes = model.Fold();
        _shapes = Put(device, shapes, maxBatch);
        _places = Put(device, places, maxBatch);
    }

    /// <summary>The shape network; it is disposed with this.</summary>
    public Network Shapes => _shapes;

    /// <summary>Bytes of all weights.</summary>
    public long Bytes => sizeof(float) * (_shapes.Weights.Length + _places.Weights.Length);

    /// <inheritdoc/>
    public float[] ReadShapes(IReadOnlyList<byte[]> pictures)
    {
        var values = new float[pictures.Count * Pixels];
        foreach (var (i, picture) in pictures.Index())
            Levels.ToFloats(picture).CopyTo(values, i * Pixels);
        return Run(_shapes, values);
    }

    /// <inheritdoc/>
    public float[] ReadPlaces(float[] measures) => Run(_places, measures);

    /// <inheritdoc/>
    public void Dispose()
    {
        _shapes.Dispose();
        _places.Dispose();
    }

    private static void Require(Sequential network, int inputs, int outputs)
    {
        if (network.Input.Size != inputs || network.Output.Size != outputs)
            throw new ModelException(
                $"a network makes {network.Output} of {network.Input}, a reader of symbols {outputs} values of {inputs}");
    }

    private static Network Put(Device device, TrainedModel model, int maxBatch)
    {
        var network = new Network(device, model.Architecture, maxBatch);
        network.LoadWeights(model.Weights);
        return network;
    }

    private static float[] Run(Network network, float[] inputs)
    {
        var outputs = new float[inputs.Length / network.Model.Input.Size * network.Model.Output.Size];
        network.Predict(inputs, outputs);
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] = PortableMath.Log(outputs[i] + 1e-9f);
        return outputs;
    }
}
