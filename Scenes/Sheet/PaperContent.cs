using System.Collections.Immutable;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// All that is on the paper and was not read but made by a person. It never changes. As a step it takes the place of what was there.
/// </summary>
internal sealed record PaperContent : PaperParts
{
    /// <summary>The most strokes, texts and links together, and the most points of all strokes.</summary>
    public const int MaxParts = 10_000, MaxPoints = 1_000_000;

    /// <summary>A sheet with nothing on it.</summary>
    public static readonly PaperContent Empty = new();

    /// <summary>All strokes and stands of links, each in one calculation.</summary>
    public ImmutableArray<PaperGroup> Groups { get; init; } = [];

    /// <summary>The next id of all: larger than those in use.</summary>
    public int NextId { get; init; } = 1;

    /// <summary>The points of all strokes.</summary>
    public int Points { get; private init; }

    /// <summary>Whether there is nothing on the paper.</summary>
    public bool IsEmpty => Strokes.IsEmpty && Texts.IsEmpty && Links.IsEmpty;

    /// <summary>How much is on it: see <see cref="MaxParts"/>.</summary>
    public int Parts => Strokes.Length + Texts.Length + Links.Length;

    /// <summary>The paper after a change. What the change says of ids that are not there is ignored.</summary>
    public PaperContent With(PaperChange change)
    {
        var added = change.Ids.ToHashSet();
        var gone = change.Removed.ToHashSet();
        bool IsTouched(int id) => gone.Contains(id) || added.Contains(id);
        var isNew = gone.Count == 0 && added.All(id => id >= NextId);
        var nextId = Math.Max(NextId, added.DefaultIfEmpty().Max() + 1);
        // A group gives way to what has its name: an older version, whose steps these are, had named its groups otherwise.
        HashSet<int> touched = isNew
            ? []
            : [.. Groups.Where(group => added.Contains(group.Id) || group.Strokes.Any(one => IsTouched(one.Id))).Select(group => group.Id)];
        PaperStroke[] loose =
        [
            .. Groups.Where(group => touched.Contains(group.Id)).SelectMany(group => group.Strokes).Where(one => !IsTouched(one.Id)),
            .. change.Strokes,
            .. change.Links.Select(link => link.Stand),
        ];
        var groups = touched.Count == 0 && loose.Length == 0
            ? Groups
            : Grouping.Group(
                Groups.Where(group => !touched.Contains(group.Id)), loose, Groups.Where(group => !added.Contains(group.Id)), ref nextId);
        var texts = Merge(Texts, change.Texts, one => one.Id);
        return new()
        {
            Strokes = Merge(Strokes, change.Strokes, one => one.Id),
            Texts = texts,
            Links = Merge(Links, change.Links, one => one.Id),
            Locks = WithLocks(change, gone),
            Forms = WithForms(change, groups, texts),
            Groups = groups,
            NextId = nextId,
            Points = Points + change.Strokes.Sum(one => one.Ink.Points.Length)
                - (isNew ? 0 : Strokes.Where(one => IsTouched(one.Id)).Sum(one => one.Ink.Points.Length)),
        };

        ImmutableArray<T> Merge<T>(ImmutableArray<T> old, ImmutableArray<T> more, Func<T, int> id) => isNew
            ? more.IsEmpty ? old : [.. old, .. more.OrderBy(id)]
            : [.. old.Where(one => !IsTouched(id(one))).Concat(more).OrderBy(id)];
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
