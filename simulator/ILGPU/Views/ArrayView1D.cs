using System.Runtime.CompilerServices;
using ILGPU.Checking;
using ILGPU.Execution;

namespace ILGPU.Runtime;

/// <summary>A strided run of elements; <see cref="Stride1D.Dense"/> costs nothing over the view beneath.</summary>
public readonly unsafe struct ArrayView1D<T, TStride> : IArrayView<T>, IViewMemory
    where T : unmanaged
    where TStride : struct, IStride1D
{
    public static readonly int ElementSize = sizeof(T);
    public static readonly ArrayView1D<T, TStride> Empty;

    private readonly ArrayView<T> _base;
    private readonly long _extent;
    private readonly TStride _stride;

    public ArrayView1D(ArrayView<T> baseView, LongIndex1D extent, TStride stride)
    {
        _base = baseView;
        _extent = extent;
        _stride = stride;
    }

    public ArrayView<T> BaseView => _base;

    public LongIndex1D Extent => _extent;

    public Index1D IntExtent => IntLength;

    public TStride Stride => _stride;

    public bool IsValid => _base.IsValid;

    public long Length => _extent;

    public int IntLength => checked((int)_extent);

    public long LengthInBytes => _extent * sizeof(T);

    MemoryBuffer? IViewMemory.Owner => _base.Buffer;

    nint IViewMemory.Address => (nint)_base.Start;

    long IViewMemory.Bytes => _base.LengthInBytes;

    MemoryBuffer IArrayView.Buffer => _base.Buffer!;

    int IArrayView.ElementSize => sizeof(T);

    public ref T this[Index1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (typeof(TStride) == typeof(Stride1D.Dense))
                return ref _base[index.X];
            if ((ulong)index.X >= (ulong)_extent)
                throw ViewFault.At(_base.Start, index.X, _extent);
            return ref _base[_stride.ComputeElementIndex(index.ToLongIndex())];
        }
    }

    public ref T this[LongIndex1D index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (typeof(TStride) == typeof(Stride1D.Dense))
                return ref _base[index.X];
            if ((ulong)index.X >= (ulong)_extent)
                throw ViewFault.At(_base.Start, index.X, _extent);
            return ref _base[_stride.ComputeElementIndex(index)];
        }
    }

    public static ArrayView1D<T, TStride> GetEmpty(TStride stride) => new(ArrayView<T>.Empty, 0, stride);

    public int ComputeLinearIndex(Index1D index) => _stride.ComputeElementIndex(index);

    public long ComputeLinearIndex(LongIndex1D index) => _stride.ComputeElementIndex(index);

    public ArrayView1D<T, TStride> SubView(Index1D index, Index1D extent) => SubView(index.ToLongIndex(), extent.ToLongIndex());

    public ArrayView1D<T, TStride> SubView(LongIndex1D index, LongIndex1D extent)
    {
        if (index.X < 0 || extent.X < 0 || index.X + extent.X > _extent)
            throw ViewFault.Part(_base.Start, index.X, extent.X, _extent);
        long start = extent.X == 0 ? 0 : _stride.ComputeElementIndex(index);
        return new ArrayView1D<T, TStride>(_base.SubView(start, _stride.ComputeBufferLength(extent)), extent, _stride);
    }

    public ArrayView2D<T, TOtherStride> As2DView<TOtherStride>(LongIndex2D extent, TOtherStride stride)
        where TOtherStride : struct, IStride2D => new(_base, extent, stride);

    public ArrayView2D<T, Stride2D.DenseX> As2DDenseXView(LongIndex2D extent) =>
        new(_base, extent, Stride2D.DenseX.FromExtent(extent));

    public ArrayView2D<T, Stride2D.DenseY> As2DDenseYView(LongIndex2D extent) =>
        new(_base, extent, Stride2D.DenseY.FromExtent(extent));

    public ArrayView1D<T, Stride1D.General> To1DView() => AsGeneral();

    public ArrayView<T> AsContiguous() => _base;

    public ArrayView1D<T, Stride1D.Dense> AsDense() => new(_base, _extent, default);

    public ArrayView1D<T, Stride1D.General> AsGeneral() => AsGeneral(_stride.AsGeneral());

    public ArrayView1D<T, Stride1D.General> AsGeneral(Stride1D.General stride) => new(_base, _extent, stride);

    public override string ToString() => $"[{_extent}]";
}
