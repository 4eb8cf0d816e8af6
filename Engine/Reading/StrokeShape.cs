using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>What the reader measures of a stroke once, when it comes.</summary>
internal sealed class StrokeShape
{
    /// <summary>Points that stand for the stroke where distances are measured.</summary>
    private const int Samples = 24;

    private readonly Vector2[] _points;

    public StrokeShape(Stroke stroke)
    {
        Stroke = stroke;
        var count = Math.Min(Samples, stroke.Points.Length);
        _points = new Vector2[count];
        for (var i = 0; i < count; i++)
            _points[i] = stroke.Points[count == 1 ? 0 : i * (stroke.Points.Length - 1) / (count - 1)].Position;
        for (var i = 1; i < stroke.Points.Length; i++)
            Length += Vector2.Distance(stroke.Points[i - 1].Position, stroke.Points[i].Position);
    }

    public Stroke Stroke { get; }

    public InkBounds Bounds => Stroke.Bounds;

    /// <summary>The length of the path.</summary>
    public float Length { get; }

    public Vector2 First => Stroke.Points[0].Position;

    public Vector2 Last => Stroke.Points[^1].Position;

    /// <summary>How far the ends are apart, as a fraction of the path: 1 for a straight line, 0 for a closed curve or a dot.</summary>
    public float Straightness => Length > 0 ? Vector2.Distance(First, Last) / Length : 0;

    /// <summary>The smallest distance between the strokes, to about a tenth of their size.</summary>
    public float DistanceTo(StrokeShape other)
    {
        var nearest = float.PositiveInfinity;
        for (var i = 0; i < Math.Max(1, _points.Length - 1); i++)
        {
            var to = _points[Math.Min(i + 1, _points.Length - 1)];
            foreach (var point in other._points)
                nearest = MathF.Min(nearest, Segments.Distance(point, _points[i], to));
        }

        return nearest;
    }
}
