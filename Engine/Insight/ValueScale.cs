using GpuDigits.Engine.Pictures;

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
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) continue;
            (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return lowest <= highest ? new(lowest, highest) : default;
    }

    /// <summary>The value furthest from zero, without its sign.</summary>
    public float Furthest => Math.Max(Math.Abs(Lowest), Math.Abs(Highest));

    /// <summary>0 for the lowest value, 1 for the highest; 0 where all are the same or the value is no number.</summary>
    public float Grey(float value)
    {
        double span = (double)Highest - Lowest;
        return span > 0 && !float.IsNaN(value) ? (float)Math.Clamp((value - (double)Lowest) / span, 0, 1) : 0;
    }

    /// <summary>−1 to 1, 0 for zero: the value as a share of the one furthest from zero.</summary>
    public float Signed(float value) => Furthest > 0 && !float.IsNaN(value) ? Math.Clamp(value / Furthest, -1, 1) : 0;

    /// <summary><see cref="Grey"/> as a colour.</summary>
    public Rgb GreyColour(float value) => Rgb.Grey(Grey(value));

    /// <summary><see cref="Signed"/> as a colour.</summary>
    public Rgb DivergingColour(float value) => Diverging(Signed(value));

    /// <summary>
    /// Blue at −1, white at 0, orange at 1. Told apart by people who see no red or no green, and both ends equally dark, so that size is
    /// lightness and sign is hue.
    /// </summary>
    public static Rgb Diverging(float signed)
    {
        float t = Math.Clamp(Math.Abs(signed), 0, 1);
        Rgb end = signed < 0 ? new(20, 92, 176) : new(190, 78, 8);
        Rgb middle = signed < 0 ? new(122, 178, 232) : new(248, 166, 92);
        Rgb white = new(248, 248, 248);
        return t < 0.5f ? Rgb.Mix(white, middle, t * 2) : Rgb.Mix(middle, end, (t * 2) - 1);
    }
}
