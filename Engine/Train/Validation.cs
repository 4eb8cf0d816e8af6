using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>Loss and accuracy of a training network on digits that it is not trained on.</summary>
internal sealed class Validation(Network network, DigitSet digits) : IDisposable
{
    private readonly DeviceDigits _digits = new(network.Device, digits);
    private readonly DeviceBuffer<byte> _labels = network.Device.Allocate<byte>(network.MaxBatch);
    private readonly Metrics _metrics = new(network.Device, Numbers.CeilDiv(digits.Count, network.MaxBatch));

    /// <summary>Reads every digit once; waits for the device.</summary>
    public (double Loss, double Accuracy) Run()
    {
        var slot = 0;
        for (var first = 0; first < _digits.Count; first += network.MaxBatch)
        {
            var count = Math.Min(network.MaxBatch, _digits.Count - first);
            _digits.Gather(network, _labels, first, count);
            network.Forward(count);
            network.Loss(count, _labels, _metrics.Buffer, slot++);
        }

        return _metrics.Read(slot, _digits.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics.Dispose();
        _labels.Dispose();
        _digits.Dispose();
    }
}
