using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static GpuDigits.Engine.Devices.Vector.Chunks;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Products of a row with a matrix that skip the row's zeros (more than half of the values after a ReLU). The other values are listed
/// first, so that the sum itself has no branches. A skipped term is 0 · w, so the sum is bit-identical to the complete one, unless w is
/// infinite or NaN: then w counts only where its factor is not 0.
/// </summary>
internal static unsafe class SparseProduct<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Skipping zeros is faster than the tile kernel if at least this many of 16 values are zero.</summary>
    private const int LeastZeros = 7;

    /// <summary>Rows of the matrix that are added before the next row of x: 24 KiB, which stay in the first-level cache.</summary>
    public static int Depth(int columns) => Math.Clamp(6144 / columns / 16 * 16, 16, MostDepth);

    private const int MostDepth = 96;

    /// <summary>Columns of <see cref="Row"/> that are summed together: eight 256-bit vectors, or four of 512 bits.</summary>
    public static int RowBlock => Math.Min(8 * S.Width, 64);

    /// <summary>
    /// One row: y[n] = bias[n] + Σ x[i] · w[i, n] for n from first to end, over the listed i. Its speed is limited by reading the weights,
    /// each once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(
        int* list, int count, int outputs, float* x, float* weights, float* bias, float* y, bool relu, int first, int end)
    {
        var n = first;
        for (; n <= end - (8 * S.Width); n += 8 * S.Width)
            Vectors<Eight>(list, count, outputs, x, weights + n, bias + n, y + n);
        for (; n <= end - (4 * S.Width); n += 4 * S.Width)
            Vectors<Four>(list, count, outputs, x, weights + n, bias + n, y + n);
        for (; n <= end - S.Width; n += S.Width)
        {
            var sum = S.Load(bias + n);
            for (var k = 0; k < count; k++)
                sum = S.Fma(S.Broadcast(x[list[k]]), S.Load(weights + ((nint)list[k] * outputs) + n), sum);
            S.Store(y + n, sum);
        }

        for (; n < end; n++)
        {
            var sum = bias[n];
            for (var k = 0; k < count; k++)
                sum = float.MultiplyAddEstimate(x[list[k]], weights[((nint)list[k] * outputs) + n], sum);
            y[n] = sum;
        }

        for (var i = first; relu && i < end; i++)
            y[i] = y[i] < 0 ? 0 : y[i];
    }

    /// <summary>Whether <see cref="Rows"/> can compute this many columns.</summary>
    public static bool Takes(int columns) => columns % (8 * S.Width) == 0;

    /// <summary>Whether skipping zeros is faster for a block of x and this many columns, estimated from a few rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Pays(float* x, nint stride, int rows, int depth, int columns)
    {
        const int Sample = 4;
        if (!Takes(columns))
            return false;
        var zeros = Vector128<int>.Zero;
        int seen = Math.Min(rows, Sample), end = depth - (depth % 4);
        for (var r = 0; r < seen; r++)
        {
            var row = x + ((long)rows * r / seen * stride);
            for (var i = 0; i < end; i += 4)
                zeros -= Vector128.Equals(Vector128.Load(row + i), Vector128<float>.Zero).AsInt32();
        }

        return Vector128.Sum(zeros) * 16L >= (long)LeastZeros * seen * end;
    }

    /// <summary>
    /// y[r, ·] = start + Σ(k &lt; depth) x[r, k] · b[k, ·]; without a start, the sum is added to y. The columns are a multiple of 8
    /// vectors. The next row is listed before the current row is summed, so that the processor does not wait for the list.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows(float* x, nint stride, int rows, int depth, float* b, int columns, float* start, float* y)
    {
        const int Ahead = 4;
        var list = stackalloc int[2 * (MostDepth + 16)];
        var nextList = list + MostDepth + 16;
        var count = NonZeros(x, depth, list);
        for (var r = 0; r < rows; r++, x += stride, y += columns)
        {
            var next = 0;
            if (r + 1 < rows)
                next = NonZeros(x + stride, depth, nextList);
            if (r + Ahead < rows)
                Prefetch(x + (Ahead * stride), 0, 1, depth);
            for (var n = 0; n < columns; n += 8 * S.Width)
                Vectors<Eight>(list, count, columns, x, b + n, (start == null ? y : start) + n, y + n);
            count = next;
            var done = list;
            list = nextList;
            nextList = done;
        }
    }

    /// <summary>Lists the indices where x is not zero, in order; the list needs room for 16 more entries than there are.</summary>
    /// <returns>The number of indices.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int NonZeros(float* x, int count, int* list)
    {
        int found = 0, i = 0;
        if (typeof(V) == typeof(Vector512<float>) && Avx512F.IsSupported)
        {
            for (; i <= count - 16; i += 16)
            {
                var isZero = Vector512.Equals(Vector512.Load(x + i), Vector512<float>.Zero);
                Avx512F.Compress(Vector512<int>.Zero, ~isZero.AsInt32(), Vector512.Create(i) + Vector512<int>.Indices).Store(list + found);
                found += 16 - BitOperations.PopCount(isZero.ExtractMostSignificantBits());
            }
        }

        else if (typeof(V) == typeof(Vector256<float>) && Avx2.IsSupported)
        {
            for (; i <= count - 8; i += 8)
            {
                var zeros = Vector256.Equals(Vector256.Load(x + i), Vector256<float>.Zero).ExtractMostSignificantBits();
                var places = Vector128.CreateScalar(SetBits.Places[~zeros & 255]).AsByte();
                (Avx2.ConvertToVector256Int32(places) + Vector256.Create(i)).Store(list + found);
                found += 8 - BitOperations.PopCount(zeros);
            }
        }
        else if (typeof(V) == typeof(Vector128<float>))
        {
            for (; i <= count - 4; i += 4)
            {
                var zeros = Vector128.Equals(Vector128.Load(x + i), Vector128<float>.Zero).ExtractMostSignificantBits();
                var places = Vector128.CreateScalar(SetBits.Places[~zeros & 15]).AsByte();
                (Vector128.WidenLower(Vector128.WidenLower(places)).AsInt32() + Vector128.Create(i)).Store(list + found);
                found += 4 - BitOperations.PopCount(zeros);
            }
        }

        for (; i < count; i++)
        {
            list[found] = i;
            found += x[i] != 0 ? 1 : 0;
        }

        return found;
    }

    /// <summary>Four or eight vectors of a row's sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors<N>(int* list, int count, nint outputs, float* x, float* weights, float* start, float* y)
        where N : struct, INumber
    {
        var w = S.Width;
        var zero = S.Broadcast(0);
        V s0 = S.Load(start), s1 = S.Load(start + w), s2 = S.Load(start + (2 * w)), s3 = S.Load(start + (3 * w));
        V s4 = zero, s5 = zero, s6 = zero, s7 = zero;
        if (N.Value > 4)
        {
            (s4, s5) = (S.Load(start + (4 * w)), S.Load(start + (5 * w)));
            (s6, s7) = (S.Load(start + (6 * w)), S.Load(start + (7 * w)));
        }

        for (var k = 0; k < count; k++)
        {
            nint i = list[k];
            var row = weights + (i * outputs);
            var a = S.Broadcast(x[i]);
            s0 = S.Fma(a, S.Load(row), s0);
            s1 = S.Fma(a, S.Load(row + w), s1);
            s2 = S.Fma(a, S.Load(row + (2 * w)), s2);
            s3 = S.Fma(a, S.Load(row + (3 * w)), s3);
            if (N.Value > 4)
            {
                s4 = S.Fma(a, S.Load(row + (4 * w)), s4);
                s5 = S.Fma(a, S.Load(row + (5 * w)), s5);
                s6 = S.Fma(a, S.Load(row + (6 * w)), s6);
                s7 = S.Fma(a, S.Load(row + (7 * w)), s7);
            }
        }

        S.Store(y, s0);
        S.Store(y + w, s1);
        S.Store(y + (2 * w), s2);
        S.Store(y + (3 * w), s3);
        if (N.Value > 4)
        {
            S.Store(y + (4 * w), s4);
            S.Store(y + (5 * w), s5);
            S.Store(y + (6 * w), s6);
            S.Store(y + (7 * w), s7);
        }
    }

    /// <summary>A dense layer, row by row. One chunk is some outputs of a row; a sum has the same order, whoever computes it.</summary>
    public struct RowJob : IJob
    {
        public float* X;
        public float* Weights;
        public float* Bias;
        public float* Y;
        public int Inputs;
        public int Outputs;
        public int Parts;
        public bool Relu;

        public readonly void Run(int chunk, Scratch scratch)
        {
            int row = chunk / Parts, part = chunk % Parts, blocks = Numbers.CeilDiv(Outputs, RowBlock);
            var x = X + ((nint)row * Inputs);
            var list = (int*)scratch.Floats(Inputs + 16L);
            Row(
                list, NonZeros(x, Inputs, list), Outputs, x, Weights, Bias, Y + ((nint)row * Outputs), Relu,
                blocks * part / Parts * RowBlock, Math.Min(blocks * (part + 1) / Parts * RowBlock, Outputs));
        }
    }
}
