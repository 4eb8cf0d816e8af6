using ILGPU.Execution;

namespace ILGPU.Runtime;

/// <summary>Device memory: aligned native memory that starts out with the pattern of unwritten memory.</summary>
public abstract unsafe class MemoryBuffer : AcceleratorObject
{
    private readonly NativeBlock _memory;

    internal MemoryBuffer(Accelerator? accelerator, long length, int elementSize)
        : base(accelerator)
    {
        Length = length;
        ElementSize = elementSize;
        _memory = new NativeBlock(checked(length * elementSize));
    }

    public IntPtr NativePtr => (IntPtr)_memory.Start;

    public long Length { get; }

    public int ElementSize { get; }

    public long LengthInBytes => Length * ElementSize;

    internal byte* Start => _memory.Start;

    public ArrayView<byte> AsRawArrayView() => AsRawArrayView(0, LengthInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes) => AsRawArrayView(offsetInBytes, LengthInBytes - offsetInBytes);

    public ArrayView<byte> AsRawArrayView(long offsetInBytes, long lengthInBytes) => new(this, offsetInBytes, lengthInBytes);

    public ArrayView<T> AsArrayView<T>(long offset, long length)
        where T : unmanaged => new(this, offset, length);

    internal override void Free() => _memory.Dispose();
}

/// <summary>Device memory with the view that shows all of it.</summary>
public abstract class MemoryBuffer<TView> : MemoryBuffer, IContiguousArrayView
    where TView : struct, IArrayView
{
    private TView _view;

    internal MemoryBuffer(Accelerator accelerator, long length, int elementSize)
        : base(accelerator, length, elementSize)
    {
    }

    public TView View
    {
        get => _view;
        internal init => _view = value;
    }

    public bool IsValid => !IsDisposed;

    MemoryBuffer IArrayView.Buffer => this;

    long IContiguousArrayView.Index => 0;

    long IContiguousArrayView.IndexInBytes => 0;

    public static implicit operator TView(MemoryBuffer<TView> buffer) => buffer.View;

    public TView ToArrayView() => View;

    internal override void Free()
    {
        _view = default;
        base.Free();
    }
}
