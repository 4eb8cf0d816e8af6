using GpuDigits.Kernels;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>The sequence of random numbers of one drawing: the same seed and index give the same numbers.</summary>
/// <param name="seed">Seed of the whole set.</param>
/// <param name="index">Index of the drawing in the set.</param>
internal struct PenRandom(uint seed, uint index)
{
    /// <summary>Separates the pen's numbers from those that training draws with the same seed.</summary>
    private const uint PenSeed = 0x4000_0000;

    private uint _next;

    /// <summary>A sequence of its own for what is drawn next.</summary>
    public PenRandom Fork() => new(CounterRandom.Bits(seed + PenSeed, index, _next++), index);

    /// <summary>A number in [0, 1).</summary>
    public float Uniform() => CounterRandom.Uniform(seed + PenSeed, index, _next++);

    /// <summary>Puts things into random order (Fisher and Yates 1938).</summary>
    public void Shuffle<T>(Span<T> things)
    {
        for (var i = things.Length - 1; i > 0; i--)
        {
            var other = (int)Between(0, i + 1);
            (things[i], things[other]) = (things[other], things[i]);
        }
    }

    /// <summary>A number in [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * Uniform();

    /// <summary>True with the given probability.</summary>
    public bool Chance(float probability) => Uniform() < probability;

    /// <summary>A bell-shaped distribution around 0, limited to 3.5 deviations: the sum of four uniform numbers.</summary>
    public float Spread(float deviation) => deviation * MathF.Sqrt(3) * (Uniform() + Uniform() + Uniform() + Uniform() - 2);
}
