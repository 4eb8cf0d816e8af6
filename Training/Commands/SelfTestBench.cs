using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Training.Commands;

/// <summary>A device and the buffers of one check. The inputs are the same on every device: the number of a buffer is its seed.</summary>
internal sealed class SelfTestBench(Device device) : IDisposable
{
    private readonly List<IDisposable> _buffers = [];
    private readonly List<Func<float[]>> _results = [];

    public Device Device => device;

    /// <summary>The results of a check, in the order of their allocation.</summary>
    public float[][] Results(Action<SelfTestBench> check)
    {
        check(this);
        return [.. _results.Select(result => result())];
    }

    /// <summary>Values from −scale to scale.</summary>
    public DeviceBuffer<float> Values(int count, float scale = 1) => Send(Random(count, v => scale * ((2 * v) - 1)));

    /// <summary>Values from 0 to 1.</summary>
    public DeviceBuffer<float> Positive(int count) => Send(Random(count, v => v));

    /// <summary>These values.</summary>
    public DeviceBuffer<float> Of(float[] values) => Send(values);

    /// <summary>Memory for a result, filled with NaN, so that a value that is not written is found.</summary>
    public DeviceBuffer<float> Output(int count) => Compared(Send(Enumerable.Repeat(float.NaN, count)));

    /// <summary>Memory for two results, side by side.</summary>
    public (DeviceBuffer<float> First, DeviceBuffer<float> Second) Outputs(int first, int second)
    {
        var both = Output(first + second);
        return (both.Slice(0, first), both.Slice(first, second));
    }

    /// <summary>Values that the check changes.</summary>
    public DeviceBuffer<float> Changed(int count) => Compared(Values(count));

    /// <summary>Bytes computed from their index, or zeros.</summary>
    public DeviceBuffer<byte> Bytes(int count, Func<int, double>? value = null) =>
        Send(Enumerable.Range(0, count).Select(i => (byte)((int)(value?.Invoke(i) ?? 0) % 256)));

    /// <summary>Memory for bytes that are compared.</summary>
    public DeviceBuffer<byte> Labels(int count)
    {
        var labels = Bytes(count);
        _results.Add(() => [.. labels.ToArray().Select(v => (float)v)]);
        return labels;
    }

    /// <summary>A permutation of 0 … count − 1.</summary>
    public DeviceBuffer<int> Order(int count) => Send(Enumerable.Range(0, count).Select(i => i * 13 % count));

    /// <summary>Adds a result in the host's memory.</summary>
    public void Compare(float[] result) => _results.Add(() => result);

    public void Dispose() => _buffers.ForEach(b => b.Dispose());

    private IEnumerable<float> Random(int count, Func<float, float> map)
    {
        var number = (uint)_buffers.Count + 1;
        return Enumerable.Range(0, count).Select(i => map(CounterRandom.Bits(number, 1, (uint)i) / (float)uint.MaxValue));
    }

    private DeviceBuffer<float> Compared(DeviceBuffer<float> buffer)
    {
        _results.Add(buffer.ToArray);
        return buffer;
    }

    private DeviceBuffer<T> Send<T>(IEnumerable<T> values)
        where T : unmanaged
    {
        T[] host = [.. values];
        var buffer = device.Allocate<T>(host.Length);
        _buffers.Add(buffer);
        buffer.CopyFromHost(host);
        return buffer;
    }
}
