namespace ILGPU.Runtime;

/// <summary>A one-dimensional array on a device.</summary>
public class MemoryBuffer1D<T, TStride> : MemoryBuffer<ArrayView1D<T, TStride>>
    where T : unmanaged
    where TStride : struct, IStride1D
{
    private readonly LongIndex1D _extent;

    internal unsafe MemoryBuffer1D(Accelerator accelerator, long length, TStride stride)
        : base(accelerator, stride.ComputeBufferLength((LongIndex1D)length), sizeof(T))
    {
        _extent = length;
        View = new ArrayView1D<T, TStride>(new ArrayView<T>(Start, Length, this), length, stride);
    }

    public LongIndex1D Extent => _extent;

    public Index1D IntExtent => _extent.ToIntIndex();

    public static explicit operator ArrayView<T>(MemoryBuffer1D<T, TStride> buffer) => buffer.AsContiguous();

    public ArrayView<T> AsContiguous() => View.BaseView;
}
