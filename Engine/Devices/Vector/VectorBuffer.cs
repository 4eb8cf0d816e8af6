using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Memory of a <see cref="VectorDevice"/>: native, aligned to 64 bytes (slices to their element).</summary>
internal sealed unsafe class VectorBuffer<T> : DeviceBuffer<T>
    where T : unmanaged
{
    private readonly VectorMemory _memory;
    private readonly long _offset;
    private readonly bool _owns;

    internal VectorBuffer(VectorDevice device, VectorMemory memory, long offset, long length, bool owns)
        : base(device, length)
    {
        _memory = memory;
        _offset = offset;
        _owns = owns;
    }

    /// <summary>Address of the first value.</summary>
    /// <exception cref="ObjectDisposedException">The memory has been freed.</exception>
    public T* Pointer => (T*)_memory.Start + _offset;

    public override void CopyFromHost(ReadOnlySpan<T> source)
    {
        CheckFits(source.Length, nameof(source));
        fixed (T* p = source)
            NativeMemory.Copy(p, Pointer, (nuint)source.Length * (nuint)sizeof(T));
    }

    public override void CopyToHost(Span<T> destination)
    {
        CheckFits(destination.Length, nameof(destination));
        fixed (T* p = destination)
            NativeMemory.Copy(Pointer, p, (nuint)destination.Length * (nuint)sizeof(T));
    }

    public override DeviceBuffer<T> Slice(long offset, long length)
    {
        CheckRange(offset, length);
        return new VectorBuffer<T>((VectorDevice)Device, _memory, _offset + offset, length, owns: false);
    }

    public override void Clear() => NativeMemory.Clear(Pointer, (nuint)Length * (nuint)sizeof(T));

    protected override void Dispose(bool disposing)
    {
        if (_owns)
            ((VectorDevice)Device).Free(_memory);
    }

    private void CheckFits(int length, string name)
    {
        if (length > Length)
            throw new ArgumentException($"{length} values do not fit a buffer of {Length}.", name);
    }
}

/// <summary>One allocation, shared by a buffer and its slices.</summary>
internal sealed unsafe class VectorMemory(long bytes)
{
    private void* _start = Aligned.Allocate(bytes);

    public void* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start == null, typeof(VectorDevice));
            return _start;
        }
    }

    public void Free()
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
