using System.Text.Json;
using GpuDigits.Engine.Data;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests.Documents;

/// <summary>Files of ink: what the pages show and say of them.</summary>
public sealed class InkFilesTests : IDisposable
{
    private const string Written = "docs/ink/written.jsonl";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>docs/how-it-reads.md begins with it, so it is to be read without doubt by the shipped model.</summary>
    [SkippableFact]
    public void The_ink_of_the_page_is_read_as_it_was_meant()
    {
        var result = Gpudigits.RunIn(Sources.Root, "read", Written, "--json");
        Assert.True(result.Code == 0, result.Error);
        static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var meant = Lines(Sources.Read(Written)).Select(line => Parsed(line).GetProperty("plain").GetString());
        var read = Lines(result.Out).Select(Parsed).ToArray();
        Assert.Equal(meant, read.Select(one => one.GetProperty("text").GetString()));
        Assert.All(read, one => Assert.False(one.GetProperty("doubtful").GetBoolean()));
    }

    [SkippableFact]
    public void The_lines_that_the_page_shows_are_read()
    {
        const string Page = "docs/model-files.md";
        var text = Sources.Read(Page);
        string[] lines = [.. text.Split('\n').Where(line => line.StartsWith("    {\"", StringComparison.Ordinal))];
        Assert.Equal(4, lines.Length);
        string At(int i)
        {
            var file = _folder[$"{i}.jsonl"];
            File.WriteAllText(file, lines[i]);
            return file;
        }

        Assert.Equal((7, "anna"), Assert.Single(StrokeFile.Read(At(0))) is var digit ? (digit.Label, digit.Writer) : default);
        Assert.Equal("+", Assert.Single(CalculationFile.ReadSymbols(At(1))).Label);
        var calculation = Assert.Single(CalculationFile.Read(At(2)));
        Assert.Equal(("1+7=", "line"), (calculation.Written.Plain, calculation.Kind));
        Assert.Equal(calculation.Written.Plain, string.Concat(calculation.Written.Symbols.Select(symbol => symbol.Label)));
        Assert.Equal(2, Assert.Single(CalculationFile.ReadInk(At(3))).Length);
    }

    private static JsonElement Parsed(string line) => JsonDocument.Parse(line).RootElement;
}
