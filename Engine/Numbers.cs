using System.Runtime.CompilerServices;

namespace GpuDigits.Engine;

/// <summary>
/// Checks for numbers that come from outside (files, and what was computed with them), and arithmetic that the language lacks.
/// </summary>
public static class Numbers
{
    /// <summary>The largest size of a weight; one beyond it is damage, and sums of such weights pass what a float can hold.</summary>
    public const float LargestWeight = 1e9f;

    /// <summary>The place of the first value that is NaN, infinite, or larger than a limit in size; −1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a model's weights pass here once, before the runtime would compile it well
    public static int FirstUnusable(ReadOnlySpan<float> values, float limit = float.MaxValue)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(MathF.Abs(values[i]) <= limit))
                return i;
        }

        return -1;
    }

    /// <summary>Whether all values are finite.</summary>
    public static bool AreFinite(ReadOnlySpan<float> values) => FirstUnusable(values) < 0;

    /// <summary>The place of the first largest value: from probabilities to a class.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }

    /// <summary>The number of pieces of a size that hold a count: the quotient, rounded up.</summary>
    internal static int CeilDiv(int count, int size) => (int)(((long)count + size - 1) / size);
}
