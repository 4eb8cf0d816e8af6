using GpuDigits.Pictures;

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

    /// <summary>The contrast ratio of two opaque colours, 1 to 21.</summary>
    public static double Contrast(Rgba a, Rgba b) => ContrastRatio.Of((a.R, a.G, a.B), (b.R, b.G, b.B));
}
