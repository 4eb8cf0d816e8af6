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
    private readonly VectorDevice _device = new();
    private readonly SymbolNetworks _networks;
    private NetworkProbe? _probe;

    /// <exception cref="ModelException">The model reads no symbols.</exception>
    private SymbolReader(TrainedModel model)
    {
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
    public static SymbolReader Load() => new(TrainedModel.Load(ShippedModel.Find(Presets.SymbolsName)
        ?? throw new ModelFileException("models/symbols.safetensors: is missing; install the program again")));

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
