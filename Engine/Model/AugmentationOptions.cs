using GpuDigits.Kernels;

namespace GpuDigits.Engine.Model;

/// <summary>
/// How pictures are changed at random before they are trained on; see <see cref="AugmentSample"/> for the order. Every change is drawn
/// anew for each sample and epoch, evenly up to the given strength in both directions. 0 leaves a change out.
/// </summary>
public sealed record AugmentationOptions
{
    /// <summary>Largest rotation, in degrees.</summary>
    public double Rotation { get; init; } = 12;

    /// <summary>Largest shear, in columns for a row: slant.</summary>
    public double Shear { get; init; } = 0.2;

    /// <summary>Largest scale of width and of height: each is multiplied by up to eˢ or divided by as much.</summary>
    public double Scale { get; init; } = 0.15;

    /// <summary>Largest shift along each axis, in pixels.</summary>
    public double Shift { get; init; } = 2.5;

    /// <summary>Elastic distortion: root mean square of the displacement along each axis, in pixels.</summary>
    public double Elastic { get; init; } = 1;

    /// <summary>Share of samples whose strokes become thicker or thinner.</summary>
    public double Thickness { get; init; } = 0.3;

    /// <summary>Share of the other samples that are blurred a little.</summary>
    public double Blur { get; init; } = 0.1;

    /// <summary>Share of samples with another contrast: fainter, or lighter or darker half-tones.</summary>
    public double Contrast { get; init; } = 0.2;

    /// <summary>Share of samples that lose the ink of a patch of 3 to 8 pixels a side.</summary>
    public double CutOut { get; init; } = 0.1;

    /// <summary>All strengths times a factor; shares stay at most 1.</summary>
    public AugmentationOptions Times(double factor) => new()
    {
        Rotation = Rotation * factor,
        Shear = Shear * factor,
        Scale = Scale * factor,
        Shift = Shift * factor,
        Elastic = Elastic * factor,
        Thickness = Math.Min(1, Thickness * factor),
        Blur = Math.Min(1, Blur * factor),
        Contrast = Math.Min(1, Contrast * factor),
        CutOut = Math.Min(1, CutOut * factor),
    };

    /// <summary>As the device takes it.</summary>
    internal AugmentSettings ToSettings()
    {
        var (sine, cosine) = PortableMath.SinCos(Rotation * Math.PI / 360);
        return new(
            (float)(sine / cosine), (float)Shear, (float)Scale, (float)Shift, (float)(Elastic / FieldOfUnitNodes), (float)Thickness,
            (float)Blur, (float)Contrast, (float)CutOut);
    }

    /// <summary>Throws unless every strength is usable.</summary>
    internal void Check()
    {
        static void Require(double value, double most, string name)
        {
            if (!(value >= 0 && value <= most))
                throw new ArgumentException(
                    FormattableString.Invariant($"the augmentation's {name} is {value}, it must be from 0 to {most}"));
        }

        Require(Rotation, 90, "rotation");
        Require(Shear, 2, "shear");
        Require(Scale, 1, "scale");
        Require(Shift, 28, "shift");
        Require(Elastic, 10, "elastic distortion");
        Require(Thickness, 1, "share of thickness");
        Require(Blur, 1, "share of blur");
        Require(Contrast, 1, "share of contrast");
        Require(CutOut, 1, "share of cut-outs");
    }

    /// <summary>
    /// Root mean square of a field whose nodes are uniform in (−1, 1): √⅓ for the nodes times 151/315 (the integral of the squared cubic
    /// B-spline) for the two axes.
    /// </summary>
    private static double FieldOfUnitNodes => 151.0 / 315 / Math.Sqrt(3);
}
