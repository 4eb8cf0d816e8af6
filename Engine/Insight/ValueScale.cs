namespace GpuDigits.Engine.Insight;

/// <summary>From values to what is shown: grey from the lowest (black) to the highest (white), or two colours around zero.</summary>
/// <param name="Lowest">The lowest value of those that share this scale: of one filter or map, or of a whole layer.</param>
/// <param name="Highest">The highest.</param>
public readonly record struct ValueScale(float Lowest, float Highest)
{
    /// <summary>The scale of some values; what is no finite number does not count.</summary>
    public static ValueScale Of(ReadOnlySpan<float> values)
    {
        float lowest = float.PositiveInfinity, highest = float.NegativeInfinity;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return lowest <= highest ? new(lowest, highest) : default;
    }

    /// <summary>The value furthest from zero, without its sign.</summary>
    public float Furthest => Math.Max(Math.Abs(Lowest), Math.Abs(Highest));

    /// <summary>0 for the lowest value, 1 for the highest; 0 where all are the same or the value is no number.</summary>
    public float Grey(float value)
    {
        var span = (double)Highest - Lowest;
        return span > 0 && !float.IsNaN(value) ? (float)Math.Clamp((value - (double)Lowest) / span, 0, 1) : 0;
    }

    /// <summary>−1 to 1, 0 for zero: the value as a share of the one furthest from zero.</summary>
    public float Signed(float value) => Furthest > 0 && !float.IsNaN(value) ? Math.Clamp(value / Furthest, -1, 1) : 0;
}
