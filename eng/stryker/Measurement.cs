using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuDigits.Tools;

namespace GpuDigits.MutationScore;

/// <summary>Has Stryker mutate folders, and keeps what became of the mutants.</summary>
/// <param name="root">The repository.</param>
/// <param name="folders">All folders, in the order of the scores.</param>
/// <param name="interrupt">Ends Stryker; an <see cref="OperationCanceledException"/> follows.</param>
internal sealed class Measurement(string root, SourceFolder[] folders, CancellationToken interrupt)
{
    private readonly string _scores = Path.Combine(root, "benchmarks", "results", "stryker.json");
    private readonly string _artifacts = Directory.CreateDirectory(Path.Combine(root, "artifacts", "stryker")).FullName;

    private string Copy => Path.Combine(_artifacts, "copy");

    /// <summary>Fetches Stryker; false if that failed.</summary>
    public bool Restore() =>
        Command.Run(root, Path.Combine(_artifacts, "restore.log"), "dotnet", ["tool", "restore"], interrupt) == 0;

    /// <summary>Measures a folder, or a sample of it.</summary>
    /// <exception cref="ToolException">Stryker failed.</exception>
    public void Measure(SourceFolder folder, int sample, int seed)
    {
        var begin = Stopwatch.GetTimestamp();
        MarkedCopy.Update(root, Copy, folder);
        var patterns = LineSample.Patterns(Path.Combine(Copy, folder.Project), Path.Combine(Copy, folder.Name), sample, seed);
        // Without a pattern Stryker would mutate everything.
        var found = patterns.Length == 0 ? null : Run(folder, patterns, ReportFolder(folder));
        if (found is null or { Mutants: [] })
        {
            Console.WriteLine(
                $"{folder.Name}: no mutant is in the sample; the score stays (a smaller --sample or another --seed draws other lines)");
            return;
        }

        var which = sample == 1 ? "all" : $"one line of {sample}, seed {seed}";
        Keep(found, folder, which, Stopwatch.GetElapsedTime(begin).TotalMinutes, before: null);
    }

    /// <summary>Tries the lines anew on which something survived.</summary>
    /// <exception cref="ToolException">There is no earlier run that it could go on from, or Stryker failed.</exception>
    public void TryAgain(SourceFolder folder)
    {
        var file = ReportFile(ReportFolder(folder));
        if (!File.Exists(file) || ScoreFile.Read(_scores).FirstOrDefault(one => one.Folder == folder.Name) is not { } score)
            throw new ToolException($"{folder.Name}: has no earlier run to go on from; run it without --again");
        var first = StrykerReport.Read(file, folder.Name);
        SecondTry second = new(first);
        if (second.Changed(root) is { } changed)
            throw new ToolException($"{folder.Name}: {changed} was changed since the first run; run it without --again");
        var patterns = second.Patterns(root, folder.Project);
        if (patterns.Length == 0)
        {
            Console.WriteLine($"{folder.Name}: nothing survived in its last run; the score stays");
            return;
        }

        var begin = Stopwatch.GetTimestamp();
        MarkedCopy.Update(root, Copy, folder);
        var found = Run(folder, patterns, ReportFolder(folder) + "-again");
        Keep(second.With(found), folder, score.Sample, Stopwatch.GetElapsedTime(begin).TotalMinutes, first.Percent);
    }

    /// <summary>Prints the scores of the last runs.</summary>
    public void Show()
    {
        Console.WriteLine("| folder | score | before new tests | mutants | killed | timeouts | survived | no coverage | sample | minutes "
            + "| date | machine |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var s in ScoreFile.Read(_scores))
        {
            Console.WriteLine($"| {s.Folder} | {s.Percent:F1} % | {s.Before:F1} | {s.Mutants} | {s.Killed} | {s.Timeouts} | {s.Survived} "
                + $"| {s.NoCoverage} | {s.Sample} | {s.Minutes:F0} | {s.Date:yyyy-MM-dd} | {s.Machine} |");
        }
    }

    private string ReportFolder(SourceFolder folder) => Path.Combine(_artifacts, folder.Name.Replace('/', '-'));

    private static string ReportFile(string output) => Path.Combine(output, "reports", "mutation-report.json");

    /// <summary>What became of the mutants that the patterns choose.</summary>
    private StrykerReport Run(SourceFolder folder, string[] patterns, string output)
    {
        string log = output + ".log", settings = output + ".json";
        Console.WriteLine($"{folder.Name}: {DateTime.Now:HH:mm}, what Stryker says goes to {Path.GetRelativePath(root, log)}");
        File.WriteAllText(settings, Settings(folder, patterns));
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);
        // In the folder of the tests: beside a solution Stryker takes the solution.
        string[] arguments = ["tool", "run", "dotnet-stryker", "-f", settings, "--output", output, "--skip-version-check"];
        var code = Command.Run(Path.Combine(Copy, "tests", folder.Tests), log, "dotnet", arguments, interrupt);
        return code == 0 && File.Exists(ReportFile(output))
            ? StrykerReport.Read(ReportFile(output), folder.Name)
            : throw new ToolException($"{folder.Name}: Stryker failed: see {log}");
    }

    private string Settings(SourceFolder folder, string[] patterns) =>
        Tool.Parse(Path.Combine(root, "eng", "stryker", "stryker-config.json"), text =>
        {
            var config = JsonNode.Parse(text);
            var all = config?["stryker-config"] ?? throw new JsonException("it has no \"stryker-config\"");
            all["project"] = folder.Project + ".csproj";
            all["test-case-filter"] = folder.Filter;
            all["mutate"] = JsonSerializer.SerializeToNode(patterns);
            return config.ToJsonString();
        });

    private void Keep(StrykerReport found, SourceFolder folder, string which, double minutes, double? before)
    {
        // A timeout counts as noticed; whether the mutant can run for ever, or the machine was only busy, a person has to see.
        string[] toRead = [.. found.Mutants.Where(one => one.Status != "Killed").Select(one => one.ToString())];
        File.WriteAllLines(ReportFolder(folder) + ".txt", toRead);
        foreach (var one in toRead)
            Console.WriteLine($"  {one}");
        var score = new Score(
            folder.Name, found.Percent, found.Mutants.Count, found.Count("Killed"), found.Count("Timeout"), found.Count("Survived"),
            found.Count("NoCoverage"), which, Math.Round(minutes, 1), DateOnly.FromDateTime(DateTime.Today), Machine(), before);
        ScoreFile.Put(_scores, score, folders);
        Console.WriteLine($"{folder.Name}: {score.Percent:F1} % of {score.Mutants} in {score.Minutes:F1} min");
    }

    private static string Machine()
    {
        const string Processor = "/proc/cpuinfo";
        var model = File.Exists(Processor)
            ? File.ReadLines(Processor).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return $"{Environment.ProcessorCount} cores of {model?.Split(':')[1].Trim() ?? "an unknown processor"}";
    }
}
