using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>Works out what stands on the paper: which calculations are to be read, and the answers of those that were.</summary>
internal sealed class PaperWork
{
    /// <summary>How far above a line the one may lie that it goes on from, and how far beside, in heights of its digits.</summary>
    private const float FarthestAbove = 3, FarthestBeside = 1;

    /// <summary>Longer fractions are shown as decimals unless a person wants them.</summary>
    private const int LongestFraction = 12;

    /// <summary>The least share of its usual size that an answer may have in an empty place.</summary>
    private const float Smallest = 0.6f;

    private readonly SortedDictionary<int, CalculationEntry> _entries = [];
    private readonly Dictionary<int, Worked> _worked = [];
    private readonly HashSet<int> _underway = [];
    private PaperContent _content = PaperContent.Empty;
    private Dictionary<int, PaperLink> _links = [];

    public ImmutableArray<PaperCalculation> Calculations { get; private set; } = [];

    public ImmutableArray<LinkedAnswer> Links { get; private set; } = [];

    public InkBounds Bounds { get; private set; } = InkBounds.Empty;

    /// <summary>Whether all calculations were read.</summary>
    public bool IsCurrent => _entries.Values.All(entry => !entry.IsWaiting);

    /// <summary>What is read of a calculation; null if it is not written by hand.</summary>
    public ReadingJob? JobOf(int calculation) => (_entries.GetValueOrDefault(calculation) as WrittenEntry)?.Job;

    /// <summary>Takes new contents; what changed is read again.</summary>
    public void Become(PaperContent content, IPaperReader? reader)
    {
        var areLocksNew = content.Locks != _content.Locks;
        if (content.Links != _content.Links)
            _links = content.Links.ToDictionary(link => link.Id);
        _content = content;
        var there = new HashSet<int>();
        foreach (var group in content.Groups)
        {
            there.Add(group.Id);
            var old = _entries.GetValueOrDefault(group.Id) as WrittenEntry;
            // A stroke that is alone may become the line under others.
            var isSame = old is not null && ReferenceEquals(old.Job.Group, group)
                && (group.Strokes.Length > 1 || ReferenceEquals(old.Job.SumLine, LineUnder(group)));
            if (isSame && !areLocksNew)
                continue;
            var ids = group.Strokes.Select(one => one.Id).ToHashSet();
            ImmutableArray<PaperLock> locks = [.. content.Locks.Where(one => one.StrokeIds.All(ids.Contains))];
            if (isSame && old!.Job.Locks.AsSpan().SequenceEqual(locks.AsSpan()))
                continue;
            var job = new ReadingJob(group, locks, LineUnder(group), [.. ids.Where(_links.ContainsKey).Order()]);
            _entries[group.Id] = new WrittenEntry(job);
            reader?.Submit(job);
        }

        foreach (var text in content.Texts)
        {
            there.Add(text.Id);
            if ((_entries.GetValueOrDefault(text.Id) as TypedEntry)?.PaperText != text)
                _entries[text.Id] = new TypedEntry(text);
        }

        foreach (var gone in _entries.Keys.Where(id => !there.Contains(id)).ToArray())
        {
            _entries.Remove(gone);
            reader?.Drop(gone);
        }

        WorkOut();
    }

    /// <summary>Takes readings; those of jobs that are no more are dropped.</summary>
    public void Take(IEnumerable<JobReading> readings)
    {
        foreach (var reading in readings)
        {
            if (_entries.GetValueOrDefault(reading.Job.Group.Id) is WrittenEntry entry && ReferenceEquals(entry.Job, reading.Job))
                entry.Take(reading);
        }

        WorkOut();
    }

    /// <summary>Whether a calculation of other contents would depend on its own answer.</summary>
    public bool WouldGoRound(PaperContent content)
    {
        var sources = content.Links.ToDictionary(link => link.Id, link => link.Source);
        var dependsOn = content.Groups.Select(group => (group.Id, Links: group.Strokes.Select(one => one.Id).Where(sources.ContainsKey)))
            .Concat(content.Texts.Select(text => (text.Id, Links: Enumerable.Empty<int>())))
            .ToDictionary(one => one.Id, one => one.Links.Select(id => sources[id]).Concat(
                _entries.GetValueOrDefault(one.Id) is { GoesOn: true } entry && Above(entry) is { } above ? [above.Id] : []).ToArray());
        var (open, done) = (new HashSet<int>(), new HashSet<int>());
        return dependsOn.Keys.Any(GoesRound);

        bool GoesRound(int id)
        {
            if (done.Contains(id))
                return false;
            if (!open.Add(id))
                return true;
            var goesRound = dependsOn.GetValueOrDefault(id, []).Any(GoesRound);
            done.Add(id);
            return goesRound;
        }
    }

    /// <summary>The line of a sum in a group; none is a stroke of which a person said what it is.</summary>
    private PaperStroke? LineUnder(PaperGroup group) => SumLine.Of(group, _content.Groups) is { } line
        && !_content.Locks.Any(known => known.StrokeIds.Contains(line.Id)
            && known.StrokeIds.All(id => group.Strokes.Any(one => one.Id == id))) ? line : null;

    private void WorkOut()
    {
        _worked.Clear();
        foreach (var entry in _entries.Values)
            WorkOut(entry);
        Calculations = [.. _entries.Values.Select(entry => entry.Last!.Value.Shown)];
        Links = [.. _entries.Values.SelectMany(entry => entry.Links.Select(id => (Entry: entry, Link: _links[id])))
            .Select(one => new LinkedAnswer(one.Link, one.Entry.Id, TextOf(one.Link.Source), one.Link.Bounds))];
        var bounds = InkBounds.Empty;
        foreach (var one in Calculations)
        {
            bounds = bounds.With(one.Bounds);
            if (one.Answer is { } answer)
                bounds = bounds.With(new TypedText(answer.Shown, answer.At, answer.Height).Bounds);
        }

        Bounds = bounds;
    }

    /// <summary>Works out a calculation after those that it depends on.</summary>
    private Worked WorkOut(CalculationEntry entry)
    {
        if (_worked.TryGetValue(entry.Id, out var known))
            return known;
        // The expression of a calculation that depends on itself is never finished.
        if (!_underway.Add(entry.Id))
            return new(null, new Value(Real.Failed("It depends on its own answer")));

        var above = entry.GoesOn ? Above(entry) : null;
        string? fault = null;
        string? text = null;
        if (entry.Last is { Text: { } last } && entry is { GoesOn: false, SumLine: null, Links: [] })
        {
            text = last;
        }
        else if (SumLine.TextOf(entry, _entries.Values, one => one.Text(_ => "?", "")) is { } sum)
        {
            (text, above) = (sum, null);
        }
        else
        {
            var before = above is null ? "" : WorkOut(above).AsNumber() ?? "";
            above = before.Length > 0 ? above : null;
            text = entry.Text(id => NumberOf(_links[id].Source, ref fault), before);
        }

        var isToggled = _content.Forms.BinarySearch(entry.Id) >= 0;
        var worked = entry.Last?.Text == text && entry.Last is { } same ? same.Worked : Worked.Of(text);
        if (entry.IsGuess)
            worked = worked with { Result = null };
        if (fault is not null)
            worked = new(null, new Value(Real.Failed(fault)));
        if (entry.Last is not { } shown || shown.Text != text || shown.IsToggled != isToggled || fault is not null
            || shown.Shown.GoesOnFrom != above?.Id)
        {
            entry.Last = (text, isToggled, entry.Show(worked.Expression, AnswerOf(entry, worked, isToggled), above?.Id), worked);
        }

        _underway.Remove(entry.Id);
        return _worked[entry.Id] = worked;
    }

    private string NumberOf(int source, ref string? fault)
    {
        var worked = _entries.TryGetValue(source, out var entry) ? WorkOut(entry) : null;
        if (worked?.AsNumber() is { } number)
            return number;
        fault ??= worked?.Result?.Fault ?? "The answer that stood here is gone";
        return "0";
    }

    private string TextOf(int source) =>
        _entries.GetValueOrDefault(source)?.Last?.Shown.Answer is { IsFault: false } answer ? answer.Number : "?";

    private Answer? AnswerOf(CalculationEntry entry, Worked worked, bool isToggled)
    {
        if (worked.Result is not { } value || (entry.Line ?? LineOver(entry)) is not { } line)
            return null;
        var fraction = value.ToFractionText() is { } written && written.Contains('/', StringComparison.Ordinal) ? written : null;
        var isUsual = fraction is { Length: <= LongestFraction } && worked.Expression?.ToPlain().AsSpan().IndexOfAny(".,%") < 0;
        var answer = new Answer(value, value.ToString(), fraction, fraction is not null && isUsual != isToggled, default, line.Height);
        if (worked.Asks && entry.EmptyPlace is { } place && !answer.IsFault)
        {
            var width = TypedText.WidthOf(answer.Shown, line.Height);
            var size = MathF.Min(1, place.Size.X / width);
            if (size >= Smallest)
                return answer with { At = new(place.Center.X - (size * width / 2), line.Baseline), Height = size * line.Height };
        }

        if (entry.SumLine is { } under)
            return answer with { At = SumLine.PlaceOf(under, answer.Shown, line.Height) };
        var isNamed = worked.Asks && !answer.IsFault;
        return answer with { At = AnswerPlace.Behind(entry.Bounds, line, isNamed), IsNamed = isNamed };
    }

    /// <summary>The line of the last number over a line that is drawn alone.</summary>
    private WritingLine? LineOver(CalculationEntry entry) => entry.SumLine is { } under
        ? _entries.Values.Where(other => other.Line is not null && other.Bounds.Center.Y < under.Min.Y)
            .MaxBy(other => other.Bounds.Max.Y)?.Line
        : null;

    /// <summary>The calculation whose answer a line goes on from: the nearest above it; null if there is none.</summary>
    private CalculationEntry? Above(CalculationEntry entry)
    {
        var box = entry.Bounds;
        var height = entry.Line?.Height ?? box.Size.Y;
        var beside = FarthestBeside * height;
        return _entries.Values
            .Where(other => other.Bounds.Center.Y < box.Min.Y && other.Bounds.Max.Y < box.Center.Y
                && box.Min.Y - other.Bounds.Max.Y <= FarthestAbove * height
                && other.Bounds.Min.X <= box.Max.X + beside && box.Min.X <= other.Bounds.Max.X + beside)
            .MaxBy(other => other.Bounds.Max.Y);
    }
}
