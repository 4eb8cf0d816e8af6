using System.Collections.Immutable;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// Draws the strokes of a paper that are in sight. The shapes of a stroke are kept as long as zoom, pen and colour stay, so that scrolling
/// only moves them.
/// </summary>
internal sealed class SheetInk
{
    /// <summary>The pen on the sheet is finer than on the pad, where a digit is three times as high.</summary>
    private const float Fineness = 0.3f;

    private readonly DrawList _shapes = new(Font.Default);
    private readonly Dictionary<Stroke, Quad[]> _known = new(ReferenceEqualityComparer.Instance);
    private (float Scale, float Radius, Rgba Color) _look;

    /// <summary>Number of strokes whose shapes are kept.</summary>
    public int Kept => _known.Count;

    /// <summary>The radius of a resting pen on the sheet, in ink units.</summary>
    public static float Radius(Pen pen) => pen.Radius * Fineness;

    /// <param name="list">The list to draw into.</param>
    /// <param name="strokes">All strokes.</param>
    /// <param name="space">The part that is in sight.</param>
    /// <param name="radius">The radius of a resting pen, in ink units.</param>
    /// <param name="color">The colour of a stroke.</param>
    /// <param name="usual">The colour of most strokes; their shapes are kept.</param>
    public void Draw(
        DrawList list, ImmutableArray<PaperStroke> strokes, PaperSpace space, float radius, Func<PaperStroke, Rgba> color, Rgba usual)
    {
        if (_look != (space.Scale, radius, usual) || _known.Count > 2 * strokes.Length + 100)
            _known.Clear();
        _look = (space.Scale, radius, usual);
        foreach (var stroke in strokes)
        {
            if (!space.Shows(stroke.Ink.Bounds))
                continue;
            if (color(stroke) is var own && own != usual)
                InkBrush.Draw(list, [stroke.Ink], space, radius, own);
            else
                list.Capsules(ShapesOf(stroke.Ink, space, radius, usual), space.ToPixel(stroke.Ink.Bounds.Min));
        }
    }

    private Quad[] ShapesOf(Stroke ink, PaperSpace space, float radius, Rgba color)
    {
        if (_known.TryGetValue(ink, out var known))
            return known;
        _shapes.Reset();
        InkBrush.Draw(_shapes, [ink], space with { Place = default, Corner = ink.Bounds.Min }, radius, color);
        return _known[ink] = _shapes.Quads.ToArray();
    }
}
