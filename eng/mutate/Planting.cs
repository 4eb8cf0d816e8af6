using System.Diagnostics;
using GpuDigits.Tools;

namespace GpuDigits.Mutate;

/// <summary>Plants faults in a copy of the repository, and says which of them the tests noticed.</summary>
internal sealed class Planting(string root)
{
    private readonly ScratchCopy _copy = new(root, Path.Combine(root, "artifacts", "mutate"));

    /// <summary>The exit code: 0 all were noticed, 1 one was not.</summary>
    /// <exception cref="ToolException">The copy does not build, or its tests do not pass without a fault.</exception>
    public int Run(IReadOnlyList<Mutant> chosen)
    {
        _copy.Update();
        Console.WriteLine("building a copy …");
        if (!_copy.Build(out var log))
            throw Failed("the copy does not build", log);
        var every = string.Join('|', chosen.Select(m => m.Filter).Distinct());
        var begin = Stopwatch.GetTimestamp();
        if (_copy.Test(every, out log) is not TestRun.Passed and var run)
            throw Failed($"without a fault the tests do not pass ({run})", log);
        // All of the tests in that time, so a fault whose few do not end in twice as long and a minute keeps them from ending: that is
        // noticed.
        var limit = TimeSpan.FromMinutes(1) + (2 * Stopwatch.GetElapsedTime(begin));
        foreach (var filter in chosen.Select(m => m.Filter).Distinct().Where(f => !_copy.AnyTest(f)))
            throw new ToolException($"no test runs for {filter}");

        List<string> survivors = [];
        foreach (var (i, mutant) in chosen.Index())
        {
            var start = Stopwatch.GetTimestamp();
            var verdict = Try(mutant, limit);
            Console.WriteLine(
                $"{i + 1,3}/{chosen.Count}  {verdict,-11} {Stopwatch.GetElapsedTime(start).TotalSeconds,5:F1} s  {mutant.Name}");
            if (verdict is not ("noticed" or "endless"))
                survivors.Add(mutant.Name);
        }

        Console.WriteLine($"{chosen.Count - survivors.Count} of {chosen.Count} faults noticed");
        foreach (var name in survivors)
            Console.WriteLine($"  not: {name}");
        return survivors.Count == 0 ? 0 : 1;
    }

    private string Try(Mutant mutant, TimeSpan limit)
    {
        string path = Path.Combine(_copy.Folder, mutant.File), source = File.ReadAllText(path);
        if (mutant.Plant(source) is not { } planted)
            return "misfits";
        Library? before = null;
        try
        {
            File.WriteAllText(path, planted);
            before = _copy.Rebuild(mutant.File);
            if (before is null)
                return "no build";
            return _copy.Test(mutant.Filter, out _, limit) switch
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

    private static ToolException Failed(string what, string log)
    {
        Console.Error.WriteLine(log);
        return new($"{what}: see above");
    }
}
