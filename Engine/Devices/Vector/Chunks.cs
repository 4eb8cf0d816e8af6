using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Splits work into chunks, and prefetches memory.</summary>
internal static unsafe class Chunks
{
    /// <summary>Pictures per chunk of about 400,000 basic steps; the split depends only on the shape.</summary>
    public static int PicturesPerChunk(long stepsPerPicture) => (int)Math.Clamp(400_000 / Math.Max(stepsPerPicture, 1), 1, 1024);

    /// <summary>Prefetches the first columns of some rows, one request per cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prefetch(float* p, nint stride, int rows, int columns)
    {
        if (!Sse.IsSupported)
            return;
        for (var r = 0; r < rows; r++)
            for (var n = 0; n < columns; n += 16)
                Sse.Prefetch0(p + (r * stride) + n);
    }
}
