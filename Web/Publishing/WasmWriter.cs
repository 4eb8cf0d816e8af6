namespace GpuDigits.Web.Publishing;

/// <summary>Writes the binary format of WebAssembly.</summary>
internal sealed class WasmWriter
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public WasmWriter Add(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A number without sign, in LEB128.</summary>
    public WasmWriter Count(int value)
    {
        for (; value > 127; value >>= 7)
            _bytes.Add((byte)(value | 128));
        _bytes.Add((byte)value);
        return this;
    }

    /// <summary>A number with sign, in LEB128.</summary>
    public WasmWriter Signed(long value)
    {
        for (; value is < -64 or > 63; value >>= 7)
            _bytes.Add((byte)(value | 128));
        _bytes.Add((byte)(value & 127));
        return this;
    }

    /// <summary>Bytes behind their number.</summary>
    public WasmWriter Sized(ReadOnlySpan<byte> bytes) => Count(bytes.Length).Add(bytes);
}
