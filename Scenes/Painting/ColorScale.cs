namespace GpuDigits.Scenes.Painting;

/// <summary>Maps the values of a tile to colours. Values outside the range take the colour of its end.</summary>
internal readonly record struct ColorScale
{
    private ColorScale(float low, float high, Rgba first, Rgba last, float? zero) =>
        (Low, High, First, Last, Zero) = (low, high, first, last, zero);

    /// <summary>The value of the first colour.</summary>
    public float Low { get; }

    /// <summary>The value of the last colour.</summary>
    public float High { get; }

    public Rgba First { get; }

    public Rgba Last { get; }

    /// <summary>The grey level of zero, 0 to 1; null if the scale has only two colours.</summary>
    public float? Zero { get; }

    public static ColorScale Between(float low, float high, Rgba first, Rgba last) => new(low, high, first, last, null);

    /// <summary>From one colour through a grey at zero to another.</summary>
    /// <param name="furthest">The value of the last colour; the first colour is that of its negative.</param>
    /// <param name="negative">The first colour.</param>
    /// <param name="zero">The grey level of zero, 0 to 1.</param>
    /// <param name="positive">The last colour.</param>
    public static ColorScale Signed(float furthest, Rgba negative, float zero, Rgba positive) =>
        new(-furthest, furthest, negative, positive, zero);

    /// <summary>The colour of a value, as the shader computes it.</summary>
    public Rgba Of(float value)
    {
        if (Zero is not { } zero)
            return Rgba.Mix(First, Last, High > Low ? (value - Low) / (High - Low) : 0);
        var level = (byte)MathF.Round(255 * zero);
        var share = High > 0 ? value / High : 0;
        return Rgba.Mix(new(level, level, level), share < 0 ? First : Last, MathF.Abs(share));
    }
}
