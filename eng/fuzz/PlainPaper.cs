using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Fuzz;

/// <summary>The paper once more, as plainly as can be, to compare with: things by their ids, undo is a list of whole papers.</summary>
internal sealed class PlainPaper
{
    private const int Remembered = 1000;

    private readonly List<Sheet> _past = [], _future = [];
    private Sheet _now = new(ImmutableSortedDictionary<int, string>.Empty, ImmutableSortedDictionary<int, string>.Empty);

    /// <summary>Makes a step.</summary>
    public void Make(PaperStep step)
    {
        switch (step)
        {
            case PaperUndo:
                Travel(_past, _future);
                break;
            case PaperRedo:
                Travel(_future, _past);
                break;
            default:
                _past.Add(_now);
                if (_past.Count > Remembered)
                    _past.RemoveAt(0);
                _future.Clear();
                _now = step is PaperChange change ? After(_now, change) : Of((PaperContent)step);
                break;
        }
    }

    /// <summary>How a paper differs from the one here; null if it does not.</summary>
    public string? Difference(PaperContent content)
    {
        var other = Of(content);
        return _now.Things.SequenceEqual(other.Things) && _now.Locks.SequenceEqual(other.Locks) ? null
            : $"the sheet has {other.Things.Count} things and {other.Locks.Count} fixed strokes, "
                + $"the plain one {_now.Things.Count} and {_now.Locks.Count}; "
                + string.Join(", ", _now.Things.Except(other.Things).Concat(other.Things.Except(_now.Things)).Take(4));
    }

    private void Travel(List<Sheet> from, List<Sheet> to)
    {
        if (from.Count == 0)
            return;
        to.Add(_now);
        _now = from[^1];
        from.RemoveAt(from.Count - 1);
    }

    private static Sheet After(Sheet sheet, PaperChange change)
    {
        var (things, locks) = (sheet.Things.RemoveRange(change.Removed), sheet.Locks);
        foreach (var (id, text) in Things(change.Strokes, change.Texts, change.Links))
            things = things.SetItem(id, text);
        // What was said of one stroke was said of all strokes with it.
        var silenced = change.Locks.SelectMany(one => one.StrokeIds).Concat(change.Removed)
            .Where(locks.ContainsKey).Select(id => locks[id]).ToHashSet();
        locks = locks.RemoveRange(locks.Where(one => silenced.Contains(one.Value)).Select(one => one.Key));
        return new(things, locks.SetItems(Locks(change.Locks)));
    }

    private static Sheet Of(PaperContent content) => new(
        Things(content.Strokes, content.Texts, content.Links).ToImmutableSortedDictionary(one => one.Id, one => one.Text),
        Locks(content.Locks).ToImmutableSortedDictionary());

    private static IEnumerable<(int Id, string Text)> Things(
        ImmutableArray<PaperStroke> strokes, ImmutableArray<PaperText> texts, ImmutableArray<PaperLink> links) =>
    [
        .. strokes.Select(one => (one.Id, "ink " + string.Join(' ', one.Ink.Points.Select(
            point => string.Create(CultureInfo.InvariantCulture, $"{point.X},{point.Y},{point.Time}"))))),
        .. texts.Select(one => (one.Id, one.Typed.ToString())),
        .. links.Select(one =>
            (one.Id, string.Create(CultureInfo.InvariantCulture, $"link {one.Source} {one.At} {one.Width} {one.Height}"))),
    ];

    private static IEnumerable<KeyValuePair<int, string>> Locks(ImmutableArray<PaperLock> locks) =>
        from one in locks
        from id in one.StrokeIds
        select KeyValuePair.Create(id, $"{one.Label} {string.Join(' ', one.StrokeIds)}");

    /// <summary>What is on a paper. It never changes.</summary>
    /// <param name="Things">Strokes, texts and links.</param>
    /// <param name="Locks">What a person said of strokes.</param>
    private sealed record Sheet(ImmutableSortedDictionary<int, string> Things, ImmutableSortedDictionary<int, string> Locks);
}
