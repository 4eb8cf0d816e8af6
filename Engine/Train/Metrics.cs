using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Train;

/// <summary>Loss and hits of up to a number of batches, kept on the device until they are read.</summary>
internal sealed class Metrics(Device device, int batches) : IDisposable
{
    private readonly float[] _host = new float[2 * batches];

    public DeviceBuffer<float> Buffer { get; } = device.Allocate<float>(2 * batches);

    /// <summary>Mean loss and accuracy over the first batches that hold the given number of samples in all; waits for the device.</summary>
    public (double Loss, double Accuracy) Read(int batches, int samples)
    {
        var read = _host.AsSpan(0, 2 * batches);
        Buffer.CopyToHost(read);
        double loss = 0, hits = 0;
        for (var i = 0; i < read.Length; i += 2)
        {
            loss += read[i];
            hits += read[i + 1];
        }

        return (loss / samples, hits / samples);
    }

    /// <summary>Loss and hits of the first batches one by one, [batches, 2]; waits for the device.</summary>
    public float[] ReadEach(int batches)
    {
        var read = _host.AsSpan(0, 2 * batches);
        Buffer.CopyToHost(read);
        return read.ToArray();
    }

    public void Dispose() => Buffer.Dispose();
}
