using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Files;

/// <summary>The element types that are read and written; the names are those of the format.</summary>
public enum TensorType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>16-bit float (<see cref="Half"/>).</summary>
    F16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned byte.</summary>
    U8,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,
}

/// <summary>A named array of numbers: row-major, little-endian.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Takes the bytes as they are, without a copy.</summary>
    /// <exception cref="ArgumentException">The bytes do not fit type and shape.</exception>
    public SafetensorsTensor(string name, TensorType type, int[] shape, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(bytes);
        long expected = SizeOf(type);
        foreach (int size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            expected = checked(expected * size);
        }

        if (bytes.Length != expected)
            throw new ArgumentException($"tensor {name}: {type} [{string.Join(", ", shape)}] takes {expected} bytes, not {bytes.Length}", nameof(bytes));
        Name = name;
        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>Its name, unique in a file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorType Type { get; }

    /// <summary>Sizes, slowest first; empty for a single number.</summary>
    public int[] Shape { get; }

    /// <summary>The elements as the file holds them.</summary>
    public byte[] Bytes { get; }

    /// <summary>Copies numbers into a new tensor; the type follows from <typeparamref name="T"/>.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is none of float, Half, int, long, byte, uint.</exception>
    public static SafetensorsTensor From<T>(string name, int[] shape, ReadOnlySpan<T> values) where T : unmanaged =>
        new(name, TypeOf<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements, without a copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor's type is not that of <typeparamref name="T"/>.</exception>
    public ReadOnlySpan<T> As<T>() where T : unmanaged =>
        TypeOf<T>() == Type ? MemoryMarshal.Cast<byte, T>(Bytes) : throw new InvalidOperationException($"tensor {Name} is {Type}, not {TypeOf<T>()}");

    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.I64 => 8,
        TensorType.F16 => 2,
        TensorType.U8 => 1,
        _ => 4,
    };

    private static TensorType TypeOf<T>() =>
        typeof(T) == typeof(float) ? TensorType.F32
        : typeof(T) == typeof(Half) ? TensorType.F16
        : typeof(T) == typeof(int) ? TensorType.I32
        : typeof(T) == typeof(long) ? TensorType.I64
        : typeof(T) == typeof(byte) ? TensorType.U8
        : typeof(T) == typeof(uint) ? TensorType.U32
        : throw new NotSupportedException($"{typeof(T).Name} is no element type of a model file");
}
