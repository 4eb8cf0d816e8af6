using System.Runtime.CompilerServices;
using ILGPU.Checking;
using ILGPU.Execution;

namespace ILGPU.Runtime;

/// <summary>A two-dimensional view; both coordinates are checked, not only the address they give.</summary>
public readonly unsafe struct ArrayView2D<T, TStride> : IArrayView<T>, IViewMemory
    where T : unmanaged
    where TStride : struct, IStride2D
{
    public static readonly int ElementSize = sizeof(T);
    public static readonly ArrayView2D<T, TStride> Empty;

    private readonly ArrayView<T> _base;
    private readonly LongIndex2D _extent;
    private readonly TStride _stride;

    public ArrayView2D(ArrayView<T> baseView, LongIndex2D extent, TStride stride)
    {
        _base = baseView;
        _extent = extent;
        _stride = stride;
    }

    public ArrayView<T> BaseView => _base;

    public LongIndex2D Extent => _extent;

    public Index2D IntExtent => _extent.ToIntIndex();

    public TStride Stride => _stride;

    public bool IsValid => _base.IsValid;

    public long Length => _extent.Size;

    public int IntLength => checked((int)Length);

    public long LengthInBytes => Length * sizeof(T);

    MemoryBuffer? IViewMemory.Owner => _base.Buffer;

    nint IViewMemory.Address => (nint)_base.Start;

    long IViewMemory.Bytes => _base.LengthInBytes;

    MemoryBuffer IArrayView.Buffer => _base.Buffer!;

    int IArrayView.ElementSize => sizeof(T);

    public ref T this[Index2D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[(long)index.X, (long)index.Y];
    }

    public ref T this[int x, int y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[(long)x, (long)y];
    }

    public ref T this[LongIndex2D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref this[index.X, index.Y];
    }

    public ref T this[long x, long y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((ulong)x >= (ulong)_extent.X || (ulong)y >= (ulong)_extent.Y)
                throw ViewFault.At(_base.Start, x, y, _extent);
            return ref _base[(x * _stride.XStride) + (y * _stride.YStride)];
        }
    }

    public static ArrayView2D<T, TStride> GetEmpty(TStride stride) => new(ArrayView<T>.Empty, LongIndex2D.Zero, stride);

    public int ComputeLinearIndex(Index2D index) => _stride.ComputeElementIndex(index);

    public long ComputeLinearIndex(LongIndex2D index) => _stride.ComputeElementIndex(index);

    public ArrayView2D<T, TStride> SubView(Index2D index, Index2D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    public ArrayView2D<T, TStride> SubView(LongIndex2D index, LongIndex2D extent)
    {
        if (!index.InBoundsInclusive(_extent) || !extent.InBoundsInclusive(_extent) || !(index + extent).InBoundsInclusive(_extent))
            throw ViewFault.At(_base.Start, index.X + extent.X, index.Y + extent.Y, _extent);
        long start = extent.Size == 0 ? 0 : _stride.ComputeElementIndex(index);
        return new ArrayView2D<T, TStride>(_base.SubView(start, _stride.ComputeBufferLength(extent)), extent, _stride);
    }

    public ArrayView1D<T, TOtherStride> As1DView<TOtherStride>(TOtherStride stride)
        where TOtherStride : struct, IStride1D => new(_base, Length, stride);

    public ArrayView<T> AsContiguous() => _base;

    public ArrayView2D<T, Stride2D.General> AsGeneral() => AsGeneral(_stride.AsGeneral());

    public ArrayView2D<T, Stride2D.General> AsGeneral(Stride2D.General stride) => new(_base, _extent, stride);

    public override string ToString() => $"[{_extent.X}, {_extent.Y}]";
}
