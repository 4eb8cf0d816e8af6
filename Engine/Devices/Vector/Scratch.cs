using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Working memory that grows to the largest need and is then used again and again, so that a training step allocates nothing.
/// Each thread has one; a request replaces the one before it.
/// </summary>
internal sealed unsafe class Scratch : IDisposable
{
    private float* _memory;
    private long _length;

    /// <summary>Room for count floats, aligned to 64 bytes, with arbitrary contents.</summary>
    public float* Floats(long count)
    {
        if (count > _length)
        {
            Dispose();
            _memory = (float*)Aligned.Allocate(count * sizeof(float));
            _length = count;
        }

        return _memory;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        _length = 0;
    }
}

/// <summary>Native memory that begins at a cache line.</summary>
internal static unsafe class Aligned
{
    /// <exception cref="DeviceException">There is not that much memory.</exception>
    public static void* Allocate(long bytes)
    {
        try
        {
            return NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
        }
        catch (OutOfMemoryException e)
        {
            throw new DeviceException($"cpu: {bytes / 1048576.0:F1} MiB of memory cannot be had; use a smaller batch or model.", e);
        }
    }

    /// <summary>Floats rounded up to whole cache lines.</summary>
    public static long Round(long floats) => (floats + 15) & ~15L;
}
