namespace GpuDigits.Engine.Data;

/// <summary>
/// What can befall a picture of a digit, after MNIST-C (Mu and Gilmer 2019, arXiv 1906.02337), each at one strength; see
/// <see cref="Corruptions.Describe"/> for it.
/// </summary>
public enum Corruption
{
    /// <summary>Light comes in few grains.</summary>
    ShotNoise,

    /// <summary>Pixels are stuck at black or white.</summary>
    ImpulseNoise,

    /// <summary>Seen through rough glass.</summary>
    GlassBlur,

    /// <summary>Out of focus.</summary>
    DefocusBlur,

    /// <summary>Moved while it was taken.</summary>
    MotionBlur,

    /// <summary>Slanted.</summary>
    Shear,

    /// <summary>Smaller.</summary>
    Scale,

    /// <summary>Turned.</summary>
    Rotate,

    /// <summary>Shifted.</summary>
    Translate,

    /// <summary>Black and white exchanged at both sides.</summary>
    Stripe,

    /// <summary>Everything lighter.</summary>
    Brightness,

    /// <summary>Behind fog.</summary>
    Fog,

    /// <summary>Drops of ink on it.</summary>
    Spatter,

    /// <summary>A dotted line across it.</summary>
    DottedLine,

    /// <summary>A zigzag across it.</summary>
    Zigzag,

    /// <summary>Only the edges of the ink are left.</summary>
    Edges,

    /// <summary>
    /// Barely another picture: a little turned, scaled and shifted, as if the same person had written once more. No part of the benchmark.
    /// </summary>
    Wobble,
}
