namespace GpuDigits.Engine.Devices.Wasm;

/// <summary>The types of values that our kernels use, with their codes.</summary>
internal enum WasmType : byte
{
    V128 = 0x7B,
    I32 = 0x7F,
}

/// <summary>The binary format: numbers are LEB128, everything that has a length says it first.</summary>
internal sealed class WasmBytes
{
    private readonly List<byte> _bytes = [];

    public WasmBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public WasmBytes Unsigned(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
        return this;
    }

    public WasmBytes Signed(int value)
    {
        for (; value is < -64 or >= 64; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)(value & 0x7F));
        return this;
    }

    public WasmBytes Name(string name) => Unsigned((uint)name.Length).Raw(System.Text.Encoding.ASCII.GetBytes(name));

    public WasmBytes Sized(WasmBytes content) => Unsigned((uint)content._bytes.Count).Raw([.. content._bytes]);

    public WasmBytes Section(byte id, WasmBytes content) => Raw(id).Sized(content);

    public byte[] ToArray() => [.. _bytes];
}
