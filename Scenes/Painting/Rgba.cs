using GpuDigits.Engine;

namespace GpuDigits.Scenes.Painting;

/// <summary>A colour in sRGB with straight alpha, laid out in memory as OpenGL's RGBA8.</summary>
internal readonly record struct Rgba(byte R, byte G, byte B, byte A = 255)
{
    public static readonly Rgba Clear = new(0, 0, 0, 0);

    /// <summary>The colour written as 0xRRGGBB.</summary>
    public static Rgba Hex(uint rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);

    public Rgba WithAlpha(float alpha) => this with { A = (byte)Math.Clamp(MathF.Round(255 * alpha), 0, 255) };

    public Rgba Faded(float amount) => WithAlpha(A / 255f * amount);

    public static Rgba Mix(Rgba from, Rgba to, float t)
    {
        return new(Channel(from.R, to.R), Channel(from.G, to.G), Channel(from.B, to.B), Channel(from.A, to.A));

        byte Channel(byte a, byte b) => (byte)MathF.Round(a + (b - a) * Math.Clamp(t, 0, 1));
    }

    /// <summary>The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.1, "contrast ratio").</summary>
    public static double Contrast(Rgba a, Rgba b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + 0.05) / (Math.Min(x, y) + 0.05);
    }

    private static double Luminance(Rgba color)
    {
        return 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);

        static double Linear(byte channel) =>
            channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : PortableMath.Pow((c + 0.055) / 1.055, 2.4);
    }
}
