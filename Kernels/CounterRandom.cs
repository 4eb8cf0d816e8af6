namespace GpuDigits.Kernels;

/// <summary>
/// A counter-based generator. The random number is a hash of (seed, stream, index), so that any thread of any device draws the same number
/// without shared state. Two rounds of a 32-bit finaliser (xor-shift and multiply) mix the three words.
/// </summary>
public static class CounterRandom
{
    /// <summary>The finaliser's factors.</summary>
    public const uint Factor1 = 0x7FEB352D, Factor2 = 0x846CA68B;

    /// <summary>32 random bits for (seed, stream, index): Mix(Mix(index + StreamKey) xor SeedKey).</summary>
    public static uint Bits(uint seed, uint stream, uint index) => Mix(Mix(index + StreamKey(stream)) ^ SeedKey(seed));

    /// <summary>A float in [0, 1) with 24 random bits.</summary>
    public static float Uniform(uint seed, uint stream, uint index) =>
        (int)(Bits(seed, stream, index) >> 8) * (1.0f / 16777216.0f);

    /// <summary>The value that the stream adds to every index.</summary>
    public static uint StreamKey(uint stream) => 0x9E3779B9u * Mix(stream + 0x85EBCA6Bu);

    /// <summary>The value that is combined by xor with the result of the first round.</summary>
    public static uint SeedKey(uint seed) => Mix(seed + 0xC2B2AE35u);

    /// <summary>One round of the finaliser.</summary>
    public static uint Mix(uint h)
    {
        h ^= h >> 16;
        h *= Factor1;
        h ^= h >> 15;
        h *= Factor2;
        return h ^ (h >> 16);
    }
}
