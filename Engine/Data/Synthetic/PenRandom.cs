using GpuDigits.Kernels;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>The random numbers of one drawing, one after the other: draw the same again with the same seed and index.</summary>
/// <param name="seed">Of the whole set.</param>
/// <param name="index">Of the drawing in it.</param>
internal struct PenRandom(uint seed, uint index)
{
    /// <summary>Keeps the pen's numbers apart from those that training draws with the same seed.</summary>
    private const uint PenSeed = 0x4000_0000;

    private uint _next;

    /// <summary>A number in [0, 1).</summary>
    public float Uniform() => CounterRandom.Uniform(seed + PenSeed, index, _next++);

    /// <summary>A number in [low, high).</summary>
    public float Between(float low, float high) => low + (high - low) * Uniform();

    /// <summary>True with a probability.</summary>
    public bool Chance(float probability) => Uniform() < probability;

    /// <summary>Bell-shaped around 0 and never further out than 3.5 deviations: the sum of four uniform numbers.</summary>
    public float Spread(float deviation) => deviation * MathF.Sqrt(3) * (Uniform() + Uniform() + Uniform() + Uniform() - 2);
}
