using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Viewer.Painting;

namespace GpuDigits.Viewer.App;

/// <summary>
/// How ink looks on the pad. The path is a chain of quadratic curves: each point is a control point, and the curves meet in the middle
/// between points, so that sparse positions of a fast pointer still make a round line. The line is thinner where the pen was fast.
/// </summary>
internal static class InkBrush
{
    /// <summary>The radius of a resting pen in ink units.</summary>
    public const float Radius = 11;

    private const float ThinnestShare = 0.68f;

    // Ink units a millisecond at which the line is halfway to its thinnest; over these milliseconds a change of speed shows.
    private const float HalfwaySpeed = 1.6f, Smoothing = 40;

    public static void Draw(DrawList list, ImmutableArray<Stroke> strokes, PadSpace space, Rgba color)
    {
        foreach (var stroke in strokes)
            Draw(list, stroke.Points, space, color);
    }

    private static void Draw(DrawList list, ImmutableArray<InkPoint> points, PadSpace space, Rgba color)
    {
        var radii = Radii(points);
        var at = space.ToPixel(points[0].Position);
        var radius = radii[0] * space.Scale;
        if (points.Length == 1)
            list.Capsule(at, at, radius, radius, color);
        for (var i = 1; i < points.Length; i++)
        {
            var control = space.ToPixel(points[i - 1].Position);
            var isLast = i == points.Length - 1;
            var end = space.ToPixel(isLast ? points[i].Position : (points[i - 1].Position + points[i].Position) / 2);
            var endRadius = radii[i] * space.Scale;
            var start = at;
            var startRadius = radius;
            // The chord misses the curve by a quarter of this bend at most; a fifth of a pixel is not seen.
            var bend = (start - 2 * control + end).Length();
            var steps = Math.Clamp((int)MathF.Ceiling(MathF.Sqrt(bend / 0.8f)), 1, 32);
            for (var step = 1; step <= steps; step++)
            {
                var t = (float)step / steps;
                var next = Vector2.Lerp(Vector2.Lerp(start, control, t), Vector2.Lerp(control, end, t), t);
                var nextRadius = float.Lerp(startRadius, endRadius, t);
                list.Capsule(at, next, radius, nextRadius, color);
                (at, radius) = (next, nextRadius);
            }
        }
    }

    private static float[] Radii(ImmutableArray<InkPoint> points)
    {
        var radii = new float[points.Length];
        var speed = 0f;
        for (var i = 0; i < points.Length; i++)
        {
            if (i > 0)
            {
                var elapsed = (float)Math.Max(points[i].Time - points[i - 1].Time, 1);
                var now = Vector2.Distance(points[i].Position, points[i - 1].Position) / elapsed;
                speed += (now - speed) * (1 - MathF.Exp(-elapsed / Smoothing));
            }
            radii[i] = Radius * float.Lerp(1, ThinnestShare, speed / (speed + HalfwaySpeed));
        }
        return radii;
    }
}
