using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>The trace of the pen from pen down to pen up: straight lines through its points, or a dot.</summary>
public sealed class Stroke
{
    /// <summary>Creates a stroke of at least one point.</summary>
    /// <exception cref="ArgumentException">There is no point, or a position is not valid (<see cref="InkPoint.IsSound"/>).</exception>
    public Stroke(ImmutableArray<InkPoint> points)
    {
        if (points.IsDefaultOrEmpty)
            throw new ArgumentException("A stroke needs at least one point.", nameof(points));

        var bounds = InkBounds.Empty;
        foreach (var point in points)
        {
            RequireSound(point);
            bounds = bounds.With(point.Position);
        }

        Points = points;
        Bounds = bounds;
    }

    /// <summary>The positions in drawing order.</summary>
    public ImmutableArray<InkPoint> Points { get; }

    /// <summary>The box around <see cref="Points"/>.</summary>
    public InkBounds Bounds { get; }

    /// <summary>The distance in pixels between the path of the pen's centre and the segment from a to b (which may be one point).</summary>
    public float DistanceTo(Vector2 a, Vector2 b)
    {
        var nearest = Segments.Distance(Points[0].Position, a, b);
        for (var i = 1; i < Points.Length && nearest > 0; i++)
            nearest = MathF.Min(nearest, Segments.Distance(Points[i - 1].Position, Points[i].Position, a, b));
        return nearest;
    }

    internal static void RequireSound(InkPoint point)
    {
        if (!point.IsSound)
        {
            throw new ArgumentException(
                $"A pen position must be a number up to ±{InkPoint.MaxCoordinate:0}, not ({point.X}, {point.Y}) at {point.Time} ms.",
                nameof(point));
        }
    }
}
