using System.Collections.Immutable;

namespace GpuDigits.Viewer.Sheet;

/// <summary>
/// All that is on the paper and was not read but made by a person. It never changes. As a step it takes the place of what was there.
/// </summary>
internal sealed record PaperContent : PaperStep
{
    /// <summary>The most strokes, texts and links together, and the most points of all strokes.</summary>
    public const int MaxParts = 10_000, MaxPoints = 1_000_000;

    /// <summary>A sheet with nothing on it.</summary>
    public static readonly PaperContent Empty = new();

    /// <summary>The strokes, by their ids.</summary>
    public ImmutableArray<PaperStroke> Strokes { get; init; } = [];

    /// <summary>The typed texts, by their ids.</summary>
    public ImmutableArray<PaperText> Texts { get; init; } = [];

    /// <summary>The answers that were dragged elsewhere, by their ids.</summary>
    public ImmutableArray<PaperLink> Links { get; init; } = [];

    /// <summary>What a person said of strokes. No stroke is in two of them.</summary>
    public ImmutableArray<PaperLock> Locks { get; init; } = [];

    /// <summary>Calculations whose answer is not shown in its usual form, ascending.</summary>
    public ImmutableArray<int> Forms { get; init; } = [];

    /// <summary>All strokes and stands of links, each in one calculation.</summary>
    public ImmutableArray<PaperGroup> Groups { get; init; } = [];

    /// <summary>The next id of all: larger than those in use.</summary>
    public int NextId { get; init; } = 1;

    /// <summary>Whether there is nothing on the paper.</summary>
    public bool IsEmpty => Strokes.IsEmpty && Texts.IsEmpty && Links.IsEmpty;

    /// <summary>How much is on it: see <see cref="MaxParts"/>.</summary>
    public int Parts => Strokes.Length + Texts.Length + Links.Length;

    /// <summary>The paper after a change. What the change says of ids that are not there is ignored.</summary>
    public PaperContent With(PaperChange change)
    {
        var added = change.Strokes.Select(one => one.Id).Concat(change.Links.Select(one => one.Id)).ToHashSet();
        var gone = change.Removed.ToHashSet();
        var strokes = Merge(Strokes, gone, change.Strokes, one => one.Id);
        var texts = Merge(Texts, gone, change.Texts, one => one.Id);
        var links = Merge(Links, gone, change.Links, one => one.Id);
        var nextId = NextId;
        foreach (var id in added.Concat(change.Texts.Select(one => one.Id)))
            nextId = Math.Max(nextId, id + 1);

        var groups = Groups;
        if (gone.Count > 0 || added.Count > 0)
        {
            bool IsTouched(PaperStroke one) => gone.Contains(one.Id) || added.Contains(one.Id);
            var touched = Groups.Where(group => group.Strokes.Any(IsTouched)).ToArray();
            var kept = touched.Length > 0 ? Groups.Except(touched, ReferenceEqualityComparer.Instance).Cast<PaperGroup>() : Groups;
            var loose = touched.SelectMany(group => group.Strokes).Where(one => !IsTouched(one))
                .Concat(change.Strokes).Concat(change.Links.Select(link => link.Stand));
            groups = Grouping.Group(kept, loose, Groups, ref nextId);
        }

        return new()
        {
            Strokes = strokes,
            Texts = texts,
            Links = links,
            Locks = WithLocks(change, gone),
            Forms = WithForms(change, groups, texts),
            Groups = groups,
            NextId = nextId,
        };
    }

    private static ImmutableArray<T> Merge<T>(ImmutableArray<T> old, HashSet<int> gone, ImmutableArray<T> added, Func<T, int> id)
    {
        if (added.IsEmpty && gone.Count == 0)
            return old;
        if (gone.Count == 0 && added.Length == 1 && (old.IsEmpty || id(old[^1]) < id(added[0])))
            return old.Add(added[0]);
        var replaced = added.Select(id).ToHashSet();
        return [.. old.Where(one => !gone.Contains(id(one)) && !replaced.Contains(id(one))).Concat(added).OrderBy(id)];
    }

    private ImmutableArray<PaperLock> WithLocks(PaperChange change, HashSet<int> gone)
    {
        if (change.Locks.IsEmpty && (gone.Count == 0 || Locks.IsEmpty))
            return Locks;
        var free = change.Locks.SelectMany(one => one.StrokeIds).Concat(gone).ToHashSet();
        return [.. Locks.Where(one => !one.StrokeIds.Any(free.Contains)), .. change.Locks];
    }

    /// <summary>The calculations with another form, of those that are still there.</summary>
    private ImmutableArray<int> WithForms(PaperChange change, ImmutableArray<PaperGroup> groups, ImmutableArray<PaperText> texts)
    {
        if (Forms.IsEmpty && change.Forms.IsEmpty)
            return Forms;
        var forms = Forms.ToHashSet();
        forms.SymmetricExceptWith(change.Forms);
        forms.IntersectWith(groups.Select(group => group.Id).Concat(texts.Select(text => text.Id)));
        return [.. forms.Order()];
    }
}
