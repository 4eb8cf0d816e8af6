using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Ink;

/// <summary>Short ways to say which ink is meant.</summary>
internal static class InkShapes
{
    /// <summary>A stroke through x, y, x, y, …</summary>
    public static Stroke Stroke(params float[] coordinates) =>
        new([.. coordinates.Chunk(2).Select((point, i) => new InkPoint(point[0], point[1], 8 * i))]);

    public static ImmutableArray<Stroke> Digit(int digit, int seed = 0) =>
        new HandPen().Write(HandSkeleton.For(digit), Vector2.Zero, 0, seed);

    public static ImmutableArray<Stroke> Map(this ImmutableArray<Stroke> ink, Func<Vector2, Vector2> move) =>
        [.. ink.Select(stroke => new Stroke([.. stroke.Points.Select(point => At(move(point.Position), point.Time))]))];

    /// <summary>The same lines with other points on them: each piece is cut at random places.</summary>
    public static ImmutableArray<Stroke> Resample(this ImmutableArray<Stroke> ink, Random random) =>
        [.. ink.Select(stroke => new Stroke([.. Cut(stroke, random)]))];

    private static IEnumerable<InkPoint> Cut(Stroke stroke, Random random)
    {
        yield return stroke.Points[0];
        foreach (var (from, to) in stroke.Points.Zip(stroke.Points.Skip(1)))
        {
            foreach (var part in Enumerable.Range(0, random.Next(4)).Select(_ => random.NextSingle()).Order())
                yield return At(Vector2.Lerp(from.Position, to.Position, part), from.Time);
            yield return to;
        }
    }

    private static InkPoint At(Vector2 position, double time) => new(position.X, position.Y, time);
}
