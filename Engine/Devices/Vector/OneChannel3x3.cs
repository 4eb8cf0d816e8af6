using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// The first layers of the digit networks in one pass: a 3×3 convolution of one channel with stride 1, bias, 2×2 max pooling if there is
/// one, ReLU. 2×2 outputs need a 4×4 patch of the picture. The patch's 16 values are broadcast over the filters, whose 9 weights stay in
/// registers. Before a pool the four sums are never stored in memory, and in the backward pass each filter needs only the 3×3 window of the
/// maximum.
/// </summary>
internal static unsafe class OneChannel3x3<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Pixels between the prefetch of memory and its use.</summary>
    private const int Distance = 12;

    /// <summary>Whether this kernel supports the shape, without a pool.</summary>
    public static bool Fits(in ConvolutionShape s) => FitsConvolution(s) && s.OutHeight % 2 == 0 && s.OutWidth % 2 == 0;

    /// <summary>Whether this kernel supports the shapes.</summary>
    public static bool Fits(in ConvolutionShape s, in PoolShape p) =>
        FitsConvolution(s)
        && p is { PoolHeight: 2, PoolWidth: 2, StrideY: 2, StrideX: 2, PadTop: 0, PadLeft: 0 }
        && 2 * p.OutHeight <= p.Height && 2 * p.OutWidth <= p.Width;

    private static bool FitsConvolution(in ConvolutionShape s) =>
        s is { Channels: 1, FilterHeight: 3, FilterWidth: 3, StrideY: 1, StrideX: 1 } && s.Filters % S.Width == 0;

    /// <summary>Computes one padded picture with 2×2 pooling and ReLU; row is the distance of its rows in floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        int outHeight, int outWidth, int filters, float* picture, nint row, float* weights, float* bias, float* y, byte* argMax) =>
        Forward<Two>(outHeight, outWidth, filters, picture, row, weights, bias, y, argMax, 0);

    /// <summary>Computes one padded picture of 2·outHeight × 2·outWidth outputs, and a ReLU if there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        int outHeight, int outWidth, int filters, float* picture, nint row, float* weights, float* bias, float* y, bool relu) =>
        Forward<One>(outHeight, outWidth, filters, picture, row, weights, bias, y, null, relu ? 0 : float.NegativeInfinity);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<P>(
        int outHeight, int outWidth, int filters, float* picture, nint row, float* weights, float* bias, float* y, byte* argMax,
        float least)
        where P : struct, INumber
    {
        nint row2 = 2 * row, row3 = 3 * row;
        V zero = S.Broadcast(0), one = S.Broadcast(1), two = S.Broadcast(2), three = S.Broadcast(3), floor = S.Broadcast(least);
        for (var f = 0; f < filters; f += S.Width)
        {
            var w = weights + f;
            var w00 = S.Load(w);
            var w01 = S.Load(w + filters);
            var w02 = S.Load(w + (2 * filters));
            var w10 = S.Load(w + (3 * filters));
            var w11 = S.Load(w + (4 * filters));
            var w12 = S.Load(w + (5 * filters));
            var w20 = S.Load(w + (6 * filters));
            var w21 = S.Load(w + (7 * filters));
            var w22 = S.Load(w + (8 * filters));
            var start = S.Load(bias + f);
            for (int oy = 0, o = 0; oy < outHeight; oy++)
            {
                var p = picture + (oy * row2);
                for (var ox = 0; ox < outWidth; ox++, o++, p += 2)
                {
                    V q0 = start, q1 = start, q2 = start, q3 = start, x;
                    x = S.Broadcast(*p);
                    q0 = S.Fma(x, w00, q0);
                    x = S.Broadcast(p[1]);
                    q0 = S.Fma(x, w01, q0);
                    q1 = S.Fma(x, w00, q1);
                    x = S.Broadcast(p[2]);
                    q0 = S.Fma(x, w02, q0);
                    q1 = S.Fma(x, w01, q1);
                    x = S.Broadcast(p[3]);
                    q1 = S.Fma(x, w02, q1);
                    x = S.Broadcast(*(p + row));
                    q0 = S.Fma(x, w10, q0);
                    q2 = S.Fma(x, w00, q2);
                    x = S.Broadcast(p[row + 1]);
                    q0 = S.Fma(x, w11, q0);
                    q1 = S.Fma(x, w10, q1);
                    q2 = S.Fma(x, w01, q2);
                    q3 = S.Fma(x, w00, q3);
                    x = S.Broadcast(p[row + 2]);
                    q0 = S.Fma(x, w12, q0);
                    q1 = S.Fma(x, w11, q1);
                    q2 = S.Fma(x, w02, q2);
                    q3 = S.Fma(x, w01, q3);
                    x = S.Broadcast(p[row + 3]);
                    q1 = S.Fma(x, w12, q1);
                    q3 = S.Fma(x, w02, q3);
                    x = S.Broadcast(*(p + row2));
                    q0 = S.Fma(x, w20, q0);
                    q2 = S.Fma(x, w10, q2);
                    x = S.Broadcast(p[row2 + 1]);
                    q0 = S.Fma(x, w21, q0);
                    q1 = S.Fma(x, w20, q1);
                    q2 = S.Fma(x, w11, q2);
                    q3 = S.Fma(x, w10, q3);
                    x = S.Broadcast(p[row2 + 2]);
                    q0 = S.Fma(x, w22, q0);
                    q1 = S.Fma(x, w21, q1);
                    q2 = S.Fma(x, w12, q2);
                    q3 = S.Fma(x, w11, q3);
                    x = S.Broadcast(p[row2 + 3]);
                    q1 = S.Fma(x, w22, q1);
                    q3 = S.Fma(x, w12, q3);
                    x = S.Broadcast(*(p + row3));
                    q2 = S.Fma(x, w20, q2);
                    x = S.Broadcast(p[row3 + 1]);
                    q2 = S.Fma(x, w21, q2);
                    q3 = S.Fma(x, w20, q3);
                    x = S.Broadcast(p[row3 + 2]);
                    q2 = S.Fma(x, w22, q2);
                    q3 = S.Fma(x, w21, q3);
                    x = S.Broadcast(p[row3 + 3]);
                    q3 = S.Fma(x, w22, q3);
                    if (P.Value == 1)
                    {
                        var to = y + ((((nint)oy * 4 * outWidth) + (2 * ox)) * filters) + f;
                        var below = to + ((nint)2 * outWidth * filters);
                        S.Store(to, S.Max(floor, q0));
                        S.Store(to + filters, S.Max(floor, q1));
                        S.Store(below, S.Max(floor, q2));
                        S.Store(below + filters, S.Max(floor, q3));
                        continue;
                    }

                    var place = S.IfGreater(q1, q0, one, zero);
                    var best = S.Max(q1, q0);
                    place = S.IfGreater(q2, best, two, place);
                    best = S.Max(q2, best);
                    place = S.IfGreater(q3, best, three, place);
                    best = S.Max(q3, best);
                    S.Store(y + ((nint)o * filters) + f, S.Max(zero, best));
                    S.StoreBytes(argMax + ((nint)o * filters) + f, place);
                    Ahead(y + ((nint)(o + Distance) * filters) + f);
                }
            }
        }
    }

    /// <summary>Adds one picture's gradients to sums [9, filters] and biasSums [filters].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        int outHeight, int outWidth, int filters, float* picture, nint row, float* y, float* dy, byte* argMax,
        float* sums, float* biasSums)
    {
        if ((typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported) || (typeof(V) == typeof(Vector256<float>) && Avx2.IsSupported))
        {
            BackwardPermuted(outHeight, outWidth, filters, picture, row, y, dy, argMax, sums, biasSums);
            return;
        }

        V zero = S.Broadcast(0), one = S.Broadcast(1), two = S.Broadcast(2), three = S.Broadcast(3);
        nint row2 = 2 * row, row3 = 3 * row;
        for (var f = 0; f < filters; f += S.Width)
        {
            var s = sums + f;
            var w00 = S.Load(s);
            var w01 = S.Load(s + filters);
            var w02 = S.Load(s + (2 * filters));
            var w10 = S.Load(s + (3 * filters));
            var w11 = S.Load(s + (4 * filters));
            var w12 = S.Load(s + (5 * filters));
            var w20 = S.Load(s + (6 * filters));
            var w21 = S.Load(s + (7 * filters));
            var w22 = S.Load(s + (8 * filters));
            var bias = S.Load(biasSums + f);
            for (int oy = 0, o = 0; oy < outHeight; oy++)
            {
                var p = picture + (oy * row2);
                for (var ox = 0; ox < outWidth; ox++, o++, p += 2)
                {
                    var at = ((nint)o * filters) + f;
                    var g = S.IfGreater(S.Load(y + at), zero, S.Load(dy + at), zero);
                    var place = S.LoadBytes(argMax + at);
                    V g0 = S.IfEqual(place, zero, g, zero), g1 = S.IfEqual(place, one, g, zero);
                    V g2 = S.IfEqual(place, two, g, zero), g3 = S.IfEqual(place, three, g, zero);
                    bias = S.Add(bias, g);
                    V x;
                    x = S.Broadcast(*p);
                    w00 = S.Fma(x, g0, w00);
                    x = S.Broadcast(p[1]);
                    w01 = S.Fma(x, g0, w01);
                    w00 = S.Fma(x, g1, w00);
                    x = S.Broadcast(p[2]);
                    w02 = S.Fma(x, g0, w02);
                    w01 = S.Fma(x, g1, w01);
                    x = S.Broadcast(p[3]);
                    w02 = S.Fma(x, g1, w02);
                    x = S.Broadcast(*(p + row));
                    w10 = S.Fma(x, g0, w10);
                    w00 = S.Fma(x, g2, w00);
                    x = S.Broadcast(p[row + 1]);
                    w11 = S.Fma(x, g0, w11);
                    w10 = S.Fma(x, g1, w10);
                    w01 = S.Fma(x, g2, w01);
                    w00 = S.Fma(x, g3, w00);
                    x = S.Broadcast(p[row + 2]);
                    w12 = S.Fma(x, g0, w12);
                    w11 = S.Fma(x, g1, w11);
                    w02 = S.Fma(x, g2, w02);
                    w01 = S.Fma(x, g3, w01);
                    x = S.Broadcast(p[row + 3]);
                    w12 = S.Fma(x, g1, w12);
                    w02 = S.Fma(x, g3, w02);
                    x = S.Broadcast(*(p + row2));
                    w20 = S.Fma(x, g0, w20);
                    w10 = S.Fma(x, g2, w10);
                    x = S.Broadcast(p[row2 + 1]);
                    w21 = S.Fma(x, g0, w21);
                    w20 = S.Fma(x, g1, w20);
                    w11 = S.Fma(x, g2, w11);
                    w10 = S.Fma(x, g3, w10);
                    x = S.Broadcast(p[row2 + 2]);
                    w22 = S.Fma(x, g0, w22);
                    w21 = S.Fma(x, g1, w21);
                    w12 = S.Fma(x, g2, w12);
                    w11 = S.Fma(x, g3, w11);
                    x = S.Broadcast(p[row2 + 3]);
                    w22 = S.Fma(x, g1, w22);
                    w12 = S.Fma(x, g3, w12);
                    x = S.Broadcast(*(p + row3));
                    w20 = S.Fma(x, g2, w20);
                    x = S.Broadcast(p[row3 + 1]);
                    w21 = S.Fma(x, g2, w21);
                    w20 = S.Fma(x, g3, w20);
                    x = S.Broadcast(p[row3 + 2]);
                    w22 = S.Fma(x, g2, w22);
                    w21 = S.Fma(x, g3, w21);
                    x = S.Broadcast(p[row3 + 3]);
                    w22 = S.Fma(x, g3, w22);
                }
            }

            S.Store(s, w00);
            S.Store(s + filters, w01);
            S.Store(s + (2 * filters), w02);
            S.Store(s + (3 * filters), w10);
            S.Store(s + (4 * filters), w11);
            S.Store(s + (5 * filters), w12);
            S.Store(s + (6 * filters), w20);
            S.Store(s + (7 * filters), w21);
            S.Store(s + (8 * filters), w22);
            S.Store(biasSums + f, bias);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ahead(float* p)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(p);
    }

    /// <summary>
    /// A register holds two rows of the patch; for each filter, a permutation selects a value of its window in the upper or the lower row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardPermuted(
        int outHeight, int outWidth, int filters, float* picture, nint row, float* y, float* dy, byte* argMax,
        float* sums, float* biasSums)
    {
        nint row2 = 2 * row, row3 = 3 * row;
        var zero = S.Broadcast(0);
        for (var f = 0; f < filters; f += S.Width)
        {
            var s = sums + f;
            var w00 = S.Load(s);
            var w01 = S.Load(s + filters);
            var w02 = S.Load(s + (2 * filters));
            var w10 = S.Load(s + (3 * filters));
            var w11 = S.Load(s + (4 * filters));
            var w12 = S.Load(s + (5 * filters));
            var w20 = S.Load(s + (6 * filters));
            var w21 = S.Load(s + (7 * filters));
            var w22 = S.Load(s + (8 * filters));
            var bias = S.Load(biasSums + f);
            for (int oy = 0, o = 0; oy < outHeight; oy++)
            {
                var p = picture + (oy * row2);
                for (var ox = 0; ox < outWidth; ox++, o++, p += 2)
                {
                    var at = ((nint)o * filters) + f;
                    var g = S.IfGreater(S.Load(y + at), zero, S.Load(dy + at), zero);
                    V left = LeftOf(argMax + at), middle = Plus(left, 1), right = Plus(left, 2);
                    bias = S.Add(bias, g);
                    Ahead(y + at + (Distance * (nint)filters));
                    Ahead(dy + at + (Distance * (nint)filters));
                    var rows = TwoRows(p, p + row);
                    w00 = S.Fma(Permute(rows, left), g, w00);
                    w01 = S.Fma(Permute(rows, middle), g, w01);
                    w02 = S.Fma(Permute(rows, right), g, w02);
                    rows = TwoRows(p + row, p + row2);
                    w10 = S.Fma(Permute(rows, left), g, w10);
                    w11 = S.Fma(Permute(rows, middle), g, w11);
                    w12 = S.Fma(Permute(rows, right), g, w12);
                    rows = TwoRows(p + row2, p + row3);
                    w20 = S.Fma(Permute(rows, left), g, w20);
                    w21 = S.Fma(Permute(rows, middle), g, w21);
                    w22 = S.Fma(Permute(rows, right), g, w22);
                }
            }

            S.Store(s, w00);
            S.Store(s + filters, w01);
            S.Store(s + (2 * filters), w02);
            S.Store(s + (3 * filters), w10);
            S.Store(s + (4 * filters), w11);
            S.Store(s + (5 * filters), w12);
            S.Store(s + (6 * filters), w20);
            S.Store(s + (7 * filters), w21);
            S.Store(s + (8 * filters), w22);
            S.Store(biasSums + f, bias);
        }
    }

    /// <summary>Two rows of four values, in the first eight places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TwoRows(float* upper, float* lower)
    {
        var rows = Vector256.Create(Vector128.Load(upper), Vector128.Load(lower));
        return typeof(V) == typeof(Vector512<float>)
            ? Unsafe.BitCast<Vector512<float>, V>(rows.ToVector512Unsafe())
            : Unsafe.BitCast<Vector256<float>, V>(rows);
    }

    /// <summary>
    /// Where the windows at these places of a 2×2 pool begin in <see cref="TwoRows"/>: 0, 1, 4 or 5, as the bits of whole numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LeftOf(byte* places)
    {
        if (typeof(V) == typeof(Vector512<float>))
        {
            var wide = Avx512F.ConvertToVector512Int32(Vector128.Load(places));
            return Unsafe.BitCast<Vector512<int>, V>(wide + (wide & Vector512.Create(2)));
        }

        var place = Avx2.ConvertToVector256Int32(Vector128.CreateScalar(*(ulong*)places).AsByte());
        return Unsafe.BitCast<Vector256<int>, V>(place + (place & Vector256.Create(2)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Plus(V index, int more) => typeof(V) == typeof(Vector512<float>)
        ? Unsafe.BitCast<Vector512<int>, V>(Unsafe.BitCast<V, Vector512<int>>(index) + Vector512.Create(more))
        : Unsafe.BitCast<Vector256<int>, V>(Unsafe.BitCast<V, Vector256<int>>(index) + Vector256.Create(more));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Permute(V rows, V index) => typeof(V) == typeof(Vector512<float>)
        ? Unsafe.BitCast<Vector512<float>, V>(
            Avx512F.PermuteVar16x32(Unsafe.BitCast<V, Vector512<float>>(rows), Unsafe.BitCast<V, Vector512<int>>(index)))
        : Unsafe.BitCast<Vector256<float>, V>(
            Avx2.PermuteVar8x32(Unsafe.BitCast<V, Vector256<float>>(rows), Unsafe.BitCast<V, Vector256<int>>(index)));
}
