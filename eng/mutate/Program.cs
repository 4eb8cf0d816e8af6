using System.Diagnostics;
using GpuDigits.Mutate;

// Plants the faults of Mutants.All one by one in a copy of the repository and runs the tests that ought to notice. Exit code: 0 all were
// noticed, 1 one was not (or the tests do not pass without any), 2 there is no fault of the name given.
var root = Environment.CurrentDirectory;
while (!File.Exists(Path.Combine(root, "GpuDigits.sln")))
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("run it within the repository");
Mutant[] chosen = [.. Mutants.All.Where(m => args.Length == 0 || args.Any(a => m.Name.Contains(a, StringComparison.OrdinalIgnoreCase)))];
if (chosen.Length == 0)
{
    Console.Error.WriteLine("mutate: no fault has such a name");
    return 2;
}

var copy = new ScratchCopy(root, Path.Combine(root, "artifacts", "mutate"));
copy.Update();
Console.WriteLine("building a copy …");
if (!copy.Build(out var log))
    return Complain("the copy does not build:\n" + log);
var every = string.Join('|', chosen.Select(m => m.Filter).Distinct());
var begin = Stopwatch.GetTimestamp();
if (copy.Test(every, out log) is not TestRun.Passed and var run)
    return Complain($"without a fault the tests do not pass ({run}):\n{log}");
// All of the tests in that time, so a fault whose few do not end in twice as long and a minute keeps them from ending: that is noticed.
var limit = TimeSpan.FromMinutes(1) + (2 * Stopwatch.GetElapsedTime(begin));
foreach (var filter in chosen.Select(m => m.Filter).Distinct().Where(f => !copy.AnyTest(f)))
    return Complain($"no test runs for {filter}");

List<string> survivors = [];
for (var i = 0; i < chosen.Length; i++)
{
    var mutant = chosen[i];
    var start = Stopwatch.GetTimestamp();
    var verdict = Try(mutant);
    Console.WriteLine($"{i + 1,3}/{chosen.Length}  {verdict,-11} {Stopwatch.GetElapsedTime(start).TotalSeconds,5:F1} s  {mutant.Name}");
    if (verdict is not ("noticed" or "endless"))
        survivors.Add(mutant.Name);
}

Console.WriteLine($"{chosen.Length - survivors.Count} of {chosen.Length} faults noticed");
foreach (var name in survivors)
    Console.WriteLine($"  not: {name}");
return survivors.Count == 0 ? 0 : 1;

string Try(Mutant mutant)
{
    string path = Path.Combine(copy.Folder, mutant.File), source = File.ReadAllText(path);
    if (mutant.Plant(source) is not { } planted)
        return "misfits";
    Library? before = null;
    try
    {
        File.WriteAllText(path, planted);
        before = copy.Rebuild(mutant.File);
        if (before is null)
            return "no build";
        return copy.Test(mutant.Filter, out _, limit) switch
        {
            TestRun.Passed => "SURVIVES",
            TestRun.TookTooLong => "endless",
            TestRun.Failed => "noticed",
            _ => "did not run"
        };
    }
    finally
    {
        File.WriteAllText(path, source);
        before?.PutBack();
    }
}

int Complain(string what)
{
    Console.Error.WriteLine($"mutate: {what}");
    return 1;
}
