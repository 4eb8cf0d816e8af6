using GpuDigits.Engine.Insight;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>The colours in which sheets show the values of a <see cref="ValueScale"/>.</summary>
public static class ScaleColours
{
    /// <summary>Black for the lowest value, white for the highest.</summary>
    public static Func<float, SKColor> GreyColour(this ValueScale scale) => value => Colours.Grey(scale.Grey(value));

    /// <summary><see cref="Diverging"/>, with the value furthest from zero at an end.</summary>
    public static Func<float, SKColor> DivergingColour(this ValueScale scale) => value => Diverging(scale.Signed(value));

    /// <summary>
    /// Blue at −1, white at 0, orange at 1. Told apart by people who see no red or no green, and both ends equally dark, so that size is
    /// lightness and sign is hue.
    /// </summary>
    public static SKColor Diverging(float signed)
    {
        var t = Math.Clamp(Math.Abs(signed), 0, 1);
        SKColor end = signed < 0 ? new(20, 92, 176) : new(190, 78, 8);
        SKColor middle = signed < 0 ? new(122, 178, 232) : new(248, 166, 92);
        SKColor white = new(248, 248, 248);
        return t < 0.5f ? Colours.Mix(white, middle, t * 2) : Colours.Mix(middle, end, (t * 2) - 1);
    }
}
