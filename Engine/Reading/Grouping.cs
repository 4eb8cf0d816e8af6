using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// Which strokes make a calculation: those that stand in one line, and what lies above and below a fraction's bar. All gaps are measured
/// in heights of the line's symbols, so that writing of any size is grouped alike.
/// </summary>
internal static class Grouping
{
    /// <summary>The largest gap between neighbours in a line.</summary>
    private const float Beside = 2.5f;

    /// <summary>The same before a dash: people leave more room before an equals sign, and few calculations begin with a dash.</summary>
    private const float BeforeDash = 4;

    /// <summary>How far above and below a dash or a dot its line reaches.</summary>
    private const float OfLine = 0.4f;

    /// <summary>The largest gap above and below between neighbours that stand close: an exponent or an index.</summary>
    private const float Raised = 0.35f, RaisedBeside = 0.6f;

    /// <summary>The largest gap between a bar and what lies above or below it, and the least width of a bar.</summary>
    private const float FromBar = 0.7f, Bar = 0.7f;

    /// <summary>The largest gap between parts of a symbol, one above the other.</summary>
    private const float Over = 0.25f;

    /// <summary>How much larger one of two neighbours counts at most: small writing beside large has its own, smaller gaps.</summary>
    private const float Larger = 2.5f;

    /// <summary>Below this share of the height of the line a stroke is a dot, which has no size of its own.</summary>
    private const float Dot = 0.25f;

    /// <summary>Puts strokes into groups; each joins those that it stands close to, and so may join several to one.</summary>
    /// <param name="groups">The groups that stay as they are, unless a stroke joins them.</param>
    /// <param name="loose">The strokes that are in none of them.</param>
    /// <param name="before">
    /// The groups before the change: a new one is named after that which most of its strokes were in.
    /// </param>
    /// <param name="nextId">The next name for a group unlike all before; moved on.</param>
    public static ImmutableArray<PaperGroup> Group(
        IEnumerable<PaperGroup> groups, IEnumerable<PaperStroke> loose, IEnumerable<PaperGroup> before, ref int nextId)
    {
        const int New = 0;
        var all = groups.ToList();
        foreach (var stroke in loose.OrderBy(stroke => stroke.Id))
        {
            var group = new PaperGroup(New, [stroke]);
            // A group that grows may come close to another.
            while (all.FindAll(other => AreNear(group, other)) is { Count: > 0 } near)
            {
                all.RemoveAll(near.Contains);
                group = new(New, [.. near.SelectMany(one => one.Strokes).Concat(group.Strokes).OrderBy(one => one.Id)]);
            }

            all.Add(group);
        }

        return Name(all, before, ref nextId);
    }

    private static ImmutableArray<PaperGroup> Name(List<PaperGroup> groups, IEnumerable<PaperGroup> before, ref int nextId)
    {
        var fresh = groups.FindAll(group => group.Id == 0);
        if (fresh.Count > 0)
        {
            var taken = groups.Select(group => group.Id).ToHashSet();
            var olds = before.Where(group => !taken.Contains(group.Id))
                .SelectMany(group => group.Strokes.Select(one => (one.Id, Group: group.Id)))
                .ToDictionary(one => one.Id, one => one.Group);
            var claims = fresh
                .SelectMany(group => group.Strokes.Where(one => olds.ContainsKey(one.Id)).GroupBy(one => olds[one.Id])
                    .Select(votes => (Group: group, Id: votes.Key, Count: votes.Count())))
                .OrderByDescending(claim => claim.Count).ThenBy(claim => claim.Id).ToList();
            var names = new Dictionary<PaperGroup, int>(ReferenceEqualityComparer.Instance);
            foreach (var (group, id, _) in claims)
            {
                if (!names.ContainsKey(group) && taken.Add(id))
                    names[group] = id;
            }

            foreach (var group in fresh)
                groups[groups.IndexOf(group)] = group with { Id = names.TryGetValue(group, out var id) ? id : nextId++ };
        }

        return [.. groups.OrderBy(group => group.Id)];
    }

    private static bool AreNear(PaperGroup a, PaperGroup b)
    {
        var height = Height(a, b);
        var reach = BeforeDash * height;
        if (GapX(a.Bounds, b.Bounds) > reach || GapY(a.Bounds, b.Bounds) > FromBar * height)
            return false;
        foreach (var one in a.Strokes)
        {
            if (GapX(one.Ink.Bounds, b.Bounds) > reach || GapY(one.Ink.Bounds, b.Bounds) > FromBar * height)
                continue;
            foreach (var other in b.Strokes)
            {
                if (AreNear(one, other, height))
                    return true;
            }
        }

        return false;
    }

    private static bool AreNear(PaperStroke one, PaperStroke other, float height)
    {
        var (a, b) = (one.Ink.Bounds, other.Ink.Bounds);
        var (x, y) = (GapX(a, b) / height, GapY(a, b) / height);
        if (x <= 0 && y <= (IsBar(one, height) || IsBar(other, height) ? FromBar : Over))
            return true;
        var beside = (a.Min.X > b.Min.X ? one : other).IsFlat ? BeforeDash : Beside;
        return (x <= RaisedBeside && x > 0 && y <= Raised) || (x <= beside && GapY(InLine(one, height), InLine(other, height)) <= 0);
    }

    private static float Height(PaperGroup a, PaperGroup b)
    {
        var (small, large) = a.Height < b.Height ? (a, b) : (b, a);
        return small.Bounds.Extent < Dot * large.Height ? large.Height : MathF.Min(large.Height, Larger * small.Height);
    }

    /// <summary>The box of a dash or a dot as high as its line; other boxes as they are.</summary>
    private static InkBounds InLine(PaperStroke stroke, float height)
    {
        var box = stroke.Ink.Bounds;
        if (!stroke.IsFlat && box.Extent >= Dot * height)
            return box;
        var reach = new Vector2(0, OfLine * height);
        return box.With(box.Center - reach).With(box.Center + reach);
    }

    private static bool IsBar(PaperStroke stroke, float height) => stroke.IsFlat && stroke.Ink.Bounds.Size.X >= Bar * height;

    /// <summary>The gap from side to side; below 0 where one lies above the other.</summary>
    internal static float GapX(InkBounds a, InkBounds b) => MathF.Max(a.Min.X, b.Min.X) - MathF.Min(a.Max.X, b.Max.X);

    /// <summary>The same from top to bottom.</summary>
    internal static float GapY(InkBounds a, InkBounds b) => MathF.Max(a.Min.Y, b.Min.Y) - MathF.Min(a.Max.Y, b.Max.Y);
}
