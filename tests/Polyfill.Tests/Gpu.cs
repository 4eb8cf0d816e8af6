using ILGPU;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuDigits.Polyfill.Tests;

/// <summary>A context with one accelerator of 1,024 threads a group and a warp of 32.</summary>
public sealed class Gpu : IDisposable
{
    private readonly Context _context;

    public Gpu(Action<CheckOptions>? configure = null, CPUDevice? device = null)
    {
        _context = Context.Create(b => b.CPU(device ?? CPUDevice.Nvidia).Checks(configure ?? (_ => { })));
        Accelerator = _context.CreateCPUAccelerator(0);
    }

    public CPUAccelerator Accelerator { get; }

    public MemoryBuffer1D<T, Stride1D.Dense> Zeros<T>(int length)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = Accelerator.Allocate1D<T>(length);
        buffer.MemSetToZero();
        return buffer;
    }

    public void Dispose() => _context.Dispose();
}
