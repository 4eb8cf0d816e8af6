using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes;

/// <summary>The networks that read symbols, on the CPU, with their device. For one thread at a time.</summary>
internal sealed class SymbolReader : ISymbolClassifier, IDisposable
{
    private readonly Device _device;
    private readonly SymbolNetworks _networks;
    private NetworkProbe? _probe;

    /// <param name="model">The networks.</param>
    /// <param name="device">Where they run; belongs to the reader. Null: the processor.</param>
    /// <exception cref="ModelException">The model reads no symbols.</exception>
    private SymbolReader(TrainedModel model, Device? device)
    {
        _device = device ?? new VectorDevice();
        try
        {
            _networks = new(_device, model);
        }
        catch
        {
            _device.Dispose();
            throw;
        }
    }

    /// <summary>The shipped networks; the caller disposes them.</summary>
    /// <exception cref="ModelFileException">The file is missing or cannot be read.</exception>
    /// <exception cref="ModelException">The model reads no symbols.</exception>
    public static SymbolReader Load() => Load(null);

    /// <inheritdoc cref="Load()"/>
    /// <param name="device">Where they run; belongs to the reader. Null: the processor.</param>
    public static SymbolReader Load(Device? device) => new(LoadModel(), device);

    /// <summary>The shipped model.</summary>
    /// <exception cref="ModelFileException">The file is missing or cannot be read.</exception>
    public static TrainedModel LoadModel() => TrainedModel.Load(ShippedModel.Find(Presets.SymbolsName)
        ?? throw new ModelFileException("models/symbols.safetensors: is missing; install the program again"));

    /// <summary>Probes the shape network. It belongs to the reader, and is created at the first call.</summary>
    public NetworkProbe Probe => _probe ??= new(_device, _networks.Shapes.Model, _networks.Shapes.Weights.ToArray());

    public float[] ReadShapes(IReadOnlyList<byte[]> pictures) => _networks.ReadShapes(pictures);

    public float[] ReadPlaces(float[] measures) => _networks.ReadPlaces(measures);

    public void Dispose()
    {
        _probe?.Dispose();
        _networks.Dispose();
        _device.Dispose();
    }
}
