using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Finds a sheet of paper on a table, in a frame or in the dark edge of a scan. The picture is split into dark and bright (Otsu 1979, "A
/// threshold selection method from gray-level histograms"), and the convex hull of the large parts of one of the two is the sheet.
/// </summary>
internal sealed class PaperOutline
{
    /// <summary>The smallest large part, as a share of the smallest sheet; the largest share of the picture that is a sheet.</summary>
    private const float LargePart = 0.25f, LargestSheet = 0.98f;

    /// <summary>The smallest share of the hull that the parts fill: the rest is ink.</summary>
    private const float Filled = 0.8f;

    /// <summary>
    /// The sheet's edge or its shadow, not ink: at least the first share of it lies beside the sheet, not farther from it than so many
    /// widths of the blurred edge, and it is as long as the last share of the sheet's shorter side.
    /// </summary>
    private const float LeastBeside = 0.9f, Reach = 4, LeastSide = 0.25f;

    /// <summary>How far inside the hull each pixel lies, and the width of the blurred edge, both in pixels.</summary>
    private readonly float[] _distances;

    private readonly float _edge;

    private PaperOutline(Vector2[] hull, float[] distances, float edge) =>
        (Hull, Inside, _distances, _edge) = (hull, Array.ConvertAll(distances, distance => distance >= edge), distances, edge);

    /// <summary>The corners of its convex hull, clockwise on the screen.</summary>
    public Vector2[] Hull { get; }

    /// <summary>The pixels of the sheet without its blurred edge.</summary>
    public bool[] Inside { get; }

    /// <summary>The sheet in a picture; null if it shows none.</summary>
    /// <param name="picture">Levels from 0 to 255.</param>
    /// <param name="isBright">Whether the sheet is brighter than its surroundings.</param>
    /// <param name="smallest">The smallest share of the picture that is a sheet.</param>
    public static PaperOutline? Find(Grey picture, bool isBright, float smallest)
    {
        int width = picture.Width, height = picture.Height, size = picture.Values.Length;
        var threshold = Threshold(picture.Values);
        var parts = InkComponent.All(Array.ConvertAll(picture.Values, v => v > threshold == isBright), width);
        parts.RemoveAll(part => part.Pixels.Length < LargePart * smallest * size);
        if (parts.Count == 0)
            return null;

        var hull = HullOf(parts, width, height);
        var edge = 1.5f + (Math.Max(width, height) / 100f);
        var distances = new float[size];
        for (var i = 0; i < size; i++)
            distances[i] = Distance(hull, new(i % width, i / width), width, height);
        var area = distances.Count(distance => distance > -0.5f);
        return area >= smallest * size && area <= LargestSheet * size && parts.Sum(p => p.Pixels.Length) >= Filled * area
            ? new(hull, distances, edge)
            : null;
    }

    /// <summary>
    /// How many pixels of a mask of the same picture are no ink but the edge of the sheet or its shadow on the table: long parts that lie
    /// along the rim.
    /// </summary>
    public int EdgeIn(bool[] mask, int width)
    {
        var least = LeastSide * Math.Min(Hull.Max(p => p.X) - Hull.Min(p => p.X), Hull.Max(p => p.Y) - Hull.Min(p => p.Y));
        return InkComponent.All(mask, width).Where(part => part.Extent >= least && part.Pixels.Any(i => MathF.Abs(_distances[i]) < _edge)
            && part.Pixels.Count(IsBeside) >= LeastBeside * part.Pixels.Length).Sum(part => part.Pixels.Length);

        bool IsBeside(int i) => _distances[i] < _edge && _distances[i] > -Reach * _edge;
    }

    /// <summary>Otsu's threshold: the level t for which the variance between the levels up to t and the others is the largest.</summary>
    private static float Threshold(float[] values)
    {
        var histogram = new int[256];
        foreach (var v in values)
            histogram[(int)v]++;
        double total = values.Sum(v => (double)(int)v), below = 0, best = -1;
        int count = 0, first = 0, last = 0;
        for (var t = 0; t < 255; t++)
        {
            count += histogram[t];
            below += (double)t * histogram[t];
            if (count == 0 || count == values.Length)
                continue;
            var difference = (below / count) - ((total - below) / (values.Length - count));
            var between = difference * difference * count * (values.Length - count);
            if (between > best)
                (best, first) = (between, t);
            if (between >= best)
                last = t;
        }

        return (first + last + 1) / 2f;
    }

    /// <summary>The convex hull of the parts, by Andrew's monotone chain; clockwise on the screen.</summary>
    private static Vector2[] HullOf(List<InkComponent> parts, int width, int height)
    {
        // Only the outermost pixels of a row can be corners.
        var (first, last) = (new int[height], new int[height]);
        Array.Fill(first, width);
        Array.Fill(last, -1);
        foreach (var i in parts.SelectMany(part => part.Pixels))
        {
            first[i / width] = Math.Min(first[i / width], i % width);
            last[i / width] = Math.Max(last[i / width], i % width);
        }

        Vector2[] sorted =
        [
            .. Enumerable.Range(0, height).Where(y => last[y] >= 0).SelectMany(y => (Vector2[])[new(first[y], y), new(last[y], y)])
                .OrderBy(p => p.X).ThenBy(p => p.Y),
        ];
        return [.. Chain(sorted), .. Chain(sorted.Reverse())];

        static IEnumerable<Vector2> Chain(IEnumerable<Vector2> points)
        {
            var chain = new List<Vector2>();
            foreach (var p in points)
            {
                while (chain.Count > 1 && Cross(chain[^1] - chain[^2], p - chain[^2]) <= 0)
                    chain.RemoveAt(chain.Count - 1);
                chain.Add(p);
            }

            return chain.SkipLast(1);
        }
    }

    /// <summary>How far inside a hull a point lies, in pixels; negative outside. The picture's own edges do not count.</summary>
    private static float Distance(Vector2[] hull, Vector2 point, int width, int height)
    {
        var least = float.MaxValue;
        for (var i = 0; i < hull.Length; i++)
        {
            Vector2 from = hull[i], to = hull[(i + 1) % hull.Length];
            var isPictures = (from.X == to.X && (from.X == 0 || from.X == width - 1))
                || (from.Y == to.Y && (from.Y == 0 || from.Y == height - 1));
            if (!isPictures && from != to)
                least = Math.Min(least, Cross(to - from, point - from) / Vector2.Distance(from, to));
        }

        return least;
    }

    private static float Cross(Vector2 a, Vector2 b) => (a.X * b.Y) - (a.Y * b.X);
}
