using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;
using Google.Protobuf;
using GpuDigits.Engine.Files.Onnx.Messages;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>A named constant. Its elements stay as the file holds them until they are asked for.</summary>
public sealed class OnnxTensor
{
    private readonly TensorProto _data;

    /// <summary>A tensor of a file; the elements are as many as the shape says (<see cref="Stored"/>).</summary>
    internal OnnxTensor(OnnxType type, int[] shape, TensorProto data) : this(data.Name, type, shape, data)
    {
    }

    private OnnxTensor(string name, OnnxType type, int[] shape, TensorProto data) => (Name, Type, Shape, _data) = (name, type, shape, data);

    internal OnnxTensor(string name, OnnxType type, int[] shape, ReadOnlySpan<byte> raw)
        : this(name, type, shape, new TensorProto { RawData = ByteString.CopyFrom(raw) })
    {
        if (raw.Length != Count * SizeOf(type))
            throw new ArgumentException($"tensor {name}: {raw.Length} bytes are not {type} [{string.Join(", ", shape)}]");
    }

    /// <summary>A tensor of floats; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<float> values)
        : this(name, OnnxType.Float, shape, MemoryMarshal.AsBytes(values))
    {
    }

    /// <summary>A tensor of 64-bit integers; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<long> values)
        : this(name, OnnxType.Int64, shape, MemoryMarshal.AsBytes(values))
    {
    }

    /// <summary>A tensor of 64-bit floats; takes a copy.</summary>
    /// <exception cref="ArgumentException">The numbers do not fit the shape.</exception>
    public OnnxTensor(string name, int[] shape, ReadOnlySpan<double> values)
        : this(name, OnnxType.Double, shape, MemoryMarshal.AsBytes(values))
    {
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The type of its elements.</summary>
    public OnnxType Type { get; }

    /// <summary>Sizes, slowest first; empty for a single number.</summary>
    public int[] Shape { get; }

    /// <summary>Number of elements.</summary>
    public int Count => Shape.Aggregate(1, (product, size) => checked(product * size));

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
    internal OnnxTensor As(string name, int[] shape) => new(name, Type, shape, _data);

    /// <summary>The tensor as a file holds it.</summary>
    internal TensorProto ToMessage()
    {
        var message = _data.Clone();
        message.Name = Name;
        message.DataType = (int)Type;
        message.Dims.Clear();
        message.Dims.AddRange(Shape.Select(size => (long)size));
        return message;
    }

    /// <summary>
    /// How many elements of a type a tensor of a file has; −1 where they are not written as the type asks for, or in two ways.
    /// </summary>
    internal static long Stored(OnnxType type, TensorProto data)
    {
        var lists = data.FloatData.Count + data.DoubleData.Count + data.Int64Data.Count + data.Uint64Data.Count + data.Int32Data.Count;
        if (data.HasRawData)
            return lists == 0 && data.RawData.Length % SizeOf(type) == 0 ? data.RawData.Length / SizeOf(type) : -1;
        var own = ListOf(type, data).Count;
        return own == lists ? own : -1;
    }

    /// <summary>The list of a type's elements; those without a list of their own are in that of 32-bit integers.</summary>
    private static IList ListOf(OnnxType type, TensorProto data) => type switch
    {
        OnnxType.Float => data.FloatData,
        OnnxType.Double => data.DoubleData,
        OnnxType.Int64 => data.Int64Data,
        OnnxType.UInt32 or OnnxType.UInt64 => data.Uint64Data,
        _ => data.Int32Data,
    };

    private T[] Elements<T>(Func<long, T> convert)
    {
        var values = new T[Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = convert(Bits(i));
        return values;
    }

    /// <summary>An element as it is written: the bits of a float, the value of an integer.</summary>
    private long Bits(int i)
    {
        if (_data.HasRawData)
        {
            var raw = _data.RawData.Span[(i * SizeOf(Type))..];
            return SizeOf(Type) switch
            {
                1 => raw[0],
                2 => BinaryPrimitives.ReadUInt16LittleEndian(raw),
                4 => BinaryPrimitives.ReadInt32LittleEndian(raw),
                _ => BinaryPrimitives.ReadInt64LittleEndian(raw),
            };
        }

        return Type switch
        {
            OnnxType.Float => BitConverter.SingleToInt32Bits(_data.FloatData[i]),
            OnnxType.Double => BitConverter.DoubleToInt64Bits(_data.DoubleData[i]),
            OnnxType.Int64 => _data.Int64Data[i],
            OnnxType.UInt32 or OnnxType.UInt64 => (long)_data.Uint64Data[i],
            _ => _data.Int32Data[i],
        };
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
}
