using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>A data set in a device's memory: copied once, then gathered in batches by a list of places.</summary>
public sealed class DeviceDigits : IDisposable
{
    private readonly DeviceBuffer<byte> _images;
    private readonly DeviceBuffer<byte> _labels;

    private readonly int _height;
    private readonly int _width;

    /// <summary>Copies the pictures and labels to the device.</summary>
    /// <param name="device">Where to copy them.</param>
    /// <param name="digits">The set.</param>
    /// <param name="places">Length of the longest order that will be set, if it is longer than the set.</param>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public DeviceDigits(Device device, DigitSet digits, int places = 0)
    {
        (Device, Count, _height, _width) = (device, digits.Count, digits.Height, digits.Width);
        _images = device.Allocate<byte>(Math.Max(1, digits.Images.Length));
        _labels = device.Allocate<byte>(Math.Max(1, digits.Labels.Length));
        Order = device.Allocate<int>(Math.Max(1, Math.Max(places, Count)));
        _images.CopyFromHost(digits.Images);
        _labels.CopyFromHost(digits.Labels);
        SetOrder([.. Enumerable.Range(0, Count)]);
    }

    /// <summary>The device that holds the set.</summary>
    public Device Device { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Bytes of a picture.</summary>
    public int Pixels => _height * _width;

    private DeviceBuffer<int> Order { get; }

    /// <summary>Sets the order of the samples for later gathers. At first it is the order of the set.</summary>
    public void SetOrder(ReadOnlySpan<int> order) => Order.CopyFromHost(order);

    /// <summary>Puts the samples at places first … first + batch − 1 into the network's input and their labels into labels.</summary>
    public void Gather(Network into, DeviceBuffer<byte> labels, int first, int batch) =>
        Device.Run(new GatherPictures(_images, _labels, Order, first, new(into.Input, batch, Pixels), labels));

    /// <summary>
    /// The same into x [batch, height, width], with each picture changed at random as seed and epoch (from 1) have it for this sample.
    /// </summary>
    public void GatherAugmented(
        DeviceBuffer<float> x, DeviceBuffer<byte> labels, int first, int batch, in Kernels.AugmentSettings settings, uint seed,
        int epoch) =>
        Device.Run(new GatherAugmented(
            _images, _labels, Order, new(first, _height, _width, RandomStream.AugmentSeed + seed, (uint)epoch), settings,
            new(x, batch, Pixels), labels));

    /// <inheritdoc/>
    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
        Order.Dispose();
    }
}
