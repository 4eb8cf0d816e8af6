using System.Runtime.InteropServices;

namespace ILGPU.Execution;

/// <summary>Aligned native memory. New memory contains the byte 0xFF, which is a NaN in every float format and −1 as an integer.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    public const byte Unwritten = 0xFF;
    private const int Alignment = 128;

    public NativeBlock(long bytes)
    {
        Bytes = bytes;
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Alignment);
        Fill(0, bytes);
    }

    ~NativeBlock() => Free();

    public byte* Start { get; private set; }

    public long Bytes { get; }

    public bool Contains(void* address) => (byte*)address >= Start && (byte*)address < Start + Math.Max(Bytes, 1);

    public void Fill(long offset, long bytes) => NativeMemory.Fill(Start + offset, (nuint)bytes, Unwritten);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(Start);
        Start = null;
    }
}
