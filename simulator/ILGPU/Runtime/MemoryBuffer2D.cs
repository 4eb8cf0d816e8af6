namespace ILGPU.Runtime;

/// <summary>A two-dimensional array on a device.</summary>
public class MemoryBuffer2D<T, TStride> : MemoryBuffer<ArrayView2D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride2D
{
    private readonly LongIndex2D _extent;

    internal unsafe MemoryBuffer2D(Accelerator accelerator, LongIndex2D extent, TStride stride)
        : base(accelerator, stride.ComputeBufferLength(extent), sizeof(T))
    {
        _extent = extent;
        View = new ArrayView2D<T, TStride>(new ArrayView<T>(Start, Length, this), extent, stride);
    }

    public LongIndex2D Extent => _extent;

    public Index2D IntExtent => _extent.ToIntIndex();

    public static explicit operator ArrayView<T>(MemoryBuffer2D<T, TStride> buffer) => buffer.AsContiguous();

    public ArrayView<T> AsContiguous() => View.BaseView;
}
