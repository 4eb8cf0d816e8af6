using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Sums in a fixed order, independent of the number of threads.</summary>
internal static unsafe class Sums<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>to[i] = Σ(p &lt; parts) from[p · stride + i] for the first count values, p ascending.</summary>
    public static void OfParts(ThreadTeam team, float* from, long stride, int parts, int count, float* to) => team.Run(
        Numbers.CeilDiv(count, SumPartials.Block),
        new SumPartials { From = from, To = to, Stride = stride, Parts = parts, Count = count });

    /// <summary>sums[n] += Σ(r) rows[r, n], r ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(float* rows, int count, int columns, float* sums)
    {
        var n = 0;
        for (; n <= columns - S.Width; n += S.Width)
        {
            var sum = S.Load(sums + n);
            for (var r = 0; r < count; r++)
                sum = S.Add(sum, S.Load(rows + ((nint)r * columns) + n));
            S.Store(sums + n, sum);
        }

        for (; n < columns; n++)
            for (var r = 0; r < count; r++)
                sums[n] += rows[((nint)r * columns) + n];
    }

    private struct SumPartials : IJob
    {
        public const int Block = 8192;

        public float* From;
        public float* To;
        public long Stride;
        public int Parts;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk, Scratch scratch)
        {
            int i = chunk * Block, end = Math.Min(i + Block, Count);
            for (; i <= end - S.Width; i += S.Width)
            {
                var sum = S.Load(From + i);
                for (var p = 1; p < Parts; p++)
                    sum = S.Add(sum, S.Load(From + (p * Stride) + i));
                S.Store(To + i, sum);
            }

            for (; i < end; i++)
            {
                var sum = From[i];
                for (var p = 1; p < Parts; p++)
                    sum += From[(p * Stride) + i];
                To[i] = sum;
            }
        }
    }
}
