using GpuDigits.Engine.Insight;

namespace GpuDigits.Pictures.Sheets;

/// <summary>The colours in which sheets show the values of a <see cref="ValueScale"/>.</summary>
public static class ScaleColours
{
    /// <summary>Black for the lowest value, white for the highest.</summary>
    public static Func<float, Rgb> GreyColour(this ValueScale scale) => value => Rgb.Grey(scale.Grey(value));

    /// <summary><see cref="Diverging"/>, with the value furthest from zero at an end.</summary>
    public static Func<float, Rgb> DivergingColour(this ValueScale scale) => value => Diverging(scale.Signed(value));

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
