using ILGPU;
using ILGPU.Runtime;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>Memory of an <see cref="IlgpuDevice"/>: a view, and its memory if this buffer owns it.</summary>
/// <typeparam name="T">byte, int or float.</typeparam>
internal sealed class IlgpuBuffer<T>(
    IlgpuDevice device, ArrayView<T> view, MemoryBuffer1D<T, Stride1D.Dense>? owned, IlgpuBuffer<T>? root = null, long offset = 0)
    : DeviceBuffer<T>(device, view.Length)
    where T : unmanaged
{
    /// <summary>The buffer that owns the memory.</summary>
    public IlgpuBuffer<T> Root => root ?? this;

    /// <summary>Index of the first value in the memory.</summary>
    public long Offset { get; } = offset;

    /// <summary>All values.</summary>
    public ArrayView<T> View { get; } = view;

    /// <inheritdoc/>
    public override void CopyFromHost(ReadOnlySpan<T> source)
    {
        if (source.Length > Length)
            throw new ArgumentException($"{source.Length} values do not fit in a buffer of {Length}.", nameof(source));
        device.Settle();
        if (source.Length > 0)
            Put(View.SubView(0, source.Length), source);
    }

    /// <inheritdoc/>
    public override void CopyToHost(Span<T> destination)
    {
        if (destination.Length > Length)
            throw new ArgumentException($"{destination.Length} values are more than the buffer's {Length}.", nameof(destination));
        if (destination.Length == 0)
            return;
        device.Synchronize();
        try
        {
            View.SubView(0, destination.Length).CopyToCPU(device.Stream, destination);
        }
        catch (Exception e) when (device.IsFailure(e, out var failure))
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public override DeviceBuffer<T> Slice(long offset, long length)
    {
        CheckRange(offset, length);
        // ILGPU asserts that even an empty view begins inside the buffer.
        return new IlgpuBuffer<T>(device, View.SubView(length == 0 ? 0 : offset, length), null, Root, Offset + offset);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        device.Settle();
        if (Length == 0)
            return;
        // On OpenCL, ILGPU 1.5.3 clears the wrong range for a view that begins later: it treats the offset in bytes as a count of values.
        if (Offset == 0)
            Put(View, default);
        else
            Put(View, new T[Length]);
    }

    /// <summary>Writes into a part; zeros where there are no values.</summary>
    private void Put(ArrayView<T> to, ReadOnlySpan<T> values)
    {
        try
        {
            if (values.IsEmpty)
                to.MemSetToZero(device.Stream);
            else
                to.CopyFromCPU(device.Stream, values);
        }
        catch (Exception e) when (device.IsFailure(e, out var failure))
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing || owned is null)
            return;
        device.Forget(this);
        device.Free(owned);
    }
}
