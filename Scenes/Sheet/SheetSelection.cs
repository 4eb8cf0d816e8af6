using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>What is selected on a paper: strokes, typed texts and linked answers, by their ids.</summary>
internal sealed record SheetSelection(ImmutableArray<int> Ids, InkBounds Bounds)
{
    /// <summary>What lies for the most part in a loop; null if nothing does.</summary>
    public static SheetSelection? Inside(IReadOnlyList<Vector2> loop, Paper paper) =>
        loop.Count < 3 ? null : Of(paper,
        [
            .. paper.Strokes.Where(one => IsMostlyInside(loop, [.. one.Ink.Points.Select(point => point.Position)])).Select(one => one.Id),
            .. paper.Calculations.Where(one => one.Typed is not null && IsMostlyInside(loop, Points(one.Bounds))).Select(one => one.Id),
            .. paper.Links.Where(one => IsMostlyInside(loop, Points(one.Bounds))).Select(one => one.Link.Id),
        ]);

    /// <summary>The ids that are on the paper now; null if none is left.</summary>
    public static SheetSelection? Of(Paper paper, IEnumerable<int> wanted)
    {
        var ids = wanted.ToHashSet();
        var boxes = paper.Strokes.Where(one => ids.Contains(one.Id)).Select(one => (one.Id, one.Ink.Bounds))
            .Concat(paper.Calculations.Where(one => one.Typed is not null && ids.Contains(one.Id)).Select(one => (one.Id, one.Bounds)))
            .Concat(paper.Links.Where(one => ids.Contains(one.Link.Id)).Select(one => (one.Link.Id, one.Bounds))).ToArray();
        return boxes.Length == 0 ? null : new([.. boxes.Select(one => one.Id)],
            boxes.Aggregate(InkBounds.Empty, (all, one) => all.With(one.Bounds)));
    }

    /// <summary>Calculations and their answers, one a line, from above to below.</summary>
    public static string TextOf(IEnumerable<PaperCalculation> calculations, CopyNotation notation) => string.Join('\n',
        calculations.OrderBy(one => one.Bounds.Min.Y).Select(one => CalculationText.Of(one, notation)).Where(text => text.Length > 0));

    /// <summary>A calculation as it is read: <c>13×14=</c>.</summary>
    public static string ReadText(PaperCalculation calculation) => calculation.Typed?.Text ?? calculation.Reading?.Text ?? "";

    /// <summary>Whether it holds a part of a calculation.</summary>
    public bool Touches(PaperCalculation calculation) => Ids.Contains(calculation.Id) || calculation.StrokeIds.Any(Ids.Contains);

    private static Vector2[] Points(InkBounds box) =>
        [box.Min, box.Max, new(box.Min.X, box.Max.Y), new(box.Max.X, box.Min.Y), box.Center];

    private static bool IsMostlyInside(IReadOnlyList<Vector2> loop, Vector2[] points) =>
        2 * points.Count(point => IsInside(loop, point)) > points.Length;

    /// <summary>Even-odd rule: whether a ray to the right crosses the loop an odd number of times.</summary>
    private static bool IsInside(IReadOnlyList<Vector2> loop, Vector2 point)
    {
        var isInside = false;
        for (var (i, j) = (0, loop.Count - 1); i < loop.Count; j = i++)
        {
            var (a, b) = (loop[i], loop[j]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < (b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y) + a.X)
                isInside = !isInside;
        }
        return isInside;
    }
}
