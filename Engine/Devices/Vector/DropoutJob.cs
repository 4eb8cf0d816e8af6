using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Dropout; one chunk is a range of values. The random numbers are those of <see cref="CounterRandom"/>, computed one vector at a time.
/// They are integers, and therefore the same at every vector width.
/// </summary>
internal unsafe struct DropoutJob : IJob
{
    public const int Block = 8192;

    public int Count;
    public float* X;
    public float* Y;
    public float Rate;
    public uint Seed;
    public uint Step;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(int chunk, Scratch scratch)
    {
        var scale = 1.0f / (1.0f - Rate);
        int i = chunk * Block, end = Math.Min(i + Block, Count);
        var stream = Vector256.Create(CounterRandom.StreamKey(Step));
        var seed = Vector256.Create(CounterRandom.SeedKey(Seed));
        for (; i <= end - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            var bits = Mix(Mix(Vector256.Create((uint)i) + Vector256<uint>.Indices + stream) ^ seed);
            var uniform = Vector256.ConvertToSingle((bits >>> 8).AsInt32()) * (1.0f / 16777216.0f);
            var kept = Vector256.GreaterThanOrEqual(uniform, Vector256.Create(Rate));
            Vector256.ConditionalSelect(kept, Vector256.Load(X + i) * scale, Vector256<float>.Zero).Store(Y + i);
        }

        for (; i < end; i++)
            Y[i] = CounterRandom.Uniform(Seed, Step, (uint)i) >= Rate ? X[i] * scale : 0;
    }

    /// <summary><see cref="CounterRandom.Mix"/> of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Mix(Vector256<uint> h)
    {
        h ^= h >>> 16;
        h *= CounterRandom.Factor1;
        h ^= h >>> 15;
        h *= CounterRandom.Factor2;
        return h ^ (h >>> 16);
    }
}
