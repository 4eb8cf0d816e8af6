namespace GpuDigits.Fuzz.Guided;

/// <summary>What a guided campaign found for one reader.</summary>
/// <param name="Target">The reader's name.</param>
/// <param name="Executions">How many inputs it was given.</param>
/// <param name="Seconds">How long that took.</param>
/// <param name="FirstEdges">The edges that the sound files reach.</param>
/// <param name="Edges">The edges that all inputs reached.</param>
/// <param name="Kept">How many inputs reached an edge first, or first so often.</param>
/// <param name="Faults">A line for each kind of broken promise.</param>
internal sealed record GuidedFindings(
    string Target, long Executions, double Seconds, int FirstEdges, int Edges, int Kept, IReadOnlyList<string> Faults);

/// <summary>
/// Gives a reader damaged files and goes on from those that make it take a branch that no file before made it take: so it gets, change by
/// change, behind checks that damage made blindly hardly passes (<see cref="Campaign"/>).
/// </summary>
internal sealed class GuidedCampaign(Target target, Action<byte[]> before, Action<string, byte[]> found)
{
    private const int ShortestLimit = 512;

    /// <summary>More time is a fault. An input that takes it is given twice more, since the machine may be busy.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private readonly EdgeMap _map = new();
    private readonly List<byte[]> _kept = [];
    private readonly HashSet<string> _faults = [];

    /// <summary>The inputs that reached something new, the sound files first.</summary>
    public IReadOnlyList<byte[]> Kept => _kept;

    /// <summary>The edges that are reached, so far.</summary>
    public int Edges => _map.Edges;

    /// <summary>Begins with the target's sound files, which all stay, and with those of a campaign before.</summary>
    /// <returns>The edges that the sound files reach.</returns>
    public int Begin(IEnumerable<byte[]> corpus)
    {
        foreach (var seed in target.Seeds)
        {
            // What is done once in a process is done before the edges are counted.
            target.Read(seed);
            Run(seed);
            if (!_kept.Contains(seed))
                _kept.Add(seed);
        }

        var first = _map.Edges;
        foreach (var input in corpus)
            Run(input);
        return first;
    }

    /// <summary>Makes so many inputs.</summary>
    public void Continue(Random random, long executions)
    {
        var limit = Math.Max(ShortestLimit, 4 * target.Seeds.Max(seed => seed.Length));
        for (long i = 0; i < executions; i++)
        {
            byte[] from = Choose(random), input = from;
            for (var times = random.Next(4) == 0 ? random.Next(2, 6) : 1; times > 0 && input.Length > 0; times--)
                input = target.Damage(input, random, _kept[random.Next(_kept.Count)]);
            Run(input.Length <= limit ? input : from);
        }
    }

    /// <summary>A third of the time one of the newest quarter, which is where the way goes on.</summary>
    private byte[] Choose(Random random) =>
        _kept[random.Next(3) == 0 ? _kept.Count - 1 - random.Next((_kept.Count + 3) / 4) : random.Next(_kept.Count)];

    private void Run(byte[] input)
    {
        before(input);
        EdgeMap.Clear();
        var trial = Campaign.Try(target, input);
        if (_map.Add())
            _kept.Add(input);
        if (Fault(trial) is null)
            return;
        // What happens once in a process costs memory and time; nor is the reader slow if others use the machine.
        for (var again = 0; again < 2 && Fault(trial) is not null; again++)
            trial = Campaign.Try(target, input);
        if (Fault(trial) is { } fault && _faults.Add(KindOf(fault)))
            found(fault, input);
    }

    private static string? Fault(Trial trial) =>
        trial.Fault ?? (trial.Elapsed > MostTime ? $"took more than {MostTime.TotalSeconds} s" : null);

    /// <summary>Of an exception its type and place, of other faults the words before the first colon, without the numbers.</summary>
    private static string KindOf(string fault)
    {
        var lines = fault.Split('\n');
        return lines.Length > 1
            ? $"{lines[0].Split(':')[0]} {lines.FirstOrDefault(line => line.Contains("   at GpuDigits", StringComparison.Ordinal))}"
            : string.Concat(lines[0].Split(':')[0].Where(c => !char.IsAsciiDigit(c)));
    }
}
