using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// C[r, n] = start + Σ(s &lt; Segments, k &lt; Depth) A[r·ARow + s·ASegment + k·AStep] · B[s·BSegment + k·BStep + n], where start is C
/// itself, the bias or 0. With segments, a convolution's window is a product without a copy.
/// </summary>
internal unsafe struct TileProduct
{
    public float* A;
    public nint ARow;
    public nint AStep;
    public nint ASegment;
    public float* B;
    public nint BStep;
    public nint BSegment;
    public float* C;
    public nint CRow;
    public float* Bias;
    public int Segments;
    public int Depth;
    public bool Accumulate;
    public bool Relu;
}

/// <summary>A number that the JIT treats as a constant, so that one source serves all tile sizes.</summary>
internal interface INumber
{
    static abstract int Value { get; }
}

/// <summary>
/// The register-blocked kernel that all products use. A tile of up to 8 rows and 1 or 2 vectors of C stays in registers, while A's values
/// are broadcast and B's vectors are streamed. 8 × 2 sums, 2 vectors of B and one broadcast need 19 registers; 6 × 2 sums fit into 16. Both
/// hide the latency of the FMAs (4 cycles, 2 per cycle).
/// </summary>
internal static unsafe class Tile<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Any number of rows and up to 2 vectors of columns; B must be padded to whole vectors, C need not be padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(TileProduct t, int rows, int columns)
    {
        var vectors = columns > S.Width ? 2 : 1;
        var tiles = Numbers.CeilDiv(rows, S.MaxRows);
        if (vectors * S.Width == columns)
        {
            for (int i = 0, row = 0; i < tiles; i++)
            {
                var height = (rows - row) / (tiles - i);
                Registers(&t, height, vectors);
                t.A += height * t.ARow;
                t.C += height * t.CRow;
                row += height;
            }

            return;
        }

        // A partial vector would be written beyond the row of C: use a temporary tile.
        var width = vectors * S.Width;
        var tile = stackalloc float[8 * width];
        var bias = stackalloc float[width];
        if (t.Bias != null)
        {
            Copy(t.Bias, bias, columns);
            t.Bias = bias;
        }

        for (int i = 0, row = 0; i < tiles; i++)
        {
            var height = (rows - row) / (tiles - i);
            var part = t;
            part.C = tile;
            part.CRow = width;
            for (var r = 0; t.Accumulate && r < height; r++)
                Copy(t.C + (r * t.CRow), tile + (r * width), columns);
            Registers(&part, height, vectors);
            for (var r = 0; r < height; r++)
                Copy(tile + (r * width), t.C + (r * t.CRow), columns);
            t.A += height * t.ARow;
            t.C += height * t.CRow;
            row += height;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* from, float* to, int count)
    {
        for (var i = 0; i < count; i++)
            to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Registers(TileProduct* t, int rows, int vectors)
    {
        if (vectors == 2)
            Rows<Two>(t, rows);
        else
            Rows<One>(t, rows);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<N>(TileProduct* t, int rows)
        where N : struct, INumber
    {
        switch (rows)
        {
            case 1: Kernel<One, N>(t); break;
            case 2: Kernel<Two, N>(t); break;
            case 3: Kernel<Three, N>(t); break;
            case 4: Kernel<Four, N>(t); break;
            case 5: Kernel<Five, N>(t); break;
            case 6: Kernel<Six, N>(t); break;
            case 7: Kernel<Seven, N>(t); break;
            default: Kernel<Eight, N>(t); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Kernel<R, N>(TileProduct* t)
        where R : struct, INumber
        where N : struct, INumber
    {
        var zero = S.Broadcast(0);
        V c00 = zero, c01 = zero;
        V c10 = zero, c11 = zero;
        V c20 = zero, c21 = zero;
        V c30 = zero, c31 = zero;
        V c40 = zero, c41 = zero;
        V c50 = zero, c51 = zero;
        V c60 = zero, c61 = zero;
        V c70 = zero, c71 = zero;
        if (t->Accumulate)
        {
            var row = t->CRow;
            var c = t->C;
            if (R.Value > 0)
                (c00, c01) = (S.Load(c + (0 * row)), N.Value > 1 ? S.Load(c + (0 * row) + S.Width) : zero);
            if (R.Value > 1)
                (c10, c11) = (S.Load(c + (1 * row)), N.Value > 1 ? S.Load(c + (1 * row) + S.Width) : zero);
            if (R.Value > 2)
                (c20, c21) = (S.Load(c + (2 * row)), N.Value > 1 ? S.Load(c + (2 * row) + S.Width) : zero);
            if (R.Value > 3)
                (c30, c31) = (S.Load(c + (3 * row)), N.Value > 1 ? S.Load(c + (3 * row) + S.Width) : zero);
            if (R.Value > 4)
                (c40, c41) = (S.Load(c + (4 * row)), N.Value > 1 ? S.Load(c + (4 * row) + S.Width) : zero);
            if (R.Value > 5)
                (c50, c51) = (S.Load(c + (5 * row)), N.Value > 1 ? S.Load(c + (5 * row) + S.Width) : zero);
            if (R.Value > 6)
                (c60, c61) = (S.Load(c + (6 * row)), N.Value > 1 ? S.Load(c + (6 * row) + S.Width) : zero);
            if (R.Value > 7)
                (c70, c71) = (S.Load(c + (7 * row)), N.Value > 1 ? S.Load(c + (7 * row) + S.Width) : zero);
        }
        else if (t->Bias != null)
        {
            V b0 = S.Load(t->Bias), b1 = N.Value > 1 ? S.Load(t->Bias + S.Width) : zero;
            (c00, c01) = (b0, b1);
            (c10, c11) = (b0, b1);
            (c20, c21) = (b0, b1);
            (c30, c31) = (b0, b1);
            (c40, c41) = (b0, b1);
            (c50, c51) = (b0, b1);
            (c60, c61) = (b0, b1);
            (c70, c71) = (b0, b1);
        }

        for (var r = 0; r < R.Value; r++)
            Ahead<N>(t->C + (r * t->CRow));
        nint step = t->AStep, bStep = t->BStep;
        nint a1 = t->ARow, a2 = 2 * a1, a3 = 3 * a1, a4 = 4 * a1, a5 = 5 * a1, a6 = 6 * a1, a7 = 7 * a1;
        for (var s = 0; s < t->Segments; s++)
        {
            var a = t->A + (s * t->ASegment);
            var b = t->B + (s * t->BSegment);
            for (var k = t->Depth; k > 0; k--)
            {
                V b0 = S.Load(b), b1 = N.Value > 1 ? S.Load(b + S.Width) : zero;
                if (R.Value > 0)
                {
                    var x = S.Broadcast(*a);
                    c00 = S.Fma(x, b0, c00);
                    if (N.Value > 1)
                        c01 = S.Fma(x, b1, c01);
                }

                if (R.Value > 1)
                {
                    var x = S.Broadcast(*(a + a1));
                    c10 = S.Fma(x, b0, c10);
                    if (N.Value > 1)
                        c11 = S.Fma(x, b1, c11);
                }

                if (R.Value > 2)
                {
                    var x = S.Broadcast(*(a + a2));
                    c20 = S.Fma(x, b0, c20);
                    if (N.Value > 1)
                        c21 = S.Fma(x, b1, c21);
                }

                if (R.Value > 3)
                {
                    var x = S.Broadcast(*(a + a3));
                    c30 = S.Fma(x, b0, c30);
                    if (N.Value > 1)
                        c31 = S.Fma(x, b1, c31);
                }

                if (R.Value > 4)
                {
                    var x = S.Broadcast(*(a + a4));
                    c40 = S.Fma(x, b0, c40);
                    if (N.Value > 1)
                        c41 = S.Fma(x, b1, c41);
                }

                if (R.Value > 5)
                {
                    var x = S.Broadcast(*(a + a5));
                    c50 = S.Fma(x, b0, c50);
                    if (N.Value > 1)
                        c51 = S.Fma(x, b1, c51);
                }

                if (R.Value > 6)
                {
                    var x = S.Broadcast(*(a + a6));
                    c60 = S.Fma(x, b0, c60);
                    if (N.Value > 1)
                        c61 = S.Fma(x, b1, c61);
                }

                if (R.Value > 7)
                {
                    var x = S.Broadcast(*(a + a7));
                    c70 = S.Fma(x, b0, c70);
                    if (N.Value > 1)
                        c71 = S.Fma(x, b1, c71);
                }

                a += step;
                b += bStep;
            }
        }

        var cRow = t->CRow;
        var relu = t->Relu;
        var o = t->C;
        if (R.Value > 0)
            Store<N>(o + (0 * cRow), c00, c01, relu);
        if (R.Value > 1)
            Store<N>(o + (1 * cRow), c10, c11, relu);
        if (R.Value > 2)
            Store<N>(o + (2 * cRow), c20, c21, relu);
        if (R.Value > 3)
            Store<N>(o + (3 * cRow), c30, c31, relu);
        if (R.Value > 4)
            Store<N>(o + (4 * cRow), c40, c41, relu);
        if (R.Value > 5)
            Store<N>(o + (5 * cRow), c50, c51, relu);
        if (R.Value > 6)
            Store<N>(o + (6 * cRow), c60, c61, relu);
        if (R.Value > 7)
            Store<N>(o + (7 * cRow), c70, c71, relu);
    }

    /// <summary>Prefetches a row of C, which is written when the sum is finished, during the computation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ahead<N>(float* c)
        where N : struct, INumber
    {
        if (!Sse.IsSupported)
            return;
        Sse.Prefetch0(c);
        if (N.Value * S.Width > 16)
            Sse.Prefetch0(c + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<N>(float* c, V c0, V c1, bool relu)
        where N : struct, INumber
    {
        var zero = S.Broadcast(0);
        S.Store(c, relu ? S.Max(zero, c0) : c0);
        if (N.Value > 1)
            S.Store(c + S.Width, relu ? S.Max(zero, c1) : c1);
    }
}

internal readonly struct One : INumber
{
    public static int Value => 1;
}

internal readonly struct Two : INumber
{
    public static int Value => 2;
}

internal readonly struct Three : INumber
{
    public static int Value => 3;
}

internal readonly struct Four : INumber
{
    public static int Value => 4;
}

internal readonly struct Five : INumber
{
    public static int Value => 5;
}

internal readonly struct Six : INumber
{
    public static int Value => 6;
}

internal readonly struct Seven : INumber
{
    public static int Value => 7;
}

internal readonly struct Eight : INumber
{
    public static int Value => 8;
}
