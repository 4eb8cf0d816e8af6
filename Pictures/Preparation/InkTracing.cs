using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Pictures.Preparation;

/// <summary>
/// Finds the strokes of a pen in a picture: each connected piece of ink is thinned to lines, and lines that go straight on where several
/// meet are one stroke. The strokes come from left to right, since nobody knows when they were written.
/// </summary>
public static class InkTracing
{
    /// <summary>A smaller share of the square of the pen's width is no dot of the pen but a speck, and no loop of it but a hole.</summary>
    private const float SmallestDot = 0.3f;

    private const double PointInterval = 8, Lift = 120;

    /// <summary>
    /// The strokes in a picture of ink on paper, turned so that the writing is level, in the pixels of the part that it was found in; empty
    /// if there is no ink.
    /// </summary>
    public static ImmutableArray<Stroke> Trace(Image image) =>
        WritingInk.Find(image) is { } ink && Paths(ink.Mask, ink.Ink.Width) is { Count: > 0 } paths
            ? Strokes(WritingSlope.Level(paths))
            : [];

    /// <summary>The strokes in a mask [height, width], in its pixels.</summary>
    internal static ImmutableArray<Stroke> Trace(bool[] mask, int width) => Strokes(Paths(mask, width));

    private static List<List<Vector2>> Paths(bool[] mask, int width)
    {
        mask = WithoutHoles(mask, width);
        var pieces = InkComponent.All(mask, width).ConvertAll(piece => new TracedPiece(piece, width));
        var pen = (float)pieces.Sum(piece => piece.Area) / Math.Max(1, pieces.Sum(piece => piece.Length));
        // The largest piece is never a speck, also where it is a blob whose lines say nothing about the pen.
        var least = MathF.Min(SmallestDot * pen * pen, pieces.Select(piece => piece.Area).DefaultIfEmpty().Max());
        return [.. pieces.Where(piece => piece.Area >= least).SelectMany(piece => piece.Paths(pen))];
    }

    private static ImmutableArray<Stroke> Strokes(IEnumerable<List<Vector2>> paths)
    {
        double time = 0;
        return [.. paths.OrderBy(path => path.Min(at => at.X)).ThenBy(path => path.Min(at => at.Y)).Select(path =>
        {
            time += Lift;
            return new Stroke([.. path.Select(at => new InkPoint(at.X, at.Y, time += PointInterval))]);
        })];
    }

    /// <summary>Holes in the ink that no loop of the pen leaves would be thinned to rings.</summary>
    private static bool[] WithoutHoles(bool[] mask, int width)
    {
        var pen = PenWidth.Of(mask, width);
        var filled = (bool[])mask.Clone();
        var paper = InkComponent.All(Array.ConvertAll(mask, ink => !ink), width);
        foreach (var hole in paper.Where(part => part.Pixels.Length < SmallestDot * pen * pen))
        {
            foreach (var i in hole.Pixels)
                filled[i] = true;
        }

        return filled;
    }
}
