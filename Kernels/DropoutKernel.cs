using ILGPU;

namespace GpuDigits.Kernels;

/// <summary>
/// Inverted dropout: y = x · scale with scale = 1 / (1 − rate) where Uniform(seed, step, i) ≥ rate, else 0. No mask is stored: the backward
/// pass is the same call on dy, because <see cref="CounterRandom"/> draws the same number again for the same value. Launch: auto-grouped,
/// one thread per value; x and y may be the same memory.
/// </summary>
public static class DropoutKernel
{
    /// <summary>Keeps or clears value i.</summary>
    public static void Apply(Index1D i, ArrayView<float> x, ArrayView<float> y, float rate, float scale, uint seed, uint step) =>
        y[i] = CounterRandom.Uniform(seed, step, (uint)i.X) >= rate ? x[i] * scale : 0.0f;
}
