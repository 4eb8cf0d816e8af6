namespace GpuDigits.Engine.Data.Repair;

/// <summary>Grain and outlines: writing is smooth, and its strokes are filled.</summary>
internal static class InkGrain
{
    /// <summary>Rougher than this is a drawing of thin lines, the outlines of strokes.</summary>
    private const float Outlines = 0.75f;

    /// <summary>More grain than the first is not left by a pen; smoothing ends below the second.</summary>
    private const float MostGrain = 0.008f, LeastGrain = 0.001f;

    private const int MostPasses = 4;

    /// <summary>Shares of the ink's level that become black and white, for filled outlines and for smoothed grain.</summary>
    private const float OutlineFloor = 0.1f, OutlineCeiling = 0.9f, GrainFloor = 0.2f, GrainCeiling = 0.8f;

    private static readonly float[] Soft = BlurKernels.Gauss(0.6f), Smoother = BlurKernels.Gauss(0.7f);

    /// <summary>The mean difference of a pixel and its four neighbours' mean, relative to the mean pixel.</summary>
    public static float Roughness(Grey grey)
    {
        float rough = 0, mass = 0;
        for (var i = 0; i < grey.Values.Length; i++)
        {
            int x = i % grey.Width, y = i / grey.Width;
            var beside = (grey.Pixel(x - 1, y) + grey.Pixel(x + 1, y) + grey.Pixel(x, y - 1) + grey.Pixel(x, y + 1)) / 4;
            rough += Math.Abs(grey.Values[i] - beside);
            mass += grey.Values[i];
        }

        return mass > 0 ? rough / mass : 0;
    }

    /// <summary>Fills outlines, and smooths until there is no more grain than in writing.</summary>
    public static Grey Smooth(Grey grey)
    {
        if (Roughness(grey) > Outlines)
            return PaperTone.Stretch(grey.Most(1).Least(1).Blur(Soft), OutlineFloor, OutlineCeiling);
        if (Of(grey) <= MostGrain)
            return grey;
        for (var pass = 0; pass < MostPasses && Of(grey) > LeastGrain; pass++)
            grey = grey.Blur(Smoother);
        return PaperTone.Stretch(grey, GrainFloor, GrainCeiling);
    }

    /// <summary>How far pixels stand out from all their neighbours, relative to the mean pixel.</summary>
    private static float Of(Grey grey)
    {
        float grain = 0, mass = 0;
        for (var i = 0; i < grey.Values.Length; i++)
        {
            var value = grey.Values[i];
            var around = grey.Around(i % grey.Width, i / grey.Width);
            // The middle one is the pixel itself.
            around[around.Length / 2] = around[0];
            grain += Math.Max(0, value - around.Max()) + Math.Max(0, around.Min() - value);
            mass += value;
        }

        return mass > 0 ? grain / mass : 0;
    }
}
