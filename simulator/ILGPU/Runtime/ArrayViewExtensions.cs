namespace ILGPU.Runtime;

/// <summary>Copies, fills and casts of views and buffers. Everything is done when a method returns, whatever the stream.</summary>
public static class ArrayViewExtensions
{
    public static void CopyToCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => ToHost(view, null, data);

    public static void CopyFromCPU<T>(this ArrayView<T> view, T[] data)
        where T : unmanaged => FromHost(view, null, data);

    public static T[] GetAsArray<T>(this ArrayView<T> view)
        where T : unmanaged => ToArray(view, null);

    public static void CopyToCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => ToHost(view, stream, data);

    public static void CopyFromCPU<T>(this ArrayView<T> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => FromHost(view, stream, data);

    public static T[] GetAsArray<T>(this ArrayView<T> view, AcceleratorStream stream)
        where T : unmanaged => ToArray(view, stream);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => ToHost(view.BaseView, null, data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, T[] data)
        where T : unmanaged => FromHost(view.BaseView, null, data);

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => ToArray(view.BaseView, null);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => ToHost(view.BaseView, stream, data);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, T[] data)
        where T : unmanaged => FromHost(view.BaseView, stream, data);

    public static T[] GetAsArray1D<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged => ToArray(view.BaseView, stream);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => ToHost(Live(buffer), null, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, T[] data)
        where T : unmanaged => FromHost(Live(buffer), null, data);

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer)
        where T : unmanaged => ToArray(Live(buffer), null);

    public static void CopyToCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => ToHost(Live(buffer), stream, data);

    public static void CopyFromCPU<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream, T[] data)
        where T : unmanaged => FromHost(Live(buffer), stream, data);

    public static T[] GetAsArray1D<T>(this MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer, AcceleratorStream stream)
        where T : unmanaged => ToArray(Live(buffer), stream);

    public static void MemSetToZero<TView>(this TView view)
        where TView : IContiguousArrayView => HostCopy.Fill(view.AsRawArrayView(), null, 0);

    public static void MemSet<TView>(this TView view, byte value)
        where TView : IContiguousArrayView => HostCopy.Fill(view.AsRawArrayView(), null, value);

    public static void CopyTo<TView>(this TView source, in TView target)
        where TView : IContiguousArrayView => HostCopy.Between(source.AsRawArrayView(), null, target.AsRawArrayView());

    public static void CopyFrom<TView>(this TView target, in TView source)
        where TView : IContiguousArrayView => HostCopy.Between(source.AsRawArrayView(), null, target.AsRawArrayView());

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => HostCopy.Fill(Bytes(view), null, 0);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, byte value)
        where T : unmanaged => HostCopy.Fill(Bytes(view), null, value);

    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => HostCopy.Between(Bytes(source), null, Bytes(target));

    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => HostCopy.Between(Bytes(source), null, Bytes(target));

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, ref T cpuData, long length)
        where T : unmanaged => HostCopy.ToHost(source.BaseView, null, ref cpuData, length);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, ref T cpuData, long length)
        where T : unmanaged => HostCopy.FromHost(target.BaseView, null, ref cpuData, length);

    public static void CopyToCPU<T, TView>(this TView source, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => HostCopy.ToHost(View<T, TView>(source), null, ref cpuData, length);

    public static void CopyFromCPU<T, TView>(this TView target, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => HostCopy.FromHost(View<T, TView>(target), null, ref cpuData, length);

    public static void CopyToCPU<T, TView>(this TView source, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => ToHost(View<T, TView>(source), null, span);

    public static void CopyFromCPU<T, TView>(this TView target, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => FromHost(View<T, TView>(target), null, span);

    public static void MemSetToZero<TView>(this TView view, AcceleratorStream stream)
        where TView : IContiguousArrayView => HostCopy.Fill(view.AsRawArrayView(), stream, 0);

    public static void MemSet<TView>(this TView view, AcceleratorStream stream, byte value)
        where TView : IContiguousArrayView => HostCopy.Fill(view.AsRawArrayView(), stream, value);

    public static void CopyTo<TView>(this TView source, AcceleratorStream stream, in TView target)
        where TView : IContiguousArrayView => HostCopy.Between(source.AsRawArrayView(), stream, target.AsRawArrayView());

    public static void CopyFrom<TView>(this TView target, AcceleratorStream stream, in TView source)
        where TView : IContiguousArrayView => HostCopy.Between(source.AsRawArrayView(), stream, target.AsRawArrayView());

    public static void MemSetToZero<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream)
        where T : unmanaged => HostCopy.Fill(Bytes(view), stream, 0);

    public static void MemSet<T>(this ArrayView1D<T, Stride1D.Dense> view, AcceleratorStream stream, byte value)
        where T : unmanaged => HostCopy.Fill(Bytes(view), stream, value);

    public static void CopyTo<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> target)
        where T : unmanaged => HostCopy.Between(Bytes(source), stream, Bytes(target));

    public static void CopyFrom<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ArrayView1D<T, Stride1D.Dense> source)
        where T : unmanaged => HostCopy.Between(Bytes(source), stream, Bytes(target));

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged => HostCopy.ToHost(source.BaseView, stream, ref cpuData, length);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged => HostCopy.FromHost(target.BaseView, stream, ref cpuData, length);

    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => HostCopy.ToHost(View<T, TView>(source), stream, ref cpuData, length);

    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, ref T cpuData, long length)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => HostCopy.FromHost(View<T, TView>(target), stream, ref cpuData, length);

    public static void CopyToCPU<T, TView>(this TView source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => ToHost(View<T, TView>(source), stream, span);

    public static void CopyFromCPU<T, TView>(this TView target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => FromHost(View<T, TView>(target), stream, span);

    public static void CopyToCPU<T>(this ArrayView1D<T, Stride1D.Dense> source, AcceleratorStream stream, in Span<T> span)
        where T : unmanaged => ToHost(source.BaseView, stream, span);

    public static void CopyFromCPU<T>(this ArrayView1D<T, Stride1D.Dense> target, AcceleratorStream stream, in ReadOnlySpan<T> span)
        where T : unmanaged => FromHost(target.BaseView, stream, span);

    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, T[] data)
        where T : unmanaged => accelerator.Allocate1D(accelerator.DefaultStream, data);

    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate1D<T>(this Accelerator accelerator, AcceleratorStream stream, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        MemoryBuffer1D<T, Stride1D.Dense> buffer = accelerator.Allocate1D<T>(data.LongLength);
        buffer.View.CopyFromCPU(stream, data);
        return buffer;
    }

    public static ArrayView1D<TOther, Stride1D.Dense> Cast<T, TOther>(this ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged
        where TOther : unmanaged => view.BaseView.Cast<TOther>();

    public static ArrayView1D<T, Stride1D.Dense> AsDense<T>(this ArrayView<T> view)
        where T : unmanaged => view;

    public static bool HasNoData<TView>(this TView view)
        where TView : IArrayView => view.Length == 0;

    public static bool HasData<TView>(this TView view)
        where TView : IArrayView => view.Length > 0;

    public static Accelerator GetAccelerator<TView>(this TView view)
        where TView : IArrayView => view.Buffer.Accelerator;

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseX> view)
        where T : unmanaged => ToArray2D(view);

    public static T[,] GetAsArray2D<T>(this ArrayView2D<T, Stride2D.DenseY> view)
        where T : unmanaged => ToArray2D(view);

    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseX>> buffer)
        where T : unmanaged => ToArray2D(Live(buffer));

    public static T[,] GetAsArray2D<T>(this MemoryBuffer<ArrayView2D<T, Stride2D.DenseY>> buffer)
        where T : unmanaged => ToArray2D(Live(buffer));

    private static ArrayView<T> Live<T>(MemoryBuffer<ArrayView1D<T, Stride1D.Dense>> buffer)
        where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        return buffer.View.BaseView;
    }

    private static ArrayView2D<T, TStride> Live<T, TStride>(MemoryBuffer<ArrayView2D<T, TStride>> buffer)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        return buffer.View;
    }

    private static ArrayView<byte> Bytes<T>(ArrayView1D<T, Stride1D.Dense> view)
        where T : unmanaged => view.BaseView.Cast<byte>();

    private static ArrayView<T> View<T, TView>(TView view)
        where T : unmanaged
        where TView : IContiguousArrayView<T> => view.AsRawArrayView().Cast<T>();

    private static void ToHost<T>(ArrayView<T> view, AcceleratorStream? stream, T[] data)
        where T : unmanaged
    {
        HostCopy.Matching(view, data);
        ToHost(view, stream, data.AsSpan());
    }

    private static void ToHost<T>(ArrayView<T> view, AcceleratorStream? stream, Span<T> span)
        where T : unmanaged => HostCopy.ToHost(view, stream, ref System.Runtime.InteropServices.MemoryMarshal.GetReference(span), span.Length);

    private static void FromHost<T>(ArrayView<T> view, AcceleratorStream? stream, T[] data)
        where T : unmanaged
    {
        HostCopy.Matching(view, data);
        FromHost(view, stream, data.AsSpan());
    }

    private static void FromHost<T>(ArrayView<T> view, AcceleratorStream? stream, ReadOnlySpan<T> span)
        where T : unmanaged => HostCopy.FromHost(view, stream, ref System.Runtime.InteropServices.MemoryMarshal.GetReference(span), span.Length);

    private static T[] ToArray<T>(ArrayView<T> view, AcceleratorStream? stream)
        where T : unmanaged
    {
        var data = new T[view.Length];
        ToHost(view, stream, data);
        return data;
    }

    private static T[,] ToArray2D<T, TStride>(ArrayView2D<T, TStride> view)
        where T : unmanaged
        where TStride : struct, IStride2D
    {
        T[] flat = ToArray(view.BaseView, null);
        var result = new T[view.Extent.X, view.Extent.Y];
        for (long x = 0; x < view.Extent.X; x++)
        {
            for (long y = 0; y < view.Extent.Y; y++)
                result[x, y] = flat[view.Stride.ComputeElementIndex(new LongIndex2D(x, y))];
        }

        return result;
    }
}
