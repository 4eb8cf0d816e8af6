using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU.Checking;
using ILGPU.Execution;
using ILGPU.Runtime;

namespace ILGPU;

/// <summary>The distance between neighbours of a view.</summary>
public static class Stride1D
{
    /// <summary>Adjacent elements.</summary>
    public readonly struct Dense;
}

public interface IContiguousArrayView
{
    /// <summary>Number of elements before the view in its buffer.</summary>
    long Index { get; }
}

public interface IContiguousArrayView<T> : IContiguousArrayView
    where T : unmanaged;

/// <summary>
/// A sequence of elements in the native memory of a buffer (or in shared memory). The indexer is the inner loop of all kernels: one
/// unsigned comparison, then the address. The throw is in the indexer itself: only then does the compiler know that a failed check does not
/// return, and keeps values in registers.
/// </summary>
public readonly unsafe struct ArrayView<T> : IContiguousArrayView<T>, IViewMemory
    where T : unmanaged
{
    private readonly T* _start;
    private readonly long _length;
    private readonly MemoryBuffer? _buffer;

    internal ArrayView(void* start, long length, MemoryBuffer? buffer)
    {
        _start = (T*)start;
        _length = length;
        _buffer = buffer;
    }

    public long Length => _length;

    public int IntLength => checked((int)_length);

    internal long LengthInBytes => _length * sizeof(T);

    internal MemoryBuffer? Buffer => _buffer;

    internal void* Start => _start;

    MemoryBuffer? IViewMemory.Owner => _buffer;

    nint IViewMemory.Address => (nint)_start;

    long IViewMemory.Bytes => LengthInBytes;

    long IContiguousArrayView.Index => _buffer is null ? 0 : _start - (T*)_buffer.Start;

    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_length)
                throw ViewFault.At(_start, index, _length);
            return ref _start[index];
        }
    }

    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X];
    }

    public ref T this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)index >= (ulong)_length)
                throw ViewFault.At(_start, index, _length);
            return ref _start[index];
        }
    }

    public static implicit operator ArrayView<T>(ArrayView1D<T, Stride1D.Dense> view) => view.BaseView;

    public ArrayView<T> SubView(int index, int subViewLength) => SubView((long)index, subViewLength);

    public ArrayView<T> SubView(long index, long subViewLength)
    {
        if (index < 0 || subViewLength < 0 || index + subViewLength > _length)
            throw ViewFault.Part(_start, index, subViewLength, _length);
        return new ArrayView<T>(_start + index, subViewLength, _buffer);
    }

    /// <summary>
    /// The same memory as other elements. Up to sixteen bytes are loaded and stored at once, for which a GPU wants a multiple of their
    /// size; buffers and shared memory begin at one, so a view can leave it only here.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ArrayView<TOther> Cast<TOther>()
        where TOther : unmanaged
    {
        var alignment = BitOperations.IsPow2(sizeof(TOther)) ? Math.Min(sizeof(TOther), 16) : 1;
        var length = LengthInBytes / sizeof(TOther);
        if (((nint)_start & (alignment - 1)) != 0 && length > 0)
            throw ViewFault.Misaligned(_start, typeof(TOther).Name, alignment);
        return new(_start, length, _buffer);
    }

    public override string ToString() => $"[{_length}]";
}
