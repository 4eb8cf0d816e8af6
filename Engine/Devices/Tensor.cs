namespace GpuDigits.Engine.Devices;

/// <summary>
/// Values in a device's memory with their shape: rows (samples, pixels, inputs of a dense layer) of equal length, row-major. It does not
/// own the memory; the buffer does. A buffer converts to a tensor with one row of all its values.
/// </summary>
public readonly record struct Tensor
{
    /// <summary>The first rows · columns values of a buffer.</summary>
    /// <exception cref="ArgumentException">The buffer is too short, or the shape is empty.</exception>
    public Tensor(DeviceBuffer<float> buffer, int rows, int columns)
    {
        if (rows < 1 || columns < 1 || (long)rows * columns > buffer.Length)
            throw new ArgumentException($"a buffer of {buffer.Length} values cannot be a tensor [{rows}, {columns}]", nameof(buffer));
        (Buffer, Rows, Columns) = (buffer, rows, columns);
    }

    /// <summary>The memory, which may have more values.</summary>
    public DeviceBuffer<float> Buffer { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Values per row.</summary>
    public int Columns { get; }

    /// <summary>Number of values.</summary>
    public long Count => (long)Rows * Columns;

    /// <summary>The number of values, for operations that count in 32 bits.</summary>
    /// <exception cref="DeviceException">There are too many values.</exception>
    public int IntCount => Count <= int.MaxValue
        ? (int)Count
        : throw new DeviceException($"{Count:N0} values at once are too many for this device; use a smaller batch");

    /// <summary>The first rows, for a batch that is smaller than the buffer allows.</summary>
    public Tensor First(int rows) => new(Buffer, rows, Columns);

    /// <summary>The same values with another row length.</summary>
    public Tensor Reshape(int columns) => new(Buffer, checked((int)(Count / columns)), columns);

    /// <summary>Whether it has this shape.</summary>
    public bool Is(int rows, int columns) => Rows == rows && Columns == columns;

    /// <summary>A buffer as one row.</summary>
    public static implicit operator Tensor(DeviceBuffer<float> buffer) => new(buffer, 1, checked((int)buffer.Length));

    /// <summary>The shape.</summary>
    public override string ToString() => $"[{Rows}, {Columns}]";
}

/// <summary>Converts buffers to tensors.</summary>
public static class TensorExtensions
{
    /// <summary>All values of a buffer, split into this many rows.</summary>
    /// <exception cref="ArgumentException">The values cannot be divided into rows of equal length.</exception>
    public static Tensor Rows(this DeviceBuffer<float> buffer, int rows) => buffer.Length % rows == 0
        ? new(buffer, rows, checked((int)(buffer.Length / rows)))
        : throw new ArgumentException($"{buffer.Length} values do not divide into {rows} rows", nameof(rows));
}
