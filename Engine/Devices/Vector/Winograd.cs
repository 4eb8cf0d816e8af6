using System.Runtime.CompilerServices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// 3×3 convolutions with stride 1 by Winograd's minimal filtering F(4×4, 3×3) (Lavin, Gray: arXiv 1509.09308). A tile of 4×4 outputs needs
/// 36 products for each pair of channel and filter instead of 144: Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A, where d is the 6×6 patch of the picture
/// and g is the filter; over all channels, ⊙ becomes 36 matrix products [tiles, channels] · [channels, filters]. The gradient of the
/// filters is the adjoint, Gᵀ [(Bᵀ d B) ⊙ (A dY Aᵀ)] G. The gradient of the input is a convolution of dy with the filters reversed. The
/// transforms are vectorised over channels.
/// </summary>
/// <remarks>
/// The matrices follow from the points 0, ±√½, ±√2 and ∞ (Toom–Cook). Against doubles, 64 channels of normally distributed numbers have an
/// rms error of 7e-7 of the result's rms; with the usual points 0, ±1, ±2, ∞ it is 14e-7, and 1e-7 for the plain sum.
/// </remarks>
internal static unsafe class Winograd<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Positions in a transformed patch.</summary>
    public const int Places = Patch * Patch;

    /// <summary>Rows and columns of a patch.</summary>
    private const int Patch = 6;

    private const float Near = 0.70710678f;
    private const float Far = 1.41421356f;

    // Fewer tiles than these do not repay the reading of the transformed filters, which are four times as many values.
    private const int FewestTiles = 8;

    /// <summary>
    /// Whether it is a 3×3 convolution with stride 1, with channels in whole vectors, and pictures that leave few tiles half empty.
    /// </summary>
    public static bool Fits(in ConvolutionShape s) =>
        s is { FilterHeight: 3, FilterWidth: 3, StrideY: 1, StrideX: 1, PadTop: <= 2, PadLeft: <= 2, Channels: >= 16, Filters: >= 16 }
        && s.Channels % S.Width == 0 && s.Filters % S.Width == 0
        && Pays(s.OutHeight, s.OutWidth) && Pays(s.Height, s.Width);

    /// <summary>The same, and there are enough tiles.</summary>
    public static bool Fits(in ConvolutionShape s, int batch) => Fits(s) && (long)batch * new WinogradTiles(s).Count >= FewestTiles;

    /// <summary>The convolution that computes the input gradient: of dy, with the filters reversed.</summary>
    public static ConvolutionShape Reversed(in ConvolutionShape s) => new(
        s.OutHeight, s.OutWidth, s.Filters, s.Channels, 3, 3, 1, 1, 2 - s.PadTop, 2 - s.PadLeft, s.Height, s.Width);

    /// <summary>Floats of all transformed filters: panels [position, panel, channel, filter].</summary>
    public static long FilterSize(in ConvolutionShape s) => Places * PackedPanel<S, V>.Size(s.Channels, s.Filters);

    /// <summary>Bᵀ d B of some rows of tiles: to[tile, position, channel]; source is the first patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformPatches(float* source, nint row, int rows, int columns, nint channels, float* to)
    {
        var half = stackalloc float[Places * S.Width];
        for (var ty = 0; ty < rows; ty++)
            for (var tx = 0; tx < columns; tx++, to += Places * channels)
                for (var c = 0; c < channels; c += S.Width)
                {
                    var p = source + (WinogradTiles.Side * ((ty * row) + (tx * channels))) + c;
                    for (var column = 0; column < Patch; column++, p += channels)
                        PatchColumn(p, row, half + (column * S.Width), Patch * S.Width);
                    for (var line = 0; line < Patch; line++)
                        PatchColumn(half + (line * Patch * S.Width), S.Width, to + (line * Patch * channels) + c, channels);
                }
    }

    /// <summary>Aᵀ m of a column of products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V, V, V, V) ProductColumn(float* m, nint step)
    {
        V m1 = S.Load(m + step), m2 = S.Load(m + (2 * step)), m3 = S.Load(m + (3 * step)), m4 = S.Load(m + (4 * step));
        V near = S.Add(m1, m2), far = S.Add(m3, m4), nearOdd = S.Subtract(m1, m2), farOdd = S.Subtract(m3, m4);
        var root = S.Broadcast(Near);
        return (
            S.Add(S.Add(S.Load(m), near), far),
            S.Multiply(root, S.Fma(S.Broadcast(2), farOdd, nearOdd)),
            S.Fma(S.Broadcast(2), far, S.Multiply(S.Broadcast(0.5f), near)),
            S.Fma(root, S.Fma(S.Broadcast(4), farOdd, S.Multiply(S.Broadcast(0.5f), nearOdd)), S.Load(m + (5 * step))));
    }

    /// <summary>A times a column of four gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void GradientColumn(V a, V b, V c, V d, float* to, nint step)
    {
        var near = S.Fma(S.Broadcast(0.5f), c, a);
        var nearOdd = S.Fma(S.Broadcast(0.5f), d, b);
        var far = S.Fma(S.Broadcast(2), c, a);
        var farOdd = S.Fma(S.Broadcast(2), d, b);
        S.Store(to, a);
        S.Store(to + step, S.Fma(S.Broadcast(Near), nearOdd, near));
        S.Store(to + (2 * step), S.Fma(S.Broadcast(-Near), nearOdd, near));
        S.Store(to + (3 * step), S.Fma(S.Broadcast(Far), farOdd, far));
        S.Store(to + (4 * step), S.Fma(S.Broadcast(-Far), farOdd, far));
        S.Store(to + (5 * step), d);
    }

    /// <summary>G times a column of the filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FilterColumn(V a, V b, V c, float* to, nint step)
    {
        V near = S.Multiply(S.Broadcast(-2f / 3), S.Fma(S.Broadcast(0.5f), c, a)), nearOdd = S.Multiply(S.Broadcast(-2f / 3 * Near), b);
        V far = S.Multiply(S.Broadcast(1f / 6), S.Fma(S.Broadcast(2), c, a)), farOdd = S.Multiply(S.Broadcast(Far / 6), b);
        S.Store(to, a);
        S.Store(to + step, S.Add(near, nearOdd));
        S.Store(to + (2 * step), S.Subtract(near, nearOdd));
        S.Store(to + (3 * step), S.Add(far, farOdd));
        S.Store(to + (4 * step), S.Subtract(far, farOdd));
        S.Store(to + (5 * step), c);
    }

    /// <summary>Gᵀ times a column of sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V, V, V) FilterGradientColumn(float* m, nint step)
    {
        V m1 = S.Load(m + step), m2 = S.Load(m + (2 * step)), m3 = S.Load(m + (3 * step)), m4 = S.Load(m + (4 * step));
        V near = S.Add(m1, m2), far = S.Add(m3, m4), nearOdd = S.Subtract(m1, m2), farOdd = S.Subtract(m3, m4);
        var third = S.Broadcast(1f / 3);
        return (
            S.Fma(S.Broadcast(-2f / 3), near, S.Fma(S.Broadcast(1f / 6), far, S.Load(m))),
            S.Fma(S.Broadcast(-2f / 3 * Near), nearOdd, S.Multiply(S.Broadcast(Far / 6), farOdd)),
            S.Fma(third, S.Subtract(far, near), S.Load(m + (5 * step))));
    }

    /// <summary>Bᵀ times a column of the patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PatchColumn(float* p, nint row, float* to, nint step)
    {
        V a = S.Load(p), b = S.Load(p + row), c = S.Load(p + (2 * row));
        V d = S.Load(p + (3 * row)), e = S.Load(p + (4 * row)), f = S.Load(p + (5 * row));
        var near = S.Fma(S.Broadcast(-2), c, e);
        var nearOdd = S.Fma(S.Broadcast(-2), b, d);
        var far = S.Fma(S.Broadcast(-0.5f), c, e);
        var farOdd = S.Fma(S.Broadcast(-0.5f), b, d);
        S.Store(to, S.Fma(S.Broadcast(-2.5f), c, S.Add(a, e)));
        S.Store(to + step, S.Fma(S.Broadcast(Near), nearOdd, near));
        S.Store(to + (2 * step), S.Fma(S.Broadcast(-Near), nearOdd, near));
        S.Store(to + (3 * step), S.Fma(S.Broadcast(Far), farOdd, far));
        S.Store(to + (4 * step), S.Fma(S.Broadcast(-Far), farOdd, far));
        S.Store(to + (5 * step), S.Fma(S.Broadcast(-2.5f), d, S.Add(b, f)));
    }

    private static bool Pays(int height, int width)
    {
        const int Direct = 9;
        var tiles = (long)Numbers.CeilDiv(height, WinogradTiles.Side) * Numbers.CeilDiv(width, WinogradTiles.Side);
        return 5 * Places * tiles <= 4L * Direct * height * width;
    }
}

/// <summary>How the tiles of pictures are traversed: blocks of several pictures, or of some rows of tiles of one picture.</summary>
internal readonly struct WinogradTiles
{
    /// <summary>Rows and columns of outputs in a tile.</summary>
    public const int Side = 4;

    // Enough tiles to keep the products' overhead small, few enough to keep their operands in the cache.
    private const int BlockTiles = 18;

    public readonly int Rows, Columns;

    public WinogradTiles(in ConvolutionShape s) =>
        (Rows, Columns) = (Numbers.CeilDiv(s.OutHeight, Side), Numbers.CeilDiv(s.OutWidth, Side));

    /// <summary>Tiles of a picture.</summary>
    public int Count => Rows * Columns;

    /// <summary>Rows of tiles per block.</summary>
    public int BlockRows => Math.Min(Numbers.CeilDiv(BlockTiles, Columns), Rows);

    /// <summary>Pictures per block.</summary>
    public int BlockPictures => Math.Max(BlockTiles / Count, 1);

    /// <summary>Most tiles per block.</summary>
    public int Block => BlockPictures * BlockRows * Columns;

    public PaddedPicture Pad(in ConvolutionShape s) => new(
        s.Height, s.Width, s.Channels, s.PadTop, s.PadLeft,
        Math.Max(s.PadTop + s.Height, (Side * Rows) + 2), Math.Max(s.PadLeft + s.Width, (Side * Columns) + 2));
}
