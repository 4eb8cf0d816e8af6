using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>A named constant. Its elements stay as the file holds them until they are asked for.</summary>
public sealed class OnnxTensor
{
    private readonly ReadOnlyMemory<byte> _data;
    private readonly bool _varints;

    internal OnnxTensor(string name, OnnxType type, int[] shape, ReadOnlyMemory<byte> data, bool varints)
    {
        (Name, Type, Shape, _data, _varints) = (name, type, shape, data, varints);
    }

    /// <summary>A tensor of floats; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<float> values)
        : this(name, OnnxType.Float, shape, MemoryMarshal.AsBytes(values).ToArray(), false) => RequireCount(values.Length);

    /// <summary>A tensor of 64-bit integers; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<long> values)
        : this(name, OnnxType.Int64, shape, MemoryMarshal.AsBytes(values).ToArray(), false) => RequireCount(values.Length);

    /// <summary>A tensor of 64-bit floats; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<double> values)
        : this(name, OnnxType.Double, shape, MemoryMarshal.AsBytes(values).ToArray(), false) => RequireCount(values.Length);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public OnnxType Type { get; }

    /// <summary>Sizes, slowest first; empty for a single number.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>The elements, row-major and little-endian.</summary>
    internal ReadOnlySpan<byte> Raw => _varints ? throw new InvalidOperationException("written as numbers of their own length") : _data.Span;

    /// <summary>Whether the elements are floats of any length.</summary>
    public bool IsFloat => Type is OnnxType.Float or OnnxType.Double or OnnxType.Float16 or OnnxType.BFloat16;

    /// <summary>Bytes of an element where they are written raw; 0 for a type that is not read.</summary>
    internal static int SizeOf(OnnxType type) => type switch
    {
        OnnxType.Other => 0,
        OnnxType.UInt8 or OnnxType.Int8 or OnnxType.Bool => 1,
        OnnxType.Float16 or OnnxType.BFloat16 or OnnxType.Int16 or OnnxType.UInt16 => 2,
        OnnxType.Double or OnnxType.Int64 or OnnxType.UInt64 => 8,
        _ => 4,
    };

    /// <summary>The elements of a tensor of floats, converted to 32 bits; null for another type.</summary>
    public float[]? Floats() => IsFloat ? Elements(bits => (float)Number(bits)) : null;

    /// <summary>The elements of a tensor of integers; null for another type.</summary>
    public long[]? Integers() => Type == OnnxType.Other || IsFloat ? null : Elements(bits => (long)Number(bits));

    /// <summary>The elements of any type; null for one that is not read.</summary>
    internal double[]? Numbers() => Type == OnnxType.Other ? null : Elements(Number);

    /// <summary>The same elements under another name, counted in another way.</summary>
    internal OnnxTensor As(string name, int[] shape) => new(name, Type, shape, _data, _varints);

    private T[] Elements<T>(Func<long, T> convert)
    {
        var values = new T[Count];
        ReadOnlySpan<byte> rest = _data.Span;
        int size = SizeOf(Type);
        for (int i = 0; i < values.Length; i++)
        {
            long bits;
            if (_varints)
            {
                bits = NextVarint(ref rest);
            }
            else
            {
                bits = size switch
                {
                    1 => rest[0],
                    2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
                    4 => BinaryPrimitives.ReadInt32LittleEndian(rest),
                    _ => BinaryPrimitives.ReadInt64LittleEndian(rest),
                };
                rest = rest[size..];
            }

            values[i] = convert(bits);
        }

        return values;
    }

    private double Number(long bits) => Type switch
    {
        OnnxType.Float => BitConverter.Int32BitsToSingle((int)bits),
        OnnxType.Double => BitConverter.Int64BitsToDouble(bits),
        OnnxType.Float16 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
        OnnxType.BFloat16 => BitConverter.Int32BitsToSingle((int)bits << 16),
        OnnxType.UInt8 => (byte)bits,
        OnnxType.Int8 => (sbyte)bits,
        OnnxType.UInt16 => (ushort)bits,
        OnnxType.Int16 => (short)bits,
        OnnxType.Int32 => (int)bits,
        OnnxType.UInt32 => (uint)bits,
        OnnxType.UInt64 => (ulong)bits,
        OnnxType.Bool => bits == 0 ? 0 : 1,
        _ => bits,
    };

    /// <summary>The reader has made sure that there are as many as there are elements.</summary>
    private static long NextVarint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        int length = 0;
        for (bool more = true; more; length++)
        {
            more = data[length] >= 0x80;
            value |= (ulong)(data[length] & 0x7F) << (7 * length);
        }

        data = data[length..];
        return (long)value;
    }

    private void RequireCount(int count)
    {
        if (count != Count) throw new ArgumentException($"tensor {Name}: {count} values are not [{string.Join(", ", Shape)}]");
    }
}
