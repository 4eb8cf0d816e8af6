using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// Reads a calculation while it is written. Every group of neighbouring strokes that may be a symbol is a window; the networks say what
/// each window is, and what they said is kept, so that a new stroke costs the windows that it belongs to. Then the best divisions into
/// windows are laid out, and the best one that is arithmetic is the reading. Only one thread at a time may use it.
/// </summary>
/// <param name="symbols">Says what a window is; it must live longer than the reader.</param>
public sealed class CalculationReader(ISymbolClassifier symbols)
{
    /// <summary>Most strokes that are read; more come out as a reading of nothing that is doubtful.</summary>
    public const int MaxStrokes = 200;

    /// <summary>Most strokes of a symbol.</summary>
    public const int MaxSymbolStrokes = Page.MaxStrokes;

    private readonly Page _page = new();
    private readonly List<int> _names = [];
    private readonly Dictionary<GroupName, float[]> _shapes = [];
    private readonly Dictionary<GroupName, char?> _locked = [];
    private int _nextName;

    /// <summary>A reader that was given strokes; see <see cref="IsTraced"/>.</summary>
    public static CalculationReader Of(ISymbolClassifier symbols, IEnumerable<Stroke> strokes, bool isTraced = false)
    {
        var reader = new CalculationReader(symbols) { IsTraced = isTraced };
        // One too many is enough to read nothing, and each costs its distances to all others.
        foreach (var stroke in strokes.Take(MaxStrokes + 1))
            reader.Add(stroke);
        return reader;
    }

    /// <summary>Number of strokes.</summary>
    public int Count => _page.Count;

    /// <summary>Whether the strokes were found in a picture, so that their order and direction are guessed.</summary>
    public bool IsTraced
    {
        get => _page.IsTraced;
        set => _page.IsTraced = value;
    }

    /// <summary>Adds a stroke behind the others.</summary>
    public void Add(Stroke stroke)
    {
        _page.Add(stroke);
        _names.Add(++_nextName);
    }

    /// <summary>Removes a stroke; those behind it move up. Symbols that were locked with it are free again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such stroke.</exception>
    public void RemoveAt(int stroke)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stroke);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(stroke, Count);
        var name = _names[stroke];
        foreach (var key in _shapes.Keys.Where(key => key.Contains(name)).ToArray())
            _shapes.Remove(key);
        foreach (var key in _locked.Keys.Where(key => key.Contains(name)).ToArray())
            _locked.Remove(key);
        _page.RemoveAt(stroke);
        _names.RemoveAt(stroke);
    }

    /// <summary>Fixes that a group of strokes is a symbol, and which; symbols that overlap it lose their own fix.</summary>
    /// <param name="strokes">1 to 4 strokes.</param>
    /// <param name="label">One of <see cref="Alphabet.Shapes"/>; null leaves it to the networks.</param>
    /// <exception cref="ArgumentException">There are no such strokes, or the alphabet lacks the label.</exception>
    public void Lock(ImmutableArray<int> strokes, char? label)
    {
        if (strokes.Length is 0 or > Page.MaxStrokes || strokes.Any(at => at < 0 || at >= Count)
            || strokes.Distinct().Count() < strokes.Length)
            throw new ArgumentException($"strokes {string.Join(", ", strokes)} are no symbol of {Count} strokes", nameof(strokes));
        if (label is { } name && Alphabet.ClassOf(name) < 0)
            throw new ArgumentException($"'{label}' is not in the alphabet {Alphabet.Shapes}", nameof(label));
        foreach (var other in _locked.Keys.Where(other => strokes.Any(at => other.Contains(_names[at]))).ToArray())
            _locked.Remove(other);
        _locked[NameOf([.. strokes.Order()])] = label;
    }

    /// <summary>Leaves all symbols to the networks again.</summary>
    internal void Unlock() => _locked.Clear();

    /// <summary>Reads what is there.</summary>
    public CalculationReading Read()
    {
        if (Count is 0 or > MaxStrokes)
            return new(null, [], Count > 0);
        return Interpretation.Best(_page, Segmenter.Best(Count, Candidates(), Interpretation.Divisions));
    }

    /// <summary>Reads what is there, as <see cref="Read"/> does, and says how.</summary>
    public ReadingExplanation Explain()
    {
        if (Count is 0 or > MaxStrokes)
            return new(Read(), [], [], []);
        var windows = Candidates();
        var divisions = Segmenter.Best(Count, windows, Interpretation.Divisions);
        var tried = new List<TriedReading>();
        var reading = Interpretation.Best(_page, divisions, tried);
        return new(
            reading,
            [.. windows.OrderBy(one => one.Window.Strokes[0]).ThenBy(one => one.Window.Strokes.Length).Select(TriedWindow.Of)],
            [.. divisions.Select(one => new TriedDivision([.. one.Windows.Select(window => window.Window.Strokes)], one.Score))],
            [.. tried]);
    }

    /// <summary>All windows with what the networks say.</summary>
    internal List<JudgedWindow> Candidates()
    {
        var groups = new List<int[]>();
        for (var last = 0; last < Count; last++)
            groups.AddRange(_page.WindowsOf(last));
        foreach (var locked in _locked.Keys)
        {
            int[] strokes = [.. Enumerable.Range(0, Count).Where(at => locked.Contains(_names[at]))];
            if (!groups.Exists(group => group.AsSpan().SequenceEqual(strokes)))
                groups.Add(strokes);
        }

        ReadNew(groups);
        var windows = groups.ConvertAll(group => _page.WindowOf(group, _shapes[NameOf(group)]));
        var places = symbols.ReadPlaces(Placement.Measure(_page, windows));
        return [.. windows.Select((window, i) =>
        {
            var classes = places.AsSpan(i * Alphabet.Classes, Alphabet.Classes).ToArray();
            DigitChoice.ByShape(classes, window.Shape);
            return _locked.TryGetValue(NameOf(groups[i]), out var label)
                ? JudgedWindow.Locked(window, classes, label)
                : JudgedWindow.Of(window, classes);
        })];
    }

    /// <summary>Lets the shape network read the windows that it has not read yet, all at once.</summary>
    private void ReadNew(List<int[]> groups)
    {
        var missing = groups.FindAll(group => !_shapes.ContainsKey(NameOf(group)));
        if (missing.Count == 0)
            return;
        var pictures = missing.ConvertAll(_page.PictureOf);
        var shapes = symbols.ReadShapes(pictures);
        for (var i = 0; i < missing.Count; i++)
            _shapes[NameOf(missing[i])] = shapes.AsSpan(i * Alphabet.None, Alphabet.None).ToArray();
    }

    private GroupName NameOf(int[] strokes) => new(
        _names[strokes[0]], strokes.Length > 1 ? _names[strokes[1]] : 0, strokes.Length > 2 ? _names[strokes[2]] : 0,
        strokes.Length > 3 ? _names[strokes[3]] : 0);

    /// <summary>A group of strokes by names that stay when others are removed; 0 for no stroke.</summary>
    private readonly record struct GroupName(int A, int B, int C, int D)
    {
        public bool Contains(int name) => A == name || B == name || C == name || D == name;
    }
}
