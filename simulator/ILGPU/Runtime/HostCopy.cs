namespace ILGPU.Runtime;

/// <summary>Copies between host and device memory after checking both ends.</summary>
internal static unsafe class HostCopy
{
    public static void ToHost<T>(ArrayView<T> source, AcceleratorStream? stream, ref T data, long length)
        where T : unmanaged
    {
        Check(source, stream, length);
        fixed (T* target = &data)
            Buffer.MemoryCopy(source.Start, target, length * sizeof(T), length * sizeof(T));
    }

    public static void FromHost<T>(ArrayView<T> target, AcceleratorStream? stream, ref T data, long length)
        where T : unmanaged
    {
        Check(target, stream, length);
        fixed (T* source = &data)
            Buffer.MemoryCopy(source, target.Start, length * sizeof(T), length * sizeof(T));
    }

    public static void Between(ArrayView<byte> source, AcceleratorStream? stream, ArrayView<byte> target)
    {
        Check(source, stream, 0);
        Check(target, stream, source.Length);
        if (source.Buffer is { } one && target.Buffer is { } other && one.Accelerator != other.Accelerator)
            throw new ArgumentException("copy between buffers of two accelerators");
        Buffer.MemoryCopy(source.Start, target.Start, target.Length, source.Length);
    }

    public static void Fill(ArrayView<byte> target, AcceleratorStream? stream, byte value)
    {
        Check(target, stream, 0);
        for (long done = 0; done < target.Length; done += int.MaxValue)
            new Span<byte>((byte*)target.Start + done, (int)Math.Min(int.MaxValue, target.Length - done)).Fill(value);
    }

    /// <summary>The view's length, which a host array must have exactly, as with the real package.</summary>
    public static long Matching<T>(ArrayView<T> view, T[] data)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.LongLength != view.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(data), $"array of {data.LongLength} for a view of {view.Length}: they must be equal, take a SubView");
        }

        return view.Length;
    }

    private static void Check<T>(ArrayView<T> view, AcceleratorStream? stream, long length)
        where T : unmanaged
    {
        if (view.Buffer is { } buffer)
        {
            ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
            if (stream is not null && stream.Accelerator != buffer.Accelerator)
                throw new ArgumentException("the stream belongs to another accelerator than the buffer");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > view.Length)
            throw new ArgumentOutOfRangeException(nameof(length), $"{length} elements do not fit a view of {view.Length}");
    }
}
