using System.Numerics;
using GpuDigits.Engine.Ink;
using SkiaSharp;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>
/// The outlines of the program's font, for files that hold lines and no pixels. They are the level lines of the distance field, found by
/// marching squares (Lorensen and Cline, Marching Cubes, 1987, in two dimensions) on a grid of quarter texels.
/// </summary>
internal static class GlyphOutlines
{
    private const int Fineness = 4;

    /// <summary>How far an outline may leave out points, in em.</summary>
    private const float Tolerance = 0.001f;

    private static readonly Lazy<Image> Atlas = new(Font.LoadAtlas);
    private static readonly Dictionary<char, SKPath> Known = [];

    /// <summary>The outline of a character, in em: y downwards, the pen on the baseline at (0, 0); empty for one without ink.</summary>
    public static SKPath Of(char character)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(character, out var path))
                Known.Add(character, path = Trace(Font.Default[character]));
            return path;
        }
    }

    private static SKPath Trace(Glyph glyph)
    {
        var (box, texel) = (glyph.Atlas, 1 / Font.Default.AtlasSize);
        var path = new SKPathBuilder { FillType = SKPathFillType.EvenOdd };
        if (!glyph.HasInk)
            return path.Detach();
        var (columns, rows) = ((int)box.Width * Fineness, (int)box.Height * Fineness);
        var field = new float[rows + 1, columns + 1];
        for (var y = 0; y <= rows; y++)
        {
            // The border has no ink, so that every outline is closed.
            for (var x = 0; x <= columns; x++)
            {
                field[y, x] = x == 0 || y == 0 || x == columns || y == rows
                    ? -0.5f
                    : Distance(box.X + ((float)x / Fineness), box.Y + ((float)y / Fineness)) - 0.5f;
            }
        }

        var corner = new Vector2(glyph.Left, -glyph.Bottom - (box.Height * texel));
        foreach (var outline in Outlines(field))
        {
            var inEm = outline.ConvertAll(at => corner + (at * texel / Fineness));
            path.AddPoly([.. Simplified(inEm).Select(at => new SKPoint(at.X, at.Y))], true);
        }

        return path.Detach();
    }

    /// <summary>The median of the three channels at a place of the atlas, 0 to 1; more than one half is ink.</summary>
    private static float Distance(float x, float y)
    {
        var (red, green, blue) = (Channel(x, y, 0), Channel(x, y, 1), Channel(x, y, 2));
        return MathF.Max(MathF.Min(red, green), MathF.Min(MathF.Max(red, green), blue));
    }

    private static float Channel(float x, float y, int channel)
    {
        var atlas = Atlas.Value;
        var (left, top) = ((int)MathF.Floor(x - 0.5f), (int)MathF.Floor(y - 0.5f));
        var (u, v) = (x - 0.5f - left, y - 0.5f - top);
        return float.Lerp(float.Lerp(At(left, top), At(left + 1, top), u), float.Lerp(At(left, top + 1), At(left + 1, top + 1), u), v);

        float At(int column, int row)
        {
            (column, row) = (Math.Clamp(column, 0, atlas.Width - 1), Math.Clamp(row, 0, atlas.Height - 1));
            return atlas.Pixels[(((row * atlas.Width) + column) * atlas.Channels) + channel] / 255f;
        }
    }

    /// <summary>
    /// The closed lines where a field is 0. Each cell with both signs at its corners holds one or two pieces, with ink on their right; a
    /// piece ends on an edge of the cell, where the next one begins.
    /// </summary>
    private static IEnumerable<List<Vector2>> Outlines(float[,] field)
    {
        var next = new Dictionary<(int X, int Y, bool IsAcross), (int X, int Y, bool IsAcross)>();
        for (var y = 0; y + 1 < field.GetLength(0); y++)
        {
            for (var x = 0; x + 1 < field.GetLength(1); x++)
            {
                // The edges of the cell clockwise from the top, each with whether ink begins on it.
                (bool From, bool To, (int, int, bool) Edge)[] edges =
                [
                    (field[y, x] > 0, field[y, x + 1] > 0, (x, y, true)), (field[y, x + 1] > 0, field[y + 1, x + 1] > 0, (x + 1, y, false)),
                    (field[y + 1, x + 1] > 0, field[y + 1, x] > 0, (x, y + 1, true)), (field[y + 1, x] > 0, field[y, x] > 0, (x, y, false)),
                ];
                for (var i = 0; i < edges.Length; i++)
                {
                    if (edges[i] is not { From: false, To: true })
                        continue;
                    var exit = i;
                    while (edges[exit % 4] is not { From: true, To: false })
                        exit++;
                    next[edges[i].Edge] = edges[exit % 4].Edge;
                }
            }
        }

        while (next.Count > 0)
        {
            var outline = new List<Vector2>();
            for (var edge = next.First().Key; next.Remove(edge, out var following); edge = following)
                outline.Add(Crossing(field, edge));
            yield return outline;
        }
    }

    private static Vector2 Crossing(float[,] field, (int X, int Y, bool IsAcross) edge)
    {
        var (x, y, isAcross) = edge;
        var (first, second) = (field[y, x], isAcross ? field[y, x + 1] : field[y + 1, x]);
        var share = first / (first - second);
        return isAcross ? new(x + share, y) : new(x, y + share);
    }

    /// <summary>
    /// Leaves out the points of a closed line that lie within the tolerance of the line without them (Douglas and Peucker, 1973).
    /// </summary>
    private static List<Vector2> Simplified(List<Vector2> outline)
    {
        var far = Enumerable.Range(0, outline.Count).MaxBy(i => Vector2.DistanceSquared(outline[i], outline[0]));
        List<Vector2> kept = [];
        outline.Add(outline[0]);
        Keep(0, far);
        Keep(far, outline.Count - 1);
        return kept;

        // Keeps the first point and those between, without the last.
        void Keep(int first, int last)
        {
            var (worst, distance) = (-1, Tolerance);
            for (var i = first + 1; i < last; i++)
            {
                var here = Segments.Distance(outline[i], outline[i], outline[first], outline[last]);
                if (here > distance)
                    (worst, distance) = (i, here);
            }

            if (worst < 0)
            {
                kept.Add(outline[first]);
                return;
            }

            Keep(first, worst);
            Keep(worst, last);
        }
    }
}
