using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Packs up to two vectors of columns of a matrix into a panel [depth, width]: consecutive memory for the tile kernel, padded with zero
/// columns to whole vectors.
/// </summary>
internal static unsafe class PackedPanel<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Columns of the widest panel.</summary>
    public static int MaxWidth => 2 * S.Width;

    /// <summary>Columns of a panel that holds this many columns, padding included.</summary>
    public static int Width(int columns) => columns > S.Width ? 2 * S.Width : S.Width;

    /// <summary>Floats in all panels of a [depth, columns] matrix; every panel counts with the maximum width.</summary>
    public static long Size(int depth, int columns) => (long)depth * MaxWidth * Numbers.CeilDiv(columns, MaxWidth);

    /// <summary>panel[k, n] = source[k · stride + n] for n in [0, columns), else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(float* source, nint stride, int depth, int columns, float* panel)
    {
        var width = Width(columns);
        for (var k = 0; k < depth; k++, source += stride, panel += width)
        {
            var n = 0;
            for (; n <= columns - S.Width; n += S.Width)
                S.Store(panel + n, S.Load(source + n));
            for (; n < columns; n++)
                panel[n] = source[n];
            for (; n < width; n++)
                panel[n] = 0;
        }
    }

    /// <summary>Packs all panels of a [depth, columns] matrix in one pass over its rows, because the matrix is not in the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackAll(float* source, nint stride, int depth, int columns, float* panels)
    {
        var whole = columns / MaxWidth * MaxWidth;
        for (var k = 0; k < depth; k++)
        {
            var from = source + (k * stride);
            var to = panels + ((nint)k * MaxWidth);
            for (var n = 0; n < whole; n += MaxWidth, to += (nint)depth * MaxWidth)
            {
                S.Store(to, S.Load(from + n));
                S.Store(to + S.Width, S.Load(from + n + S.Width));
            }
        }

        if (whole < columns)
            Pack(source + whole, stride, depth, columns - whole, panels + ((nint)whole * depth));
    }

    /// <summary>panel[k, n] = source[n · stride + k] for n in [0, columns), else 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed(float* source, nint stride, int depth, int columns, float* panel) =>
        PackTransposed(source, stride, depth, columns, panel, Width(columns));

    /// <summary>The same for any width that is at least the number of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTransposed(float* source, nint stride, int depth, int columns, float* panel, int width)
    {
        var n = 0;
        for (; n <= columns - 4; n += 4)
        {
            var from = source + (n * stride);
            var to = panel + n;
            var k = 0;
            for (; k <= depth - 4; k += 4, from += 4, to += 4 * width)
                Transpose4x4(from, stride, to, width);
            for (; k < depth; k++, from++, to += width)
                for (var i = 0; i < 4; i++)
                    to[i] = from[i * stride];
        }

        for (; n < width; n++)
            for (var k = 0; k < depth; k++)
                panel[((nint)k * width) + n] = n < columns ? source[(n * stride) + k] : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* from, nint stride, float* to, nint width)
    {
        var r0 = Vector128.Load(from);
        var r1 = Vector128.Load(from + stride);
        var r2 = Vector128.Load(from + (2 * stride));
        var r3 = Vector128.Load(from + (3 * stride));
        var (a, b) = (ZipLow(r0, r2), ZipHigh(r0, r2));
        var (c, d) = (ZipLow(r1, r3), ZipHigh(r1, r3));
        ZipLow(a, c).Store(to);
        ZipHigh(a, c).Store(to + width);
        ZipLow(b, d).Store(to + (2 * width));
        ZipHigh(b, d).Store(to + (3 * width));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    /// <summary>One chunk is one panel of columns: it is packed, and its columns are summed.</summary>
    public struct PackJob : IJob
    {
        public float* Source;
        public int Stride;
        public int Depth;
        public int Columns;
        public float* Packed;
        public float* Sums;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var n = chunk * MaxWidth;
            var columns = Math.Min(MaxWidth, Columns - n);
            var width = Width(columns);
            var panel = Packed + ((nint)n * Depth);
            Pack(Source + n, Stride, Depth, columns, panel);
            if (Sums == null)
                return;
            var sums = stackalloc float[width];
            new Span<float>(sums, width).Clear();
            Vector.Sums<S, V>.AddRows(panel, Depth, width, sums);
            new Span<float>(sums, columns).CopyTo(new Span<float>(Sums + n, columns));
        }
    }
}
