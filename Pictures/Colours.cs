using SkiaSharp;

namespace GpuDigits.Pictures;

/// <summary>Colours made of numbers and of each other.</summary>
public static class Colours
{
    /// <summary>A grey of the given lightness.</summary>
    public static SKColor Grey(byte lightness) => new(lightness, lightness, lightness);

    /// <summary>A grey from 0 (black) to 1 (white), clamped.</summary>
    public static SKColor Grey(float lightness) => Grey((byte)MathF.Round(Math.Clamp(lightness, 0, 1) * 255));

    /// <summary>The colour at a share of the way from one to another.</summary>
    public static SKColor Mix(SKColor from, SKColor to, float share)
    {
        byte Channel(byte a, byte b) => (byte)MathF.Round(a + ((b - a) * share));
        return new(Channel(from.Red, to.Red), Channel(from.Green, to.Green), Channel(from.Blue, to.Blue));
    }
}
