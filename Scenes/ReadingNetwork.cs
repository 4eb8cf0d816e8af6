using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Scenes;

/// <summary>A network that reads digits, with its device. The receiver of one disposes it. For one thread at a time.</summary>
internal interface IReadingNetwork : IDisposable
{
    /// <summary>
    /// Probes the same network. It belongs to the network, and is created at the first call. Null if the network cannot be probed.
    /// </summary>
    NetworkProbe? Probe { get; }

    /// <summary>Reads a picture [784], 0 to 1.</summary>
    Verdict Read(float[] picture);
}

/// <summary>A model that reads digits on the CPU: one picture is read there faster than it is copied to a GPU and back.</summary>
internal sealed class ReadingNetwork : IReadingNetwork
{
    private readonly Device _device;
    private readonly DigitClassifier _classifier;
    private NetworkProbe? _probe;

    /// <param name="model">The network.</param>
    /// <param name="device">Where it runs; belongs to the network. Null: the processor.</param>
    /// <exception cref="ModelException">The network does not end in a dense layer and a softmax.</exception>
    public ReadingNetwork(TrainedModel model, Device? device = null)
    {
        _device = device ?? new VectorDevice();
        try
        {
            _classifier = new(_device, model, maxBatch: 1);
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    public NetworkProbe Probe => _probe ??= new(_device, _classifier.Model.Architecture, _classifier.Model.Calibrated().Weights);

    public Verdict Read(float[] picture) => _classifier.Read(picture);

    public void Dispose()
    {
        _probe?.Dispose();
        _classifier.Dispose();
        _device.Dispose();
    }
}
