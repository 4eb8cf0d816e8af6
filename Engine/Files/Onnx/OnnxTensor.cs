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

    /// <summary>Bytes of an element where they are written raw; 0 for a type that is not read.</summary>
    internal static int SizeOf(OnnxType type) => type switch
    {
        OnnxType.Float or OnnxType.Int32 => 4,
        OnnxType.Double or OnnxType.Int64 => 8,
        OnnxType.Float16 => 2,
        OnnxType.UInt8 => 1,
        _ => 0,
    };

    /// <summary>The elements of a tensor of floats, converted to 32 bits; null for another type.</summary>
    public float[]? Floats()
    {
        var values = new float[Count];
        ReadOnlySpan<byte> data = _data.Span;
        switch (Type)
        {
            case OnnxType.Float:
                MemoryMarshal.Cast<byte, float>(data).CopyTo(values);
                return values;
            case OnnxType.Double:
                for (int i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(data[(8 * i)..]);
                return values;
            case OnnxType.Float16:
                for (int i = 0; i < values.Length; i++)
                    values[i] = (float)BitConverter.UInt16BitsToHalf(_varints ? (ushort)NextVarint(ref data) : BinaryPrimitives.ReadUInt16LittleEndian(data[(2 * i)..]));
                return values;
            default:
                return null;
        }
    }

    /// <summary>The elements of a tensor of integers; null for another type.</summary>
    public long[]? Integers()
    {
        if (Type is not (OnnxType.Int32 or OnnxType.Int64 or OnnxType.UInt8)) return null;
        var values = new long[Count];
        ReadOnlySpan<byte> data = _data.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _varints ? NextVarint(ref data) : Type switch
            {
                OnnxType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(data[(8 * i)..]),
                OnnxType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(data[(4 * i)..]),
                _ => data[i],
            };
        }

        return values;
    }

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
