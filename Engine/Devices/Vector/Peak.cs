using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>Measures the processor's peak: FMAs that use only registers, on all threads together.</summary>
internal static unsafe class Peak<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // An FMA has a latency of 4 cycles, and 2 start per cycle: 8 sums keep both units busy; 12 leave a margin and fit into 16 registers.
    private const int Parallel = 12;

    /// <summary>The best of several tries, in GFLOP/s.</summary>
    public static double Measure(ThreadTeam team, Scratch shared, TimeSpan duration)
    {
        double best = 0;
        var started = Stopwatch.GetTimestamp();
        do
        {
            var begun = Stopwatch.GetTimestamp();
            var (operations, _) = Run(team, shared);
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(begun).TotalSeconds / 1e9);
        }
        while (Stopwatch.GetElapsedTime(started) < duration);
        return best;
    }

    /// <summary>One try: the number of its floating-point operations, and the total of the sums of one chunk.</summary>
    public static (double Operations, float Total) Run(ThreadTeam team, Scratch shared)
    {
        var sink = shared.Floats(16);
        var chunks = 16 * team.Threads;
        team.Run(chunks, new PeakJob { Sink = sink });
        return (2.0 * S.Width * Parallel * PeakJob.Rounds * chunks, *sink);
    }

    /// <summary>Every sum converges to 1, so that no value becomes denormal and slow.</summary>
    private struct PeakJob : IJob
    {
        public const int Rounds = 20_000;

        public float* Sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(int chunk, Scratch scratch)
        {
            var half = S.Broadcast(0.5f);
            V s0 = half, s1 = half, s2 = half, s3 = half, s4 = half, s5 = half;
            V s6 = half, s7 = half, s8 = half, s9 = half, s10 = half, s11 = half;
            for (var i = Rounds; i > 0; i--)
            {
                s0 = S.Fma(s0, half, half);
                s1 = S.Fma(s1, half, half);
                s2 = S.Fma(s2, half, half);
                s3 = S.Fma(s3, half, half);
                s4 = S.Fma(s4, half, half);
                s5 = S.Fma(s5, half, half);
                s6 = S.Fma(s6, half, half);
                s7 = S.Fma(s7, half, half);
                s8 = S.Fma(s8, half, half);
                s9 = S.Fma(s9, half, half);
                s10 = S.Fma(s10, half, half);
                s11 = S.Fma(s11, half, half);
            }

            var a = S.Add(S.Add(S.Add(s0, s1), S.Add(s2, s3)), S.Add(S.Add(s4, s5), S.Add(s6, s7)));
            var sum = S.Add(a, S.Add(S.Add(s8, s9), S.Add(s10, s11)));
            var own = stackalloc float[S.Width];
            S.Store(own, sum);
            *Sink = *own;
        }
    }
}
