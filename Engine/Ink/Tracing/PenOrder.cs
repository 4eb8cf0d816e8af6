using System.Numerics;

namespace GpuDigits.Engine.Ink.Tracing;

/// <summary>
/// The order and direction in which people write, for lines of which only the ink is known: symbols from left to right; what stands over
/// a bar, the bar, what stands under it; bars from left to right, other lines from their upper end.
/// </summary>
internal static class PenOrder
{
    /// <summary>A line whose ends differ less in height than this share of their distance across is drawn to the right.</summary>
    private const float Level = 0.5f;

    /// <summary>A line is a bar if it is this many times as wide as high.</summary>
    private const float Bar = 3;

    /// <summary>The lines as people would write them.</summary>
    /// <param name="lines">Each with at least one point.</param>
    public static List<List<Vector2>> Of(IEnumerable<List<Vector2>> lines) =>
        [.. Sorted([.. lines.Select(Placed.Of)]).Select(one => one.Line)];

    private static List<Placed> Sorted(List<Placed> lines)
    {
        var units = new List<(float Left, float Top, List<Placed> Lines)>();
        var rest = lines.ToList();
        foreach (var bar in lines.Where(one => one.IsBar).OrderByDescending(one => one.Box.Size.X))
        {
            var over = rest.FindAll(one => IsBeside(one, bar) && one.Box.Max.Y < bar.Box.Center.Y);
            var under = rest.FindAll(one => IsBeside(one, bar) && one.Box.Min.Y > bar.Box.Center.Y);
            if (over.Count == 0 || under.Count == 0 || !rest.Remove(bar))
                continue;
            rest.RemoveAll(one => over.Contains(one) || under.Contains(one));
            units.Add((bar.Box.Min.X, bar.Box.Min.Y, [.. Sorted(over), bar, .. Sorted(under)]));
        }

        units.AddRange(rest.Select(one => (one.Box.Min.X, one.Box.Min.Y, (List<Placed>)[one])));
        return [.. units.OrderBy(unit => unit.Left).ThenBy(unit => unit.Top).SelectMany(unit => unit.Lines)];
    }

    private static bool IsBeside(Placed one, Placed bar) =>
        one.Box.Center.X > bar.Box.Min.X && one.Box.Center.X < bar.Box.Max.X;

    private sealed record Placed(List<Vector2> Line, InkBounds Box)
    {
        public bool IsBar => Box.Size.X > Bar * Box.Size.Y;

        public static Placed Of(List<Vector2> line)
        {
            var way = line[^1] - line[0];
            var isBackwards = MathF.Abs(way.Y) < Level * MathF.Abs(way.X) ? way.X < 0 : way.Y < 0;
            return new(isBackwards ? [.. Enumerable.Reverse(line)] : line, InkBounds.Of(line));
        }
    }
}
