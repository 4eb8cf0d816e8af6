using ILGPU.Execution;

namespace ILGPU.Runtime;

/// <summary>Device memory: aligned native memory that initially contains the pattern of unwritten memory.</summary>
public abstract unsafe class MemoryBuffer : AcceleratorObject
{
    private readonly NativeBlock _memory;

    private protected MemoryBuffer(Accelerator? accelerator, long length, int elementSize)
        : base(accelerator)
    {
        Length = length;
        LengthInBytes = checked(length * elementSize);
        _memory = new NativeBlock(LengthInBytes);
    }

    public long Length { get; }

    public long LengthInBytes { get; }

    internal byte* Start => _memory.Start;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _memory.Dispose();
    }
}

/// <summary>Device memory with a view of all of it.</summary>
public abstract class MemoryBuffer<TView> : MemoryBuffer
    where TView : struct
{
    private protected MemoryBuffer(Accelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
    }

    public TView View { get; private protected init; }
}

/// <summary>A one-dimensional array on a device.</summary>
public class MemoryBuffer1D<T, TStride> : MemoryBuffer<ArrayView1D<T, TStride>>
    where T : unmanaged
    where TStride : struct
{
    internal unsafe MemoryBuffer1D(Accelerator accelerator, long length)
        : base(accelerator, length, sizeof(T)) => View = new(new ArrayView<T>(Start, Length, this));
}
