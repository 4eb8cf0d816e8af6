using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Painting;

namespace GpuDigits.Scenes.App;

/// <summary>
/// Draws ink. The path is a chain of quadratic curves: each point is a control point, and the curves meet in the middle
/// between points, so that sparse positions of a fast pointer still give a round line. The line is thinner where the pen was fast.
/// </summary>
internal static class InkBrush
{
    private const float ThinnestShare = 0.68f;

    // The speed in ink units per millisecond at which the line is halfway to its thinnest, and the milliseconds over which speed is
    // smoothed.
    private const float HalfwaySpeed = 1.6f, Smoothing = 40;

    /// <param name="list">The list to draw into.</param>
    /// <param name="strokes">The ink.</param>
    /// <param name="space">Where the ink is.</param>
    /// <param name="radius">The radius of a resting pen, in ink units.</param>
    /// <param name="color">The colour.</param>
    public static void Draw<TSpace>(DrawList list, ImmutableArray<Stroke> strokes, TSpace space, float radius, Rgba color)
        where TSpace : IInkSpace
    {
        foreach (var stroke in strokes)
            Draw(list, stroke.Points, space, radius, color);
    }

    private static void Draw<TSpace>(DrawList list, ImmutableArray<InkPoint> points, TSpace space, float radius, Rgba color)
        where TSpace : IInkSpace
    {
        var path = Flatten(points, space, radius);
        if (path.Count == 1)
            list.Capsule(path[0].At, path[0].At, path[0].Radius, path[0].Radius, color);
        var cut = Vector2.Zero;
        for (var i = 1; i < path.Count; i++)
        {
            var next = i + 1 < path.Count ? CutAt(path[i - 1].At, path[i].At, path[i + 1].At) : Vector2.Zero;
            list.Capsule(path[i - 1].At, path[i].At, path[i - 1].Radius, path[i].Radius, color, cut, next);
            cut = next;
        }
    }

    /// <summary>The normal of the line that bisects a bend; zero if the bend is sharp and needs both round ends.</summary>
    private static Vector2 CutAt(Vector2 before, Vector2 at, Vector2 after)
    {
        var (into, outOf) = (Vector2.Normalize(at - before), Vector2.Normalize(after - at));
        return Vector2.Dot(into, outOf) > 0.7f ? Vector2.Normalize(into + outOf) : Vector2.Zero;
    }

    private static List<(Vector2 At, float Radius)> Flatten<TSpace>(ImmutableArray<InkPoint> points, TSpace space, float radius)
        where TSpace : IInkSpace
    {
        var radii = Radii(points, radius);
        var path = new List<(Vector2 At, float Radius)> { (space.ToPixel(points[0].Position), radii[0] * space.Scale) };
        for (var i = 1; i < points.Length; i++)
        {
            var (start, startRadius) = path[^1];
            var control = space.ToPixel(points[i - 1].Position);
            var isLast = i == points.Length - 1;
            var end = space.ToPixel(isLast ? points[i].Position : (points[i - 1].Position + points[i].Position) / 2);
            var endRadius = radii[i] * space.Scale;
            // A chord deviates from the curve by at most an eighth of this bend divided by steps²; a tenth of a pixel is not visible.
            var bend = (start - 2 * control + end).Length();
            var steps = Math.Clamp((int)MathF.Ceiling(MathF.Sqrt(bend / 0.8f)), 1, 32);
            for (var step = 1; step <= steps; step++)
            {
                var t = (float)step / steps;
                var next = Vector2.Lerp(Vector2.Lerp(start, control, t), Vector2.Lerp(control, end, t), t);
                // Over a shorter step the direction would be noise.
                if (Vector2.DistanceSquared(next, path[^1].At) > 0.25f)
                    path.Add((next, float.Lerp(startRadius, endRadius, t)));
            }
        }
        return path;
    }

    private static float[] Radii(ImmutableArray<InkPoint> points, float radius)
    {
        var radii = new float[points.Length];
        var speed = 0f;
        for (var i = 0; i < points.Length; i++)
        {
            if (i > 0)
            {
                var elapsed = (float)Math.Max(points[i].Time - points[i - 1].Time, 1);
                var now = Vector2.Distance(points[i].Position, points[i - 1].Position) / elapsed;
                speed += (now - speed) * (1 - PortableMath.Exp(-elapsed / Smoothing));
            }
            radii[i] = radius * float.Lerp(1, ThinnestShare, speed / (speed + HalfwaySpeed));
        }
        return radii;
    }
}
