namespace GpuDigits.MutationScore;

/// <summary>
/// The lines on which something survived, to be tried again after tests were added. What was noticed on other lines stays so, as long as
/// these lines are what they were.
/// </summary>
internal sealed class SecondTry
{
    private readonly StrykerReport _first;
    private readonly HashSet<(string File, int Line)> _lines;

    public SecondTry(StrykerReport first)
    {
        _first = first;
        _lines = [.. first.Survivors.SelectMany(LinesOf)];
    }

    /// <summary>
    /// A line that was changed since, beside those that are tried again; null if there is none. Then the whole sample must be measured.
    /// </summary>
    public string? Changed(string root)
    {
        foreach (var file in _first.Mutants.Select(one => one.File).Distinct())
        {
            string[] then = _first.Sources[file], now = File.Exists(Path.Combine(root, file)) ? Lines(root, file) : [];
            if (then.Length != now.Length)
                return file;
            for (var i = 0; i < then.Length; i++)
            {
                if (then[i] != now[i] && !_lines.Contains((file, i + 1)))
                    return $"{file}:{i + 1}";
            }
        }

        return null;
    }

    /// <summary>Patterns that choose what is tried again; see <see cref="LineSample.Patterns"/>.</summary>
    public string[] Patterns(string root, string project) =>
    [
        .. from line in _lines
           group line.Line by line.File into file
           orderby file.Key
           select Path.GetRelativePath(project, file.Key).Replace('\\', '/')
               + string.Concat(Runs(file).Select(run => Span(Lines(root, file.Key), run.First, run.Last))),
    ];

    /// <summary>The first results, with the new ones in place of those that were tried again.</summary>
    public StrykerReport With(StrykerReport second) => _first with
    {
        Mutants = [.. _first.Mutants.Where(one => !IsAgain(one)), .. second.Mutants.Where(IsAgain)],
    };

    private bool IsAgain(TriedMutant one) => LinesOf(one).All(_lines.Contains);

    private static IEnumerable<(string File, int Line)> LinesOf(TriedMutant one) =>
        Enumerable.Range(one.Line, one.LastLine - one.Line + 1).Select(line => (one.File, line));

    /// <summary>Lines that follow each other as one run: a mutant may go over several.</summary>
    private static IEnumerable<(int First, int Last)> Runs(IEnumerable<int> lines)
    {
        int? first = null;
        var last = 0;
        foreach (var line in lines.Order())
        {
            if (first is { } begin && line > last + 1)
            {
                yield return (begin, last);
                first = line;
            }

            first ??= line;
            last = line;
        }

        if (first is { } open)
            yield return (open, last);
    }

    private static string Span(string[] lines, int first, int last)
    {
        var start = lines[..(first - 1)].Sum(line => line.Length + 1);
        return $"{{{start}..{start + lines[(first - 1)..last].Sum(line => line.Length + 1) - 1}}}";
    }

    private static string[] Lines(string root, string file) => File.ReadAllText(Path.Combine(root, file)).Split('\n');
}
