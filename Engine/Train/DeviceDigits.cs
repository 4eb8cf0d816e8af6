using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>A data set in a device's memory: copied once, then gathered in batches by a list of places.</summary>
public sealed class DeviceDigits : IDisposable
{
    private readonly DeviceBuffer<byte> _images;
    private readonly DeviceBuffer<byte> _labels;

    /// <summary>Copies the pictures and labels to the device.</summary>
    /// <exception cref="DeviceException">The memory cannot be had.</exception>
    public DeviceDigits(Device device, DigitSet digits)
    {
        (Device, Count, Pixels) = (device, digits.Count, digits.Height * digits.Width);
        _images = device.Allocate<byte>(Math.Max(1, digits.Images.Length));
        _labels = device.Allocate<byte>(Math.Max(1, digits.Labels.Length));
        Order = device.Allocate<int>(Math.Max(1, Count));
        _images.CopyFromHost(digits.Images);
        _labels.CopyFromHost(digits.Labels);
        SetOrder([.. Enumerable.Range(0, Count)]);
    }

    /// <summary>Where it is.</summary>
    public Device Device { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Bytes of a picture.</summary>
    public int Pixels { get; }

    private DeviceBuffer<int> Order { get; }

    /// <summary>Decides which sample comes at which place, for the gathers to come. At first it is the order of the set.</summary>
    public void SetOrder(ReadOnlySpan<int> order) => Order.CopyFromHost(order);

    /// <summary>Puts the samples at places first … first + batch − 1 into the network's input and their labels into labels.</summary>
    public void Gather(Network into, DeviceBuffer<byte> labels, int first, int batch) =>
        Device.GatherBatch(_images, _labels, Order, first, batch, Pixels, into.Input, labels);

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
        Order.Dispose();
    }
}
