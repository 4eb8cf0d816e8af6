using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Tools;

namespace GpuDigits.Fuzz.Guided;

/// <summary>
/// The commands that <c>eng/fuzz/coverage.sh</c> gives: <c>instrument</c> the copy of a build, then, from it, <c>guided</c>.
/// </summary>
internal static class GuidedCommand
{
    // A progress line every so many inputs of a reader.
    private const int Chunk = 50_000;

    public static Command Instrument()
    {
        var folder = new Argument<string>("folder") { Description = "A copy of this program's folder." };
        var command = new Command("instrument", "Make the assemblies of a folder count their branches.") { folder };
        command.SetAction(parsed => Program.Say($"{Instrumentation.Apply(parsed.GetValue(folder)!)} types count their branches"));
        return command;
    }

    public static Command Guided()
    {
        var names = new Argument<string[]>("reader")
        {
            Description = "The readers; all if none is named.",
            Arity = ArgumentArity.ZeroOrMore
        };
        var executions = new Option<long>("--executions")
        {
            Description = "Inputs in all.",
            DefaultValueFactory = _ => 10_000_000
        };
        var seed = new Option<int>("--seed") { Description = "Another number makes other inputs.", DefaultValueFactory = _ => 1 };
        var record = new Option<bool>("--record") { Description = "Write the committed table and corpus." };
        var command = new Command("guided", "Fuzz the readers, led by the branches that they take.") { names, executions, seed, record };
        command.SetAction(parsed =>
        {
            EdgeMap.Begin();
            var all = Targets.All();
            var chosen = parsed.GetValue(names)!;
            Target[] targets = [.. all.Where(t => chosen.Length == 0 || chosen.Contains(Corpus.FolderName(t)))];
            var isUnknown = chosen.Any(name => !targets.Any(t => Corpus.FolderName(t) == name));
            var isPart = targets.Length < all.Count && parsed.GetValue(record);
            if (isUnknown || isPart || parsed.GetValue(executions) < 1)
            {
                return Tool.Complain(Program.Name, Tool.WrongArguments, isPart
                    ? "--record writes the table of all readers; name none"
                    : $"--executions must be at least 1, the readers are {string.Join(", ", all.Select(Corpus.FolderName))}");
            }

            var each = (parsed.GetValue(executions) + targets.Length - 1) / targets.Length;
            return Run(targets, each, parsed.GetValue(seed), parsed.GetValue(record));
        });
        return command;
    }

    private static int Run(Target[] targets, long each, int seed, bool record)
    {
        const string Corpora = "tests/data/corpus", Table = "benchmarks/results/coverage-fuzz.md", Own = "artifacts/coverage-fuzz";
        Directory.CreateDirectory(Own);
        List<GuidedFindings> rows = [];
        foreach (var target in targets)
        {
            (var row, var kept) = Run(target, each, seed, Corpora, Own);
            rows.Add(row);
            var line = Line(row.Target, row.Executions, row.Seconds, row.Edges, row.Kept, row.Faults.Count);
            Program.Say($"{line} (first {row.FirstEdges:N0})");
            if (record)
                Program.Say($"  {Corpus.Write(Corpora, target, kept)} inputs committed");
        }

        var table = GuidedReport.Write(rows);
        File.WriteAllText(Path.Combine(Own, "table.md"), table);
        if (record)
            File.WriteAllText(Table, table);
        var faults = rows.Sum(row => row.Faults.Count);
        Program.Say($"{rows.Sum(row => row.Executions):N0} executions in {rows.Sum(row => row.Seconds):F0} s, {faults} findings");
        return faults == 0 ? 0 : 1;
    }

    private static (GuidedFindings Row, IReadOnlyList<byte[]> Kept) Run(Target target, long each, int seed, string corpora, string own)
    {
        string current = Path.Combine(own, $"{Corpus.FolderName(target)}.current"), findings = Path.Combine(own, "findings");
        List<string> lines = [], found = [];
        using var watchdog = new Watchdog(current);
        var corpus = Corpus.Read(corpora, target);
        string? left = null;
        if (watchdog.LeftBehind is { } leftBehind)
        {
            left = Corpus.Keep(findings, target, leftBehind);
            Console.Error.WriteLine($"{target.Name}: a run before ended while it read {left}; it is tried again");
            corpus = corpus.Prepend(leftBehind);
        }

        var campaign = new GuidedCampaign(target, watchdog.Next, Found);
        var started = Stopwatch.GetTimestamp();
        var first = campaign.Begin(corpus);
        if (left is not null && !found.Contains(left))
            File.Delete(left);
        if (first == 0)
            throw new ToolException("the assemblies count no branches: begin with eng/fuzz/coverage.sh");
        var random = new Random(unchecked(Campaign.StableHash(target.Name) + seed));
        for (long done = 0; done < each; done += Chunk)
        {
            campaign.Continue(random, Math.Min(Chunk, each - done));
            if (Console.IsErrorRedirected)
                continue;
            var line = Line(
                target.Name, Math.Min(each, done + Chunk), Stopwatch.GetElapsedTime(started).TotalSeconds, campaign.Edges,
                campaign.Kept.Count, lines.Count);
            Console.Error.Write($"{line}\r");
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return (new(target.Name, each, seconds, first, campaign.Edges, campaign.Kept.Count, lines), campaign.Kept);

        void Found(string fault, byte[] input)
        {
            lines.Add(fault);
            var path = Corpus.Keep(findings, target, input);
            found.Add(path);
            Console.Error.WriteLine($"{target.Name}: {path}: {fault}");
        }
    }

    private static string Line(string name, long executions, double seconds, int edges, int kept, int findings) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{name,-20} {executions,10:N0} executions {executions / seconds,8:N0}/s {edges,6:N0} edges {kept,6:N0} kept "
                + $"{findings} findings");
}
