using GpuDigits.Engine;

namespace GpuDigits.Pictures;

/// <summary>How well a colour can be read on another.</summary>
internal static class ContrastRatio
{
    /// <summary>The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").</summary>
    public static double Of((byte R, byte G, byte B) a, (byte R, byte G, byte B) b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance((byte R, byte G, byte B) colour)
    {
        return (0.2126 * Linear(colour.R)) + (0.7152 * Linear(colour.G)) + (0.0722 * Linear(colour.B));

        static double Linear(byte channel) =>
            channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : PortableMath.Pow((c + 0.055) / 1.055, 2.4);
    }
}
