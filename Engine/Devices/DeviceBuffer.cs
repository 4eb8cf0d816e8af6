namespace GpuDigits.Engine.Devices;

/// <summary>A sequence of values in a device's memory. Slices share the memory of the buffer that they were taken from.</summary>
/// <typeparam name="T">byte, int or float.</typeparam>
public abstract class DeviceBuffer<T>(Device device, long length) : IDisposable
    where T : unmanaged
{
    /// <summary>The device that owns the memory.</summary>
    public Device Device { get; } = device;

    /// <summary>Number of values.</summary>
    public long Length { get; } = length;

    /// <summary>Copies host values to the beginning of the buffer; the source may be reused as soon as this returns.</summary>
    /// <exception cref="ArgumentException">The source is longer than the buffer.</exception>
    public abstract void CopyFromHost(ReadOnlySpan<T> source);

    /// <summary>Waits for all earlier operations and copies the beginning of the buffer to the host.</summary>
    /// <exception cref="ArgumentException">The destination is longer than the buffer.</exception>
    public abstract void CopyToHost(Span<T> destination);

    /// <summary>The values [offset, offset + length) as a separate buffer; disposing it frees nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the buffer.</exception>
    public abstract DeviceBuffer<T> Slice(long offset, long length);

    /// <summary>Sets every byte to zero.</summary>
    public abstract void Clear();

    /// <summary>Copies all values to a new host array.</summary>
    public T[] ToArray()
    {
        var values = new T[Length];
        CopyToHost(values);
        return values;
    }

    /// <summary>Frees the memory if this buffer owns it.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected abstract void Dispose(bool disposing);

    /// <summary>Throws unless [offset, offset + length) is inside the buffer.</summary>
    protected void CheckRange(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
    }
}
