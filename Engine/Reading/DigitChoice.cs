namespace GpuDigits.Engine.Reading;

/// <summary>
/// Chooses among the digits by the shape alone. Size and place say whether something is a digit, but not which; the place network, which
/// knows synthetic hands only, would take what these confuse for what people confuse.
/// </summary>
internal static class DigitChoice
{
    private const int Digits = 10;

    /// <summary>How much surer the two networks together are than the shape network by itself: its odds are raised to this power.</summary>
    private const float Sureness = 2;

    /// <summary>Shares the digits' probability in a window out among them.</summary>
    /// <param name="classes">[classes] The logarithms of the place network's probabilities, which are changed.</param>
    /// <param name="shape">[shapes] The logarithms of the shape network's.</param>
    public static void ByShape(Span<float> classes, ReadOnlySpan<float> shape)
    {
        Span<float> odds = stackalloc float[Digits];
        for (var digit = 0; digit < Digits; digit++)
            odds[digit] = Sureness * shape[digit];
        var change = LogSum(classes[..Digits]) - LogSum(odds);
        for (var digit = 0; digit < Digits; digit++)
            classes[digit] = odds[digit] + change;
    }

    /// <summary>The logarithm of the sum of what the values are the logarithms of.</summary>
    private static float LogSum(ReadOnlySpan<float> values)
    {
        float most = float.NegativeInfinity, sum = 0;
        foreach (var value in values)
            most = MathF.Max(most, value);
        foreach (var value in values)
            sum += PortableMath.Exp(value - most);
        return most + PortableMath.Log(sum);
    }
}
