using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuDigits.MutationScore;

// Mutates folders with Stryker.NET and writes what became of their mutants. Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 something is
// missing on the machine.
const string Usage = """
    Mutates code with Stryker.NET, folder by folder, against the nearest quick tests, and keeps the scores.

      dotnet run --project eng/stryker -c Release -- [--sample N] [--seed N] [--again] [--show] [FOLDER …]

      FOLDER       a folder of eng/stryker/folders.json, for instance Engine/Ink; none: all of them, one after another
      --sample N   only mutants within one line of N, drawn by chance: a long folder takes an hour or more
      --seed N     other lines (1)
      --again      after tests were added: tries the lines anew on which something survived in the folder's last run
      --show       print the scores of the last runs and end

    A score goes to benchmarks/results/stryker.json. What survived or took too long is printed and stays in artifacts/stryker/FOLDER.txt.
    """;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = Environment.CurrentDirectory;
while (!File.Exists(Path.Combine(root, "GpuDigits.sln")))
{
    if (Path.GetDirectoryName(root) is not { } above)
        return Complain(2, "run it within the repository");
    root = above;
}

string scores = Path.Combine(root, "benchmarks", "results", "stryker.json"), artifacts = Path.Combine(root, "artifacts", "stryker"),
    copy = Path.Combine(artifacts, "copy");
var folders = SourceFolder.Read(Path.Combine(root, "eng", "stryker", "folders.json"));
int sample = 1, seed = 1;
bool shows = false, again = false;
List<SourceFolder> chosen = [];
for (var i = 0; i < args.Length; i++)
{
    if (args[i] is "--help" or "-h")
    {
        Console.WriteLine(Usage);
        return 0;
    }

    if (args[i] == "--show")
        shows = true;
    else if (args[i] == "--again")
        again = true;
    else if (args[i] is "--sample" or "--seed")
    {
        if (i + 1 == args.Length || !int.TryParse(args[i + 1], out var number) || number < 1)
            return Complain(2, $"{args[i]} wants a number from 1 on");
        (sample, seed) = args[i] == "--sample" ? (number, seed) : (sample, number);
        i++;
    }
    else if (folders.FirstOrDefault(folder => folder.Name == args[i].TrimEnd('/')) is { } named)
        chosen.Add(named);
    else
        return Complain(2, $"'{args[i]}' is no option and no folder of eng/stryker/folders.json: {string.Join(", ",
            folders.Select(folder => folder.Name))}");
}

if (!shows)
{
    Directory.CreateDirectory(artifacts);
    foreach (var program in (string[])["dotnet", "git"])
    {
        if (!Command.Exists(program))
            return Complain(3, $"{program} is missing");
    }

    if (Command.Run(root, Path.Combine(artifacts, "restore.log"), "dotnet", "tool", "restore") != 0)
        return Complain(3, "dotnet tool restore failed: see artifacts/stryker/restore.log");
    foreach (var folder in chosen.Count == 0 ? folders : [.. chosen])
    {
        if (!(again ? TryAgain(folder) : Measure(folder)))
            return 1;
    }
}

Console.WriteLine("| folder | score | before new tests | mutants | killed | timeouts | survived | no coverage | sample | minutes | date "
    + "| machine |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
foreach (var s in ScoreFile.Read(scores))
{
    Console.WriteLine($"| {s.Folder} | {s.Percent:F1} % | {s.Before:F1} | {s.Mutants} | {s.Killed} | {s.Timeouts} | {s.Survived} "
        + $"| {s.NoCoverage} | {s.Sample} | {s.Minutes:F0} | {s.Date:yyyy-MM-dd} | {s.Machine} |");
}

return 0;

bool Measure(SourceFolder folder)
{
    var begin = Stopwatch.GetTimestamp();
    MarkedCopy.Update(root, copy, folder);
    var patterns = LineSample.Patterns(Path.Combine(copy, folder.Project), Path.Combine(copy, folder.Name), sample, seed);
    var nothing = $"{folder.Name}: no mutant is in the sample; the score stays (a smaller --sample or another --seed draws other lines)";
    if (patterns.Length == 0)
        return Skip(nothing);
    if (Run(folder, patterns, ReportFolder(folder)) is not { } found)
        return false;
    if (found.Mutants.Count == 0)
        return Skip(nothing);
    var which = sample == 1 ? "all" : $"one line of {sample}, seed {seed}";
    Keep(found, folder, which, Stopwatch.GetElapsedTime(begin).TotalMinutes, before: null);
    return true;
}

bool TryAgain(SourceFolder folder)
{
    var file = ReportFile(ReportFolder(folder));
    if (!File.Exists(file) || ScoreFile.Read(scores).FirstOrDefault(one => one.Folder == folder.Name) is not { } score)
        return Refuse($"{folder.Name}: has no earlier run to go on from; run it without --again");
    var first = StrykerReport.Read(file, folder.Name);
    SecondTry second = new(first);
    if (second.Changed(root) is { } changed)
        return Refuse($"{folder.Name}: {changed} was changed since the first run; run it without --again");
    var patterns = second.Patterns(root, folder.Project);
    if (patterns.Length == 0)
        return Skip($"{folder.Name}: nothing survived in its last run; the score stays");
    var begin = Stopwatch.GetTimestamp();
    MarkedCopy.Update(root, copy, folder);
    if (Run(folder, patterns, ReportFolder(folder) + "-again") is not { } found)
        return false;
    Keep(second.With(found), folder, score.Sample, Stopwatch.GetElapsedTime(begin).TotalMinutes, first.Percent);
    return true;
}

// Without a pattern Stryker would mutate everything.
static bool Skip(string why)
{
    Console.WriteLine(why);
    return true;
}

static bool Refuse(string why)
{
    Complain(1, why);
    return false;
}

string ReportFolder(SourceFolder folder) => Path.Combine(artifacts, folder.Name.Replace('/', '-'));

static string ReportFile(string output) => Path.Combine(output, "reports", "mutation-report.json");

// What became of the mutants that the patterns choose; null if Stryker failed.
StrykerReport? Run(SourceFolder folder, string[] patterns, string output)
{
    string log = output + ".log", settings = output + ".json";
    Console.WriteLine($"{folder.Name}: {DateTime.Now:HH:mm}, what Stryker says goes to {Path.GetRelativePath(root, log)}");
    var config = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "eng", "stryker", "stryker-config.json")))!;
    var all = config["stryker-config"]!;
    all["project"] = folder.Project + ".csproj";
    all["test-case-filter"] = folder.Filter;
    all["mutate"] = JsonSerializer.SerializeToNode(patterns);
    File.WriteAllText(settings, config.ToJsonString());
    if (Directory.Exists(output))
        Directory.Delete(output, recursive: true);
    // In the folder of the tests: beside a solution Stryker takes the solution.
    var code = Command.Run(Path.Combine(copy, "tests", folder.Tests), log, "dotnet", "tool", "run", "dotnet-stryker", "-f", settings,
        "--output", output, "--skip-version-check");
    if (code == 0 && File.Exists(ReportFile(output)))
        return StrykerReport.Read(ReportFile(output), folder.Name);
    Complain(1, $"{folder.Name}: Stryker failed: see {log}");
    return null;
}

void Keep(StrykerReport found, SourceFolder folder, string which, double minutes, double? before)
{
    // A timeout counts as noticed; whether the mutant can run for ever, or the machine was only busy, a person has to see.
    string[] toRead = [.. found.Mutants.Where(one => one.Status != "Killed").Select(one => one.ToString())];
    File.WriteAllLines(ReportFolder(folder) + ".txt", toRead);
    foreach (var one in toRead)
        Console.WriteLine($"  {one}");
    var score = new Score(
        folder.Name, found.Percent, found.Mutants.Count, found.Count("Killed"), found.Count("Timeout"), found.Count("Survived"),
        found.Count("NoCoverage"), which, Math.Round(minutes, 1), DateOnly.FromDateTime(DateTime.Today), Machine(), before);
    ScoreFile.Put(scores, score, folders);
    Console.WriteLine($"{folder.Name}: {score.Percent:F1} % of {score.Mutants} in {score.Minutes:F1} min");
}

static string Machine()
{
    const string Processor = "/proc/cpuinfo";
    var model = File.Exists(Processor)
        ? File.ReadLines(Processor).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
        : null;
    return $"{Environment.ProcessorCount} cores of {model ?? "an unknown processor"}";
}

static int Complain(int code, string what)
{
    Console.Error.WriteLine($"stryker: {what}");
    return code;
}
