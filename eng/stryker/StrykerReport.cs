using System.Text.Json;
using GpuDigits.Tools;

namespace GpuDigits.MutationScore;

/// <summary>A mutant that Stryker tried, and what became of it; lines and columns count from 1.</summary>
internal sealed record TriedMutant(
    string File, int Line, int Column, int LastLine, string Mutator, string Original, string Replacement, string Status)
{
    public bool WasNoticed => Status is "Killed" or "Timeout";

    public override string ToString() => $"{File}:{Line}:{Column} {Word} {Mutator}: "
        + $"{OneLine(Original)} -> {OneLine(Replacement)}";

    private string Word => Status switch
    {
        "Survived" => "survived",
        "NoCoverage" => "no coverage",
        "Timeout" => "took too long",
        _ => "killed",
    };

    private static string OneLine(string text)
    {
        text = string.Join(' ', text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= 110 ? text : text[..110] + " …";
    }
}

/// <summary>Stryker's report of a run, as its schema for JSON says.</summary>
/// <param name="Sources">The lines of each file that was mutated, by its path from the repository's root.</param>
/// <param name="Mutants">All that were tried, or that no test reaches, in the order of the files.</param>
internal sealed record StrykerReport(IReadOnlyDictionary<string, string[]> Sources, IReadOnlyList<TriedMutant> Mutants)
{
    /// <summary>What nothing noticed.</summary>
    public IEnumerable<TriedMutant> Survivors => Mutants.Where(mutant => !mutant.WasNoticed);

    /// <summary>Noticed of all, in percent.</summary>
    public double Percent => Math.Round(100.0 * Mutants.Count(mutant => mutant.WasNoticed) / Math.Max(Mutants.Count, 1), 1);

    /// <summary>How many mutants have a status.</summary>
    public int Count(string status) => Mutants.Count(mutant => mutant.Status == status);

    /// <param name="path">Stryker's file.</param>
    /// <param name="folder">The folder that was mutated.</param>
    public static StrykerReport Read(string path, string folder) => Tool.Parse(path, text => Parse(text, folder));

    private static StrykerReport Parse(byte[] text, string folder)
    {
        using var document = JsonDocument.Parse(text);
        Dictionary<string, string[]> sources = [];
        List<TriedMutant> mutants = [];
        foreach (var file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            var name = file.Name.Replace('\\', '/');
            name = name[Math.Max(name.LastIndexOf(folder + "/", StringComparison.Ordinal), 0)..];
            var source = sources[name] = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                var status = mutant.GetProperty("status").GetString()!;
                if (status is not ("Killed" or "Timeout" or "Survived" or "NoCoverage"))
                    continue;
                JsonElement start = mutant.GetProperty("location").GetProperty("start"),
                    end = mutant.GetProperty("location").GetProperty("end");
                int line = Number(start, "line"), lastLine = Number(end, "line");
                mutants.Add(new(
                    name, line, Number(start, "column"), lastLine, mutant.GetProperty("mutatorName").GetString()!,
                    Between(source, line, Number(start, "column"), lastLine, Number(end, "column")),
                    mutant.GetProperty("replacement").GetString()!, status));
            }
        }

        return new(sources, [.. mutants.OrderBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Line).ThenBy(m => m.Column)]);
    }

    private static int Number(JsonElement place, string name) => place.GetProperty(name).GetInt32();

    private static string Between(string[] lines, int line, int column, int lastLine, int lastColumn) => line == lastLine
        ? lines[line - 1][(column - 1)..(lastColumn - 1)]
        : string.Join('\n', [lines[line - 1][(column - 1)..], .. lines[line..(lastLine - 1)], lines[lastLine - 1][..(lastColumn - 1)]]);
}
