using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>How work is cut into chunks, and memory asked for ahead.</summary>
internal static unsafe class Chunks
{
    /// <summary>Pictures in a chunk of about a million basic steps; the cut depends on the shape alone.</summary>
    public static int PicturesPerChunk(long stepsPerPicture) => (int)Math.Clamp(1_000_000 / Math.Max(stepsPerPicture, 1), 1, 1024);

    /// <summary>Asks for the first columns of some rows, one request a cache line, before they are needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prefetch(float* p, nint stride, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (int r = 0; r < rows; r++)
            for (int n = 0; n < columns; n += 16)
                Sse.Prefetch0(p + (r * stride) + n);
    }
}
