using System.Text.Json;

namespace GpuDigits.MutationScore;

/// <summary>What became of a folder's mutants.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Percent">Killed and timeouts of all mutants, in percent.</param>
/// <param name="Mutants">All that compile and that no other one makes superfluous.</param>
/// <param name="Killed">A test failed.</param>
/// <param name="Timeouts">The tests did not end, which counts as noticed.</param>
/// <param name="Survived">The tests that reach it passed.</param>
/// <param name="NoCoverage">No test reaches it.</param>
/// <param name="Sample">Which of the folder's mutants these are.</param>
/// <param name="Minutes">What the run took, the build included.</param>
/// <param name="Date">When it was measured.</param>
/// <param name="Machine">Where.</param>
internal sealed record Score(
    string Folder, double Percent, int Mutants, int Killed, int Timeouts, int Survived, int NoCoverage, string Sample, double Minutes,
    DateOnly Date, string Machine);

/// <summary>A mutant of Stryker's report that no test noticed.</summary>
internal sealed record Survivor(string File, int Line, int Column, string Mutator, string Original, string Replacement, bool Reached)
{
    public override string ToString() =>
        $"{File}:{Line}:{Column} {(Reached ? "survived" : "no coverage")} {Mutator}: {OneLine(Original)} -> {OneLine(Replacement)}";

    private static string OneLine(string text)
    {
        text = string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 110 ? text : text[..110] + " …";
    }
}

/// <summary>Stryker's report of a run, as its schema for JSON says.</summary>
internal sealed class StrykerReport
{
    private readonly Dictionary<string, int> _counts = [];

    public StrykerReport(string path, string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        List<Survivor> survivors = [];
        foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            var name = file.Name.Replace('\\', '/');
            var source = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                var status = mutant.GetProperty("status").GetString()!;
                _counts[status] = this[status] + 1;
                if (status is not ("Survived" or "NoCoverage"))
                    continue;
                JsonElement start = mutant.GetProperty("location").GetProperty("start"),
                    end = mutant.GetProperty("location").GetProperty("end");
                survivors.Add(new(
                    name[Math.Max(name.LastIndexOf(folder, StringComparison.Ordinal), 0)..], Number(start, "line"), Number(start, "column"),
                    mutant.GetProperty("mutatorName").GetString()!,
                    Between(source, Number(start, "line"), Number(start, "column"), Number(end, "line"), Number(end, "column")),
                    mutant.GetProperty("replacement").GetString()!, status == "Survived"));
            }
        }

        Survivors = [.. survivors.OrderBy(s => s.File, StringComparer.Ordinal).ThenBy(s => s.Line).ThenBy(s => s.Column)];
    }

    /// <summary>How many mutants have a status.</summary>
    public int this[string status] => _counts.GetValueOrDefault(status);

    public IReadOnlyList<Survivor> Survivors { get; }

    private static int Number(JsonElement place, string name) => place.GetProperty(name).GetInt32();

    private static string Between(string[] lines, int line, int column, int lastLine, int lastColumn) => line == lastLine
        ? lines[line - 1][(column - 1)..(lastColumn - 1)]
        : string.Join('\n', [lines[line - 1][(column - 1)..], .. lines[line..(lastLine - 1)], lines[lastLine - 1][..(lastColumn - 1)]]);
}
