using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Files;

/// <summary>The element types that are known; the names are those of the format.</summary>
public enum TensorType
{
    /// <summary>One that is not known; see <see cref="SafetensorsTensor.TypeName"/>.</summary>
    Other,

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

    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>The upper half of a 32-bit float.</summary>
    BF16,

    /// <summary>Signed byte.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>A byte, 0 or 1.</summary>
    BOOL,
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
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            expected = checked(expected * size);
        }

        if (type != TensorType.Other && bytes.Length != expected)
            throw new ArgumentException(
                $"tensor {name}: {type} [{string.Join(", ", shape)}] takes {expected} bytes, not {bytes.Length}", nameof(bytes));
        Name = name;
        Type = type;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>Its name, unique in a file.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorType Type { get; }

    /// <summary>The type as the file calls it.</summary>
    public string TypeName
    {
        get => field ?? Type.ToString();
        internal init;
    }

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
        TypeOf<T>() == Type
            ? MemoryMarshal.Cast<byte, T>(Bytes)
            : throw new InvalidOperationException($"tensor {Name} is {Type}, not {TypeOf<T>()}");

    /// <summary>A tensor of 32-bit floats, each rounded to 16 bits.</summary>
    /// <exception cref="InvalidOperationException">The tensor is of another type.</exception>
    public SafetensorsTensor ToHalf() => From<Half>(Name, Shape, Array.ConvertAll(As<float>().ToArray(), value => (Half)value));

    /// <summary>The elements of a tensor of floats, converted to 32 bits; null for another type.</summary>
    public float[]? Floats() => Type == TensorType.F32 ? As<float>().ToArray() : Converted();

    private float[]? Converted() => Type switch
    {
        TensorType.F64 => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(Bytes).ToArray(), value => (float)value),
        TensorType.F16 => Array.ConvertAll(As<Half>().ToArray(), value => (float)value),
        TensorType.BF16 =>
            Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(Bytes).ToArray(), upper => BitConverter.Int32BitsToSingle(upper << 16)),
        _ => null,
    };

    /// <summary>Bytes of an element; 0 where that is not known.</summary>
    internal static int SizeOf(TensorType type) => type switch
    {
        TensorType.Other => 0,
        TensorType.U8 or TensorType.I8 or TensorType.BOOL => 1,
        TensorType.F16 or TensorType.BF16 or TensorType.I16 or TensorType.U16 => 2,
        TensorType.I64 or TensorType.F64 or TensorType.U64 => 8,
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
