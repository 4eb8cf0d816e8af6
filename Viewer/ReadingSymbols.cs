using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Viewer;

/// <summary>A model that reads symbols, with its device. Only one thread at a time may use it.</summary>
internal sealed class ReadingSymbols : ISymbolClassifier, IDisposable
{
    private readonly VectorDevice _device = new();
    private readonly SymbolNetworks _networks;

    /// <exception cref="ModelException">The model reads no symbols.</exception>
    public ReadingSymbols(TrainedModel model)
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

    public float[] ReadShapes(IReadOnlyList<byte[]> pictures) => _networks.ReadShapes(pictures);

    public float[] ReadPlaces(float[] measures) => _networks.ReadPlaces(measures);

    public void Dispose()
    {
        _networks.Dispose();
        _device.Dispose();
    }
}
