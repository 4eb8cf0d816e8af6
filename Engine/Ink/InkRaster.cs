using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// A grey picture of ink. Pixel (i, j) is the square from (i, j) to (i + 1, j + 1). Its value is the fraction that the ink covers:
/// clamp(½ + (radius − d) / edge, 0, 1), where d is the distance from the pixel's centre to the pen's path. Caps and joins are therefore
/// round, and points on a line between their neighbours change nothing. Where strokes overlap, the larger value counts. An edge of 1 pixel
/// is normal anti-aliasing; a larger one gives a softer pen of the same width at half height.
/// </summary>
internal sealed class InkRaster
{
    /// <summary>Creates an empty picture.</summary>
    public InkRaster(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        Width = width;
        Height = height;
        Coverage = new float[checked(width * height)];
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>[Height, Width], from 0 (no ink) to 1.</summary>
    public float[] Coverage { get; }

    /// <summary>Removes all ink.</summary>
    public void Clear() => Array.Clear(Coverage);

    /// <summary>Adds a path of straight lines; a single point is a dot. Parts outside the picture are ignored.</summary>
    /// <param name="path">Positions in pixels.</param>
    /// <param name="penWidth">The diameter of the pen in pixels.</param>
    /// <param name="edge">The width of the ramp from no ink to full ink, in pixels.</param>
    public void Draw(ReadOnlySpan<Vector2> path, float penWidth, float edge = 1)
    {
        if (path.Length == 1)
            DrawSegment(path[0], path[0], penWidth / 2, edge);
        for (var i = 1; i < path.Length; i++)
            DrawSegment(path[i - 1], path[i], penWidth / 2, edge);
    }

    private void DrawSegment(Vector2 a, Vector2 b, float radius, float edge)
    {
        var reach = radius + edge / 2;
        if (a.Y > b.Y)
            (a, b) = (b, a);
        var along = b - a;
        var inverseSquare = along.LengthSquared() is > 0 and var square ? 1 / square : 0;
        int top = Pixel(a.Y - reach, Height), bottom = Pixel(b.Y + reach + 1, Height);
        for (var row = top; row < bottom; row++)
        {
            // Only the part of the segment within the pen's reach above or below this row can cover it.
            var y = row + 0.5f;
            var enter = along.Y > 0 ? Math.Clamp((y - reach - a.Y) / along.Y, 0, 1) : 0;
            var leave = along.Y > 0 ? Math.Clamp((y + reach - a.Y) / along.Y, 0, 1) : 1;
            float x0 = a.X + enter * along.X, x1 = a.X + leave * along.X;
            int left = Pixel(MathF.Min(x0, x1) - reach, Width), right = Pixel(MathF.Max(x0, x1) + reach + 1, Width);
            for (var column = left; column < right; column++)
            {
                var center = new Vector2(column + 0.5f, y);
                var t = Math.Clamp(Vector2.Dot(center - a, along) * inverseSquare, 0, 1);
                var covered = Math.Clamp(0.5f + (radius - Vector2.Distance(center, a + t * along)) / edge, 0, 1);
                ref var pixel = ref Coverage[row * Width + column];
                pixel = MathF.Max(pixel, covered);
            }
        }
    }

    private static int Pixel(float position, int count) => (int)Math.Clamp(MathF.Floor(position), 0, count);
}
