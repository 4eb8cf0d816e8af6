using System.Numerics;
using GpuDigits.Engine;
using SkiaSharp;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>The outline of ink whose radius changes along its path, as one area.</summary>
internal static class InkOutline
{
    /// <summary>From this cosine of a bend on, neighbouring pieces share a side; a sharper bend is round.</summary>
    private const float Smooth = 0.85f;

    /// <summary>Corners of a round end or bend.</summary>
    private const int Corners = 16;

    /// <summary>
    /// Each piece of the path is a quadrangle, and ends and bends are discs. All of them turn the same way, so that their union is filled.
    /// </summary>
    /// <param name="path">The places of the pen with its radius there.</param>
    public static SKPath Of(IReadOnlyList<(Vector2 At, float Radius)> path)
    {
        var outline = new SKPathBuilder { FillType = SKPathFillType.Winding };
        Disc(outline, path[0]);
        for (var i = 1; i < path.Count; i++)
        {
            var (from, to) = (path[i - 1], path[i]);
            if (from.At == to.At)
                continue;
            var along = Vector2.Normalize(to.At - from.At);
            var normal = new Vector2(-along.Y, along.X);
            var (first, last) = (Side(i - 1) ?? normal, Side(i) ?? normal);
            Vector2[] corners =
                [from.At + (first * from.Radius), to.At + (last * to.Radius), to.At - (last * to.Radius), from.At - (first * from.Radius)];
            // In a bend that is narrower than the pen the sides cross.
            var isTwisted = Vector2.Dot(corners[1] - corners[0], along) <= 0 || Vector2.Dot(corners[2] - corners[3], along) <= 0;
            if (isTwisted)
            {
                corners =
                [
                    from.At + (normal * from.Radius), to.At + (normal * to.Radius),
                    to.At - (normal * to.Radius), from.At - (normal * from.Radius),
                ];
                Disc(outline, from);
            }

            Polygon(outline, corners);
            if (isTwisted || i == path.Count - 1 || Side(i) is null)
                Disc(outline, to);
        }

        // Within the ink there are no lines left then: renderers draw such lines a little lighter.
        var pieces = outline.Detach();
        var whole = new SKPath();
        if (!pieces.Simplify(whole))
            return pieces;
        pieces.Dispose();
        return whole;

        // The side that the pieces before and after a point share; null at an end and in a sharp bend.
        Vector2? Side(int at)
        {
            if (at == 0 || at == path.Count - 1 || path[at].At == path[at - 1].At || path[at].At == path[at + 1].At)
                return null;
            var (into, outOf) = (Vector2.Normalize(path[at].At - path[at - 1].At), Vector2.Normalize(path[at + 1].At - path[at].At));
            if (Vector2.Dot(into, outOf) < Smooth)
                return null;
            var along = Vector2.Normalize(into + outOf);
            return new(-along.Y, along.X);
        }
    }

    private static void Disc(SKPathBuilder outline, (Vector2 At, float Radius) place)
    {
        var corners = new Vector2[Corners];
        for (var i = 0; i < Corners; i++)
        {
            // The same turn as the quadrangles.
            var (sine, cosine) = PortableMath.SinCos(-i * MathF.Tau / Corners);
            corners[i] = place.At + (new Vector2(cosine, sine) * place.Radius);
        }

        Polygon(outline, corners);
    }

    private static void Polygon(SKPathBuilder outline, Vector2[] corners) =>
        outline.AddPoly([.. corners.Select(at => new SKPoint(at.X, at.Y))], true);
}
