using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuDigits.Simulator.Tests;

/// <summary>A context with one accelerator, of 1,024 threads a group and a warp of 32 unless told otherwise.</summary>
public sealed class Gpu : IDisposable
{
    private readonly Context _context;

    public Gpu(Action<CheckOptions>? configure = null, CPUDeviceKind kind = CPUDeviceKind.Nvidia)
    {
        _context = Context.Create(b => b.CPU(kind).Checks(configure ?? (_ => { })));
        Accelerator = _context.Devices[0].CreateAccelerator(_context);
    }

    public Accelerator Accelerator { get; }

    public MemoryBuffer1D<T, Stride1D.Dense> Zeros<T>(int length)
        where T : unmanaged
    {
        var buffer = Accelerator.Allocate1D<T>(length);
        buffer.View.BaseView.MemSetToZero(Accelerator.DefaultStream);
        return buffer;
    }

    public MemoryBuffer1D<T, Stride1D.Dense> Send<T>(T[] data)
        where T : unmanaged
    {
        var buffer = Accelerator.Allocate1D<T>(data.Length);
        buffer.Write(data);
        return buffer;
    }

    public void Dispose() => _context.Dispose();
}

public static class BufferExtensions
{
    public static T[] Read<T>(this MemoryBuffer1D<T, Stride1D.Dense> buffer)
        where T : unmanaged
    {
        var data = new T[buffer.Length];
        buffer.View.BaseView.CopyToCPU(buffer.Accelerator.DefaultStream, data.AsSpan());
        return data;
    }

    public static void Write<T>(this MemoryBuffer1D<T, Stride1D.Dense> buffer, T[] data)
        where T : unmanaged => buffer.View.BaseView.CopyFromCPU(buffer.Accelerator.DefaultStream, (ReadOnlySpan<T>)data);
}
