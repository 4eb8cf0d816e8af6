using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>
/// Finds the lines of a pen in a mask of ink: each connected piece of ink is thinned to lines, and lines that go straight on where several
/// meet are one stroke.
/// </summary>
internal static class MaskTracing
{
    /// <summary>
    /// A smaller share of the square of the pen's width is no dot of the pen but a speck; a smaller hole is no loop of it.
    /// </summary>
    private const float SmallestDot = 0.3f, SmallestLoop = 0.15f;

    private const double PointInterval = 8, Lift = 120;

    /// <summary>The lines in a mask [height, width], in its pixels.</summary>
    public static List<List<Vector2>> Lines(bool[] mask, int width)
    {
        mask = WithoutHoles(mask, width);
        var pieces = InkComponent.All(mask, width).ConvertAll(piece => new TracedPiece(piece, width));
        var pen = (float)pieces.Sum(piece => piece.Area) / Math.Max(1, pieces.Sum(piece => piece.Length));
        // The largest piece is never a speck, also where it is a blob whose lines say nothing about the pen.
        var least = MathF.Min(SmallestDot * pen * pen, pieces.Select(piece => piece.Area).DefaultIfEmpty().Max());
        return [.. pieces.Where(piece => piece.Area >= least).SelectMany(piece => piece.Paths(pen))];
    }

    /// <summary>Lines as strokes, in the order in which people write; the times are those of a steady pen.</summary>
    public static ImmutableArray<Stroke> Strokes(IEnumerable<List<Vector2>> lines)
    {
        double time = 0;
        return [.. PenOrder.Of(lines).Select(line =>
        {
            time += Lift;
            return new Stroke([.. line.Select(at => new InkPoint(at.X, at.Y, time += PointInterval))]);
        })];
    }

    /// <summary>Holes in the ink that no loop of the pen leaves would be thinned to rings.</summary>
    private static bool[] WithoutHoles(bool[] mask, int width)
    {
        var pen = PenWidth.Of(mask, width);
        var filled = (bool[])mask.Clone();
        var paper = InkComponent.All(Array.ConvertAll(mask, ink => !ink), width);
        foreach (var hole in paper.Where(part => part.Pixels.Length < SmallestLoop * pen * pen))
            hole.Mark(filled);

        return filled;
    }
}
