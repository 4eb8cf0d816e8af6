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
    public static void Apply(Index1D i, ArrayView<float> x, ArrayView<float> y, Dropping drop) => y[i] = drop.Apply(i, x[i]);
}

/// <summary>The numbers of a dropout; with rate 0 it keeps everything.</summary>
/// <param name="Rate">The fraction that is dropped.</param>
/// <param name="Scale">1 / (1 − rate).</param>
/// <param name="Seed">Seed of the generator.</param>
/// <param name="Step">Number of the training step.</param>
public readonly record struct Dropping(float Rate, float Scale, uint Seed, uint Step)
{
    /// <summary>Value i after the dropout.</summary>
    internal float Apply(int i, float value) =>
        Rate == 0.0f ? value : CounterRandom.Uniform(Seed, Step, (uint)i) >= Rate ? value * Scale : 0.0f;
}
