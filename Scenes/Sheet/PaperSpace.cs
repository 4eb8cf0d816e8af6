using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The part of the paper that is seen.</summary>
/// <param name="Place">Where it is seen, in pixels.</param>
/// <param name="Corner">The point of the paper at the upper left corner of the place.</param>
/// <param name="PixelRatio">Pixels in one ink unit at a zoom of 1.</param>
/// <param name="Zoom">How much larger than usual it is seen.</param>
internal readonly record struct PaperSpace(Box Place, Vector2 Corner, float PixelRatio, float Zoom) : IInkSpace
{
    public const float SmallestZoom = 0.2f, LargestZoom = 5;

    /// <summary>How far one may go beyond the ink, in ink units.</summary>
    private const float Beyond = 60;

    public float Scale => Zoom * PixelRatio;

    /// <summary>The paper that is seen.</summary>
    public InkBounds Sight => new(Corner, Corner + new Vector2(Place.Width, Place.Height) / Scale);

    private Vector2 Origin => new(Place.X, Place.Y);

    public Vector2 ToPixel(Vector2 ink) => (ink - Corner) * Scale + Origin;

    public Vector2 ToInk(Vector2 pixel) => (pixel - Origin) / Scale + Corner;

    public Box ToPixels(InkBounds bounds) => Box.Between(ToPixel(bounds.Min), ToPixel(bounds.Max));

    /// <summary>Whether a part of a box on the paper, or something close to it, is in sight.</summary>
    public bool Shows(InkBounds bounds) => ToPixels(bounds).Grown(40 * PixelRatio).Overlaps(Place);

    /// <summary>Moves what is seen by pixels, within the paper.</summary>
    public PaperSpace Scrolled(Vector2 pixels, InkBounds ink) => (this with { Corner = Corner + pixels / Scale }).Within(ink);

    /// <summary>Changes the zoom; the point under a pixel stays there as far as the paper's edges allow.</summary>
    public PaperSpace Zoomed(Vector2 pixel, float factor, InkBounds ink)
    {
        var zoom = Math.Clamp(Zoom * factor, SmallestZoom, LargestZoom);
        // Not on the way from there: small steps would never leave it.
        if (MathF.Abs(zoom - 1) < 0.04f && MathF.Abs(zoom - 1) < MathF.Abs(Zoom - 1))
            zoom = 1;
        return (this with { Zoom = zoom, Corner = ToInk(pixel) - (pixel - Origin) / (zoom * PixelRatio) }).Within(ink);
    }

    /// <summary>Moves as little as needed to see a box.</summary>
    public PaperSpace Showing(InkBounds box, InkBounds ink)
    {
        var (sight, margin) = (Sight, new Vector2(24) / Zoom);
        var below = Vector2.Max(box.Max + margin - sight.Max, default);
        var above = Vector2.Min(box.Min - margin - (sight.Min + below), default);
        return (this with { Corner = Corner + below + above }).Within(ink);
    }

    /// <summary>The paper begins at 0, and some of its ink stays in sight.</summary>
    public PaperSpace Within(InkBounds ink) =>
        this with { Corner = Vector2.Max(Vector2.Min(Corner, Vector2.Max(ink.Max - new Vector2(Beyond), default)), default) };
}
