namespace GpuDigits.Web.Publishing;

/// <summary>Reads the binary format of WebAssembly (its core specification, chapter 5), from <paramref name="at"/> on.</summary>
internal struct WasmReader(ReadOnlyMemory<byte> bytes, int at = 0)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    /// <summary>Where the next byte is.</summary>
    public int At { get; private set; } = at;

    public readonly bool IsAtEnd => At >= _bytes.Length;

    /// <exception cref="InvalidDataException">The module ends here.</exception>
    public byte Byte() => Span(1)[0];

    /// <summary>A number without sign, in LEB128.</summary>
    /// <exception cref="InvalidDataException">It is longer than 32 bits, or the module ends in it.</exception>
    public int Count()
    {
        var value = Signed(isSigned: false);
        return value is >= 0 and <= int.MaxValue
            ? (int)value : throw new InvalidDataException($"a number of more than 31 bits before byte {At}");
    }

    /// <summary>A number with sign, in LEB128.</summary>
    /// <exception cref="InvalidDataException">It is longer than 64 bits, or the module ends in it.</exception>
    public long Signed() => Signed(isSigned: true);

    /// <exception cref="InvalidDataException">The module ends before that.</exception>
    public void Skip(int count) => Span(count);

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    /// <exception cref="InvalidDataException">The module ends before that.</exception>
    public ReadOnlyMemory<byte> Slice(int count)
    {
        if (count > _bytes.Length - At)
            throw new InvalidDataException($"{count} bytes are announced at byte {At}, and {_bytes.Length - At} are there");
        At += count;
        return _bytes.Slice(At - count, count);
    }

    private ReadOnlySpan<byte> Span(int count) => Slice(count).Span;

    private long Signed(bool isSigned)
    {
        long value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (long)(next & 127) << shift;
            if (next < 128)
                return isSigned && (next & 64) != 0 && shift < 57 ? value | (-1L << (shift + 7)) : value;
        }

        throw new InvalidDataException($"a number without an end before byte {At}");
    }
}
