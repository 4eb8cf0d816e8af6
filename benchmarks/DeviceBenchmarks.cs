using BenchmarkDotNet.Attributes;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;

namespace GpuDigits.Benchmarks;

/// <summary>A cpu device with one thread and with all, and buffers with arbitrary contents.</summary>
public abstract class DeviceBenchmarks
{
    private readonly Random _random = new(1);

    /// <summary>0 stands for all processors.</summary>
    [Params(1, 0)]
    public int Threads { get; set; }

    protected Device Device { get; private set; } = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Device = new VectorDevice(Threads);
        Allocate();
    }

    [GlobalCleanup]
    public void CleanUp() => Device.Dispose();

    protected abstract void Allocate();

    /// <summary>Values in [−0.05, 0.05), or half of them zero as after a ReLU.</summary>
    protected DeviceBuffer<float> Floats(int count, bool relu = false)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (_random.NextSingle() - 0.5f) / 10;
        for (var i = 0; relu && i < count; i++)
            values[i] = Math.Max(values[i], 0);
        var buffer = Device.Allocate<float>(count);
        buffer.CopyFromHost(values);
        return buffer;
    }
}
