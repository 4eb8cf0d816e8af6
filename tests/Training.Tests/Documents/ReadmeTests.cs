using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests.Documents;

/// <summary>
/// README says what the program says: the parts of it that come from the program or from results are written by this test.
/// </summary>
public sealed partial class ReadmeTests
{
    private const string Readme = "README.md", Results = "benchmarks/results/readme.json";

    [SkippableFact]
    public void Readme_has_the_commands_figures_and_outputs_of_today()
    {
        var text = Sources.Read(Readme);
        text = Replace(text, "figures", FigureTable(ReadFigures()));
        text = Replace(text, "commands", CommandTable(Program.CreateRoot(default)));
        text = Output().Replace(text, match => Session(match.Value));
        Sources.Compare(Readme, text, nameof(ReadmeTests));
    }

    /// <summary>A figure with a source is a number of it, rounded.</summary>
    [SkippableFact]
    public void Figures_are_those_of_their_sources()
    {
        var figures = ReadFigures().Figures.Where(figure => figure.Source is not null).ToArray();
        Assert.True(figures.Length > 5);
        Sources.None(
            from figure in figures
            let known = Numbers(Sources.Read(figure.Source!)).Select(n => n.Value).ToArray()
            from number in Numbers(figure.Text)
            where !known.Any(value => Math.Abs(value - number.Value) <= number.Unit / 2)
            select $"{Results}: {figure.What}: {number.Value.ToString(CultureInfo.InvariantCulture)} is not in {figure.Source}");
    }

    [Theory]
    [InlineData("1.27 to 1.33 s", "1.27 0.01, 1.33 0.01")]
    [InlineData("169,000 a second", "169000 1000")]
    [InlineData("6 min 42 s", "6 1, 42 1")]
    public void Numbers_are_as_exact_as_they_are_written(string text, string expected) =>
        Assert.Equal(expected, string.Join(", ", Numbers(text).Select(n => FormattableString.Invariant($"{n.Value} {n.Unit}"))));

    private static FigureFile ReadFigures() => JsonSerializer.Deserialize<FigureFile>(Sources.Read(Results), JsonSerializerOptions.Web)!;

    /// <summary>Replaces what stands between the two comments of a part that is written by this test.</summary>
    private static string Replace(string text, string part, string lines)
    {
        string start = $"<!-- {part}: written by ReadmeTests -->\n", end = $"<!-- end of {part} -->\n";
        int from = text.IndexOf(start, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{Readme} lacks {start} or {end}");
        return text[..(from + start.Length)] + "\n" + lines + "\n" + text[to..];
    }

    private static string FigureTable(FigureFile file) =>
        $"Measured on {file.Machine}, each by the command beside it:\n\n| what | figure | command | measured on |\n| --- | --- | --- | --- "
            + "|\n"
        + string.Concat(file.Figures.Select(f => $"| {f.What} | {f.Text} | `{f.Command}` | {f.Date:yyyy-MM-dd} |\n"));

    /// <summary>Names, arguments and descriptions as --help prints them.</summary>
    private static string CommandTable(Command root) => "| command | what it does |\n| --- | --- |\n" + string.Concat(Rows(root, ""));

    private static IEnumerable<string> Rows(Command parent, string path) =>
        from command in parent.Subcommands
        let name = string.Join(
            ' ', [path + command.Name, .. command.Arguments.Select(argument => $"<{argument.HelpName ?? argument.Name}>")])
        let row = command.Action is null ? "" : $"| `{name}` | {command.Description} |\n"
        from line in (string[])[row, .. Rows(command, path + command.Name + " ")]
        select line;

    /// <summary>The commands of a block, run again. MNIST's test digits are those of the excerpt; times stay as they are.</summary>
    private static string Session(string block)
    {
        using var folder = new TemporaryFolder();
        using (var excerpt = new GZipStream(
            File.OpenRead(Path.Combine(AppContext.BaseDirectory, "data", "t10k-images-excerpt.gz")), CompressionMode.Decompress))
        using (var digits = File.Create(folder["t10k-images-idx3-ubyte"]))
            excerpt.CopyTo(digits);

        var runs = Prompt().Matches(block).Select(match =>
        {
            var result = Gpudigits.RunIn(folder.Path, [.. match.Groups[1].Value.Split(' '), "--device", "cpu"]);
            Assert.True(result.Code == 0, match.Value + result.Error);
            var lines = result.Out.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());
            return match.Value + string.Join('\n', lines).Trim('\n') + "\n";
        });
        var now = "```\n" + string.Join("\n", runs) + "```\n";
        return WithoutTimes(now) == WithoutTimes(block) ? block : now;
    }

    /// <summary>Without the digits and widths that depend on how long something took: the last column, and microseconds.</summary>
    private static string WithoutTimes(string text) =>
        Filler().Replace(MicroSeconds().Replace(LastColumn().Replace(text, "│\n"), "µs"), " ");

    /// <summary>The numbers in a text, each with the unit of its last digit that is not a filling zero.</summary>
    private static IEnumerable<(decimal Value, decimal Unit)> Numbers(string text) => Number().Matches(text).Select(match =>
    {
        var digits = match.Value.Replace(",", "", StringComparison.Ordinal);
        int point = digits.IndexOf('.', StringComparison.Ordinal), zeros = digits.Length - digits.TrimEnd('0').Length;
        var power = point >= 0 ? point + 1 - digits.Length : Math.Min(zeros, digits.Length - 1);
        return (decimal.Parse(digits, CultureInfo.InvariantCulture), (decimal)Math.Pow(10, power));
    });

    private sealed record FigureFile(string Machine, Figure[] Figures);

    private sealed record Figure(
        string What, [property: System.Text.Json.Serialization.JsonPropertyName("figure")] string Text, string Command, DateOnly Date,
        string? Source);

    /// <summary>A block of commands with what they print.</summary>
    [GeneratedRegex(@"^```\n\$ \./digits [^\n]+\n(?!```)(?:(?!```).*\n)+```\n", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^\$ \./digits (.+)\n", RegexOptions.Multiline)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"[^│\n]*│\n")]
    private static partial Regex LastColumn();

    [GeneratedRegex(@"[\d.,]+ µs")]
    private static partial Regex MicroSeconds();

    [GeneratedRegex(@"[ ─]+")]
    private static partial Regex Filler();

    [GeneratedRegex(@"(?<![\w.,-])\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
