using System.Numerics;
using GpuDigits.Engine;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// The slope of a line of writing: turned back by it, the ink stands in the narrowest rows. It is the turn with the largest sum of squares
/// of the ink in each row (projection profile; Postl, "Detection of linear oblique structures and skew scan in digitized documents", 1986).
/// </summary>
internal static class WritingSlope
{
    /// <summary>The largest slope that is looked for, and the distance of those that are tried, in degrees.</summary>
    private const int Largest = 25, Step = 1;

    /// <summary>The rows in a height of the writing.</summary>
    private const float Rows = 40;

    /// <summary>How much better than level writing a slope must be.</summary>
    private const float Better = 1.15f;

    /// <summary>The points of lines, turned so that the writing is level.</summary>
    public static List<Vector2>[] Level(IReadOnlyList<List<Vector2>> paths)
    {
        var height = paths.Max(path => path.Max(at => at.Y) - path.Min(at => at.Y));
        var width = paths.Max(path => path.Max(at => at.X)) - paths.Min(path => path.Min(at => at.X));
        // A stroke or two may slope by themselves; what is hardly wider than high has no line that could.
        if (paths.Count < 3 || width < 2 * height)
            return [.. paths];
        var row = Math.Max(1, height / Rows);
        var best = 0;
        var most = Better * Sharpness(0);
        for (var degrees = -Largest; degrees <= Largest; degrees += Step)
        {
            if (Sharpness(degrees) is var sharpness && sharpness > most)
                (best, most) = (degrees, sharpness);
        }

        if (best == 0)
            return [.. paths];
        var turn = Turn(best);
        return [.. paths.Select(path => path.ConvertAll(at => Vector2.Transform(at, turn)))];

        double Sharpness(int degrees)
        {
            var rows = new Dictionary<int, int>();
            var (sin, cos) = PortableMath.SinCos(MathF.PI * degrees / 180);
            foreach (var at in paths.SelectMany(path => path))
            {
                var y = (int)MathF.Floor(((at.Y * cos) - (at.X * sin)) / row);
                rows[y] = rows.GetValueOrDefault(y) + 1;
            }

            return rows.Values.Sum(count => (double)count * count);
        }
    }

    private static Matrix3x2 Turn(int degrees)
    {
        var (sin, cos) = PortableMath.SinCos(MathF.PI * degrees / 180);
        return new(cos, -sin, sin, cos, 0, 0);
    }
}
