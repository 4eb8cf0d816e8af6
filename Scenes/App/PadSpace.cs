using System.Numerics;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.App;

/// <summary>Where ink is drawn: from ink units to framebuffer pixels.</summary>
internal interface IInkSpace
{
    /// <summary>Pixels in one ink unit.</summary>
    float Scale { get; }

    Vector2 ToPixel(Vector2 ink);
}

/// <summary>
/// Converts between framebuffer pixels and ink units. The shorter side of the pad always has <see cref="Side"/> units, so a drawing keeps
/// its place and its share of the pad when the window changes.
/// </summary>
internal readonly record struct PadSpace(Box Pad) : IInkSpace
{
    public const float Side = 560;

    /// <summary>Pixels in one ink unit.</summary>
    public float Scale => MathF.Min(Pad.Width, Pad.Height) / Side;

    public Vector2 ToInk(Vector2 pixel) => (pixel - Pad.Centre) / Scale + new Vector2(Side / 2);

    public Vector2 ToPixel(Vector2 ink) => (ink - new Vector2(Side / 2)) * Scale + Pad.Centre;
}
