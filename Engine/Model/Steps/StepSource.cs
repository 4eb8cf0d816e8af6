using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>What a step is built from: the device, what the step before it leaves, and the means to get memory of its own.</summary>
/// <param name="device">Where it runs.</param>
/// <param name="maxBatch">The largest batch.</param>
/// <param name="training">Whether gradients are wanted.</param>
/// <param name="owned">Takes the memory.</param>
internal sealed class StepSource(Device device, int maxBatch, bool training, List<IDisposable> owned)
{
    public Device Device => device;

    /// <summary>What the step before leaves [largest batch, values].</summary>
    public required Tensor Output { get; set; }

    /// <summary>Where the gradient of <see cref="Output"/> goes; null where nobody wants it.</summary>
    public Tensor? OutputGradient { get; set; }

    public (Tensor Output, Tensor? Gradient) NewOutput(int size) => (NewValues(size), training ? NewValues(size) : default(Tensor?));

    public Tensor NewValues(int size) => new(New<float>((long)maxBatch * size), maxBatch, size);

    /// <summary>As many values, whatever the batch.</summary>
    public Tensor NewConstants(int count) => New<float>(count);

    public DeviceBuffer<byte> NewBytes(int size) => New<byte>((long)maxBatch * size);

    private DeviceBuffer<T> New<T>(long count)
        where T : unmanaged
    {
        DeviceBuffer<T> buffer = device.Allocate<T>(count);
        owned.Add(buffer);
        return buffer;
    }
}
