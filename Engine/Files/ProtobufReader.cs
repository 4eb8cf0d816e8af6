using System.Buffers.Binary;
using System.Text;

namespace GpuDigits.Engine.Files;

/// <summary>How a field's value is written.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Length = 2,
    Fixed32 = 5,
}

/// <summary>
/// Reads the wire format of Protocol Buffers (see <see cref="ProtobufWriter"/>) out of bytes in memory, field by field. Nested messages and
/// byte strings are slices: nothing is copied and nothing allocated but texts, so a file cannot ask for more memory than it brings.
/// </summary>
/// <param name="bytes">The message.</param>
/// <param name="start">Its offset in the file, for messages.</param>
/// <param name="file">What messages call the file.</param>
internal sealed class ProtobufReader(ReadOnlyMemory<byte> bytes, int start, string file)
{
    private int _at;
    private int _fieldStart;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>How the current field is written.</summary>
    public WireType Type { get; private set; }

    private ReadOnlySpan<byte> Rest => bytes.Span[_at..];

    /// <summary>Goes to the next field, whose value must then be read or skipped; false at the end.</summary>
    /// <exception cref="ModelFileException">There is none, though bytes are left.</exception>
    public bool Next()
    {
        if (_at == bytes.Length) return false;
        _fieldStart = _at;
        ulong tag = ReadVarint();
        (Field, Type) = ((int)Math.Min(tag >> 3, int.MaxValue), (WireType)(tag & 7));
        return Field > 0 && Enum.IsDefined(Type) ? true : throw Bad("no field starts here");
    }

    /// <summary>The value as a whole number.</summary>
    /// <exception cref="ModelFileException">It is none.</exception>
    public long Varint()
    {
        Expect(WireType.Varint);
        return (long)ReadVarint();
    }

    /// <summary>The value as a 32-bit float.</summary>
    /// <exception cref="ModelFileException">It is none.</exception>
    public float Float()
    {
        Expect(WireType.Fixed32);
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4).Span);
    }

    /// <summary>The value's bytes, without a copy.</summary>
    /// <exception cref="ModelFileException">It has none, or they reach beyond the end.</exception>
    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(WireType.Length);
        return Take(ReadVarint());
    }

    /// <summary>The value as UTF-8 text; what is no UTF-8 becomes U+FFFD.</summary>
    /// <exception cref="ModelFileException">It is no text, or longer than 64 KiB.</exception>
    public string Text()
    {
        ReadOnlyMemory<byte> text = Bytes();
        return text.Length <= ushort.MaxValue ? Encoding.UTF8.GetString(text.Span) : throw Bad($"a text of {text.Length} bytes, at most {ushort.MaxValue} are read");
    }

    /// <summary>The value as a message.</summary>
    /// <exception cref="ModelFileException">It is none.</exception>
    public ProtobufReader Message()
    {
        ReadOnlyMemory<byte> message = Bytes();
        return new(message, start + _at - message.Length, file);
    }

    /// <summary>Adds a repeated field's whole numbers, written one by one or packed.</summary>
    /// <exception cref="ModelFileException">They are none, or more than most.</exception>
    public void Varints(List<long> values, int most)
    {
        if (Type == WireType.Length)
        {
            ProtobufReader packed = Message();
            while (!packed.Rest.IsEmpty) Add(values, (long)packed.ReadVarint(), most);
        }
        else
        {
            Add(values, Varint(), most);
        }
    }

    /// <summary>Adds a repeated field's floats, written one by one or packed.</summary>
    /// <exception cref="ModelFileException">They are none, or more than most.</exception>
    public void Floats(List<float> values, int most)
    {
        if (Type == WireType.Length)
        {
            ReadOnlySpan<byte> packed = Bytes().Span;
            if (packed.Length % 4 != 0) throw Bad("packed floats of a length that is no multiple of 4");
            for (; !packed.IsEmpty; packed = packed[4..]) Add(values, BinaryPrimitives.ReadSingleLittleEndian(packed), most);
        }
        else
        {
            Add(values, Float(), most);
        }
    }

    /// <summary>Passes over the value.</summary>
    /// <exception cref="ModelFileException">It reaches beyond the end.</exception>
    public void Skip()
    {
        if (Type == WireType.Varint) ReadVarint();
        else Take(Type switch { WireType.Fixed64 => 8, WireType.Fixed32 => 4, _ => ReadVarint() });
    }

    /// <summary>What is wrong with the current field, and where it starts.</summary>
    public ModelFileException Bad(string what) => new($"{file}: offset {start + _fieldStart}: {what}; get or make the file again");

    private void Add<T>(List<T> values, T value, int most)
    {
        if (values.Count == most) throw Bad($"more than {most} numbers");
        values.Add(value);
    }

    private void Expect(WireType type)
    {
        if (Type != type) throw Bad($"field {Field} is written as {Type}, not as {type}");
    }

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)Rest.Length) throw Bad($"field {Field} claims {length} bytes, {Rest.Length} are left: the file was cut or damaged");
        _at += (int)length;
        return bytes.Slice(_at - (int)length, (int)length);
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_at == bytes.Length) throw Bad("a number is cut off");
            byte b = bytes.Span[_at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }

        throw Bad("a number of more than 10 bytes");
    }
}
