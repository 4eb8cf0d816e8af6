namespace GpuDigits.Kernels;

/// <summary>
/// A counter-based generator: the random number is a hash of (seed, stream, index), so any thread of any device draws the
/// same one without shared state. Two rounds of a 32-bit finaliser (xor-shift and multiply) over the three words.
/// </summary>
public static class CounterRandom
{
    /// <summary>32 random bits for (seed, stream, index).</summary>
    public static uint Bits(uint seed, uint stream, uint index)
    {
        uint h = Mix(index + (0x9E3779B9u * Mix(stream + 0x85EBCA6Bu)));
        return Mix(h ^ Mix(seed + 0xC2B2AE35u));
    }

    /// <summary>A float in [0, 1) with 24 random bits.</summary>
    public static float Uniform(uint seed, uint stream, uint index) =>
        (int)(Bits(seed, stream, index) >> 8) * (1.0f / 16777216.0f);

    private static uint Mix(uint h)
    {
        h ^= h >> 16;
        h *= 0x7FEB352Du;
        h ^= h >> 15;
        h *= 0x846CA68Bu;
        return h ^ (h >> 16);
    }
}
