using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model.Steps;

/// <summary>What a step is built from: the device, the output of the previous step, and a way to allocate memory.</summary>
/// <param name="device">The device.</param>
/// <param name="maxBatch">The largest batch.</param>
/// <param name="training">Whether the steps compute gradients.</param>
/// <param name="owned">Receives everything that is allocated.</param>
internal sealed class StepSource(Device device, int maxBatch, bool training, List<IDisposable> owned)
{
    public Device Device => device;

    /// <summary>The output of the previous step [largest batch, values].</summary>
    public required Tensor Output { get; set; }

    /// <summary>Where the gradient of <see cref="Output"/> is stored; null if no step needs it.</summary>
    public Tensor? OutputGradient { get; set; }

    public (Tensor Output, Tensor? Gradient) NewOutput(int size) => (NewValues(size), training ? NewValues(size) : default(Tensor?));

    public Tensor NewValues(int size) => new(New<float>((long)maxBatch * size), maxBatch, size);

    /// <summary>A tensor whose size does not depend on the batch.</summary>
    public Tensor NewConstants(int count) => New<float>(count);

    /// <summary>What is to be run when the weights have been replaced.</summary>
    public List<PrepareFilters> Preparations { get; } = [];

    /// <summary>The form in which the device wants the filters of a network that does not train; null if it has none.</summary>
    public Tensor? NewPrepared(in ConvolutionShape shape, Variable filters)
    {
        if (training || device.PreparedFilters(shape) is not (> 0 and var count))
            return null;
        Tensor prepared = New<float>(count);
        Preparations.Add(new(shape, filters.Value, prepared));
        return prepared;
    }

    public DeviceBuffer<byte> NewBytes(int size) => New<byte>((long)maxBatch * size);

    private DeviceBuffer<T> New<T>(long count)
        where T : unmanaged
    {
        var buffer = device.Allocate<T>(count);
        owned.Add(buffer);
        return buffer;
    }
}
