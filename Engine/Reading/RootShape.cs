using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// The parts of a root sign: from the valley at the bottom of its hook the line rises to the shoulder, and from there the bar runs to the
/// end.
/// </summary>
internal readonly record struct RootShape(Vector2 Valley, Vector2 Shoulder, Vector2 End, InkBounds Bounds)
{
    /// <summary>The hook lies in this share of the sign's width: a tail at the end of the bar may hang lower.</summary>
    private const float HookShare = 0.6f;

    /// <summary>How far below the highest point the bar may begin, as a share of the sign's height.</summary>
    private const float BarShare = 0.3f;

    /// <summary>Finds the parts in the ink.</summary>
    public static RootShape Of(PlacedSymbol sign)
    {
        var bounds = sign.Bounds;
        var size = bounds.Size;
        Vector2 valley = new(bounds.Min.X, bounds.Max.Y), shoulder = new(bounds.Max.X, bounds.Min.Y), end = new(bounds.Max.X, bounds.Min.Y);
        var lowest = float.NegativeInfinity;
        foreach (var point in sign.Strokes.SelectMany(stroke => stroke.Points).Select(point => point.Position))
        {
            if (point.Y > lowest && point.X <= bounds.Min.X + (HookShare * size.X))
                (lowest, valley) = (point.Y, point);
        }

        foreach (var point in sign.Strokes.SelectMany(stroke => stroke.Points).Select(point => point.Position))
        {
            if (point.X >= valley.X && point.X <= shoulder.X && point.Y <= bounds.Min.Y + (BarShare * size.Y))
                shoulder = point;
            if (point.X >= end.X)
                end = point;
        }

        // A tail that hangs from the end of the bar is not the height of the bar.
        end.Y = MathF.Min(end.Y, bounds.Min.Y + (BarShare * size.Y));
        return new(valley, shoulder, end, bounds);
    }

    /// <summary>The height of the bar at a place across.</summary>
    public float BarAt(float x)
    {
        var width = End.X - Shoulder.X;
        var part = width > 0 ? Math.Clamp((x - Shoulder.X) / width, 0, 1) : 0;
        return float.Lerp(Shoulder.Y, End.Y, part);
    }
}
