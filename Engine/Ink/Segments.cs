using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>Distances between points and straight segments in the plane.</summary>
internal static class Segments
{
    /// <summary>The distance from p to the segment from a to b; a and b may be equal.</summary>
    public static float Distance(Vector2 p, Vector2 a, Vector2 b)
    {
        var along = b - a;
        var square = along.LengthSquared();
        var t = square > 0 ? Math.Clamp(Vector2.Dot(p - a, along) / square, 0, 1) : 0;
        return Vector2.Distance(p, a + t * along);
    }

    /// <summary>The distance between the segments from a to b and from c to d; 0 where they cross.</summary>
    public static float Distance(Vector2 a, Vector2 b, Vector2 c, Vector2 d)
    {
        var cross = Side(a, b, c) * Side(a, b, d) < 0 && Side(c, d, a) * Side(c, d, b) < 0;
        return cross
            ? 0
            : MathF.Min(
                MathF.Min(Distance(a, c, d), Distance(b, c, d)),
                MathF.Min(Distance(c, a, b), Distance(d, a, b)));
    }

    private static int Side(Vector2 a, Vector2 b, Vector2 p) =>
        MathF.Sign((b.X - a.X) * (p.Y - a.Y) - (b.Y - a.Y) * (p.X - a.X));
}
