using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Preparation;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The writing of a photograph as ink of the sheet. Its strokes have no times, and that is how they are known later.</summary>
internal static class PhotographedInk
{
    /// <summary>The height of the writing, and its distance from the paper's edge and from what is on it, in ink units.</summary>
    private const float Height = 70, Margin = 60;

    /// <summary>The distance of the points that are kept, in ink units.</summary>
    private const float Step = 2;

    private static readonly ImmutableArray<string> Endings = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".pgm"];

    /// <summary>Whether the name of a file ends as that of a picture.</summary>
    public static bool IsPicture(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether strokes were traced in a picture, by the times of their points.</summary>
    public static bool IsTraced(ImmutableArray<Stroke> ink) =>
        ink.Any(stroke => stroke.Points.Length > 1) && ink.All(stroke => stroke.Points[^1].Time == stroke.Points[0].Time);

    /// <summary>The writing in a picture, as high as people write, with its upper left corner at 0.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="open">Gives what says what strokes write; it is disposed here.</param>
    /// <exception cref="ImageException">It shows no writing.</exception>
    public static ImmutableArray<Stroke> Trace(Image image, string name, Func<SymbolReader> open)
    {
        using var symbols = open();
        var traced = InkTracing.Trace(image, symbols);
        if (traced.IsEmpty)
            throw new ImageException($"{name}: there is no ink in this picture; choose one of dark writing on light paper");
        var box = InkBounds.Of(traced);
        float[] heights = [.. traced.Where(stroke => !stroke.Bounds.IsFlat).Select(stroke => stroke.Bounds.Size.Y).Order()];
        var scale = Height / MathF.Max(heights.Length > 0 ? heights[^((heights.Length + 3) / 4)] : box.Extent, 1);
        return [.. traced.Select(stroke => new Stroke([.. Thinned(stroke.Points, Step / scale)
            .Select(point => (point.Position - box.Min) * scale).Select(at => new InkPoint(at.X, at.Y, 0))]))];
    }

    /// <summary>The same writing where it stands under what the paper holds.</summary>
    public static ImmutableArray<Stroke> Under(InkBounds taken, ImmutableArray<Stroke> writing)
    {
        var corner = new Vector2(Margin, taken.Max.Y > 0 ? taken.Max.Y + Margin : 2 * Margin);
        return [.. writing.Select(stroke => InkRounding.Move(stroke, corner))];
    }

    /// <summary>Points at least a distance apart, and the last one.</summary>
    private static IEnumerable<InkPoint> Thinned(ImmutableArray<InkPoint> points, float distance)
    {
        var kept = points[0];
        yield return kept;
        for (var i = 1; i < points.Length; i++)
        {
            if (i < points.Length - 1 && Vector2.Distance(points[i].Position, kept.Position) < distance)
                continue;
            kept = points[i];
            yield return kept;
        }
    }
}
