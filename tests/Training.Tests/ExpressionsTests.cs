using System.Text.Json;
using GpuDigits.Pictures;
using SkiaSharp;

namespace GpuDigits.Training.Tests;

/// <summary><c>evaluate --expressions</c> on calculations that the test writes.</summary>
public sealed class ExpressionsTests : IDisposable
{
    private const string Digit = "[[0,0],[5,0],[5,10],[0,10]]";

    /// <summary>A line, a fraction, and a line whose truth says an exponent where there is none.</summary>
    private static readonly string[] Lines =
    [
        Line("line", "1-2", "1", "[[0,0],[0,10]]", "-", "[[5,5],[10,5]]", "2", "[[15,0],[20,0],[15,10],[20,10]]"),
        Line("fraction", "((1)/(2))", "1", "[[5,0],[5,10]]", "-", "[[0,15],[10,15]]", "2", "[[3,20],[8,20],[3,30],[8,30]]"),
        Line("power", "2^(3)", "2", Digit, "3", "[[8,0],[13,0],[8,10],[13,10]]"),
    ];

    private readonly TemporaryFolder _folder = new();

    public ExpressionsTests() => File.WriteAllLines(_folder["some.jsonl"], Lines);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_layout_alone_is_measured_with_the_true_symbols_given()
    {
        var result = Run("--truth", "symbols", "--json");
        Assert.Equal(0, result.Code);
        var json = result.Json;
        Assert.Equal(3, json.GetProperty("samples").GetInt32());
        Assert.Equal(2 / 3.0, json.GetProperty("exact").GetDouble());
        Assert.Equal(2 / 3.0, json.GetProperty("layoutGivenSymbols").GetDouble());
        Assert.Equal((1, 0), (Kind("power").GetProperty("samples").GetInt32(), Kind("power").GetProperty("exact").GetDouble()));
        Assert.Equal(1, Kind("fraction").GetProperty("exact").GetDouble());
        Assert.Equal(1, json.GetProperty("segmentation").GetDouble());
        Assert.Equal(1 / 3.0, json.GetProperty("wrongUnmarked").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("tapsToFix").ValueKind);
        Assert.True(json.GetProperty("millisecondsPerStroke").TryGetProperty("p95", out _));

        JsonElement Kind(string name) => json.GetProperty("byKind").GetProperty(name);
    }

    [Fact]
    public void People_get_a_table_and_a_sheet_of_the_misread_ones()
    {
        var result = Run("--truth", "symbols", "--picture", "sheet.png");
        Assert.Equal(0, result.Code);
        Assert.Contains("66.67", result.Out, StringComparison.Ordinal);
        Assert.Contains("fraction", result.Out, StringComparison.Ordinal);
        var sheet = Image.Read(_folder["sheet.png"]);
        Assert.Contains(SheetTheme.Dark.Second, Colours(sheet)); // misread, and nothing was marked
    }

    [Theory]
    [InlineData("--data", "x")]
    [InlineData("--strokes", "some.jsonl")]
    [InlineData("--corruptions", null)]
    public void Only_one_thing_is_evaluated(string option, string? value)
    {
        var result = Run(value is null ? ["--truth", "symbols", option] : ["--truth", "symbols", option, value]);
        Assert.Equal(2, result.Code);
        Assert.Contains("--expressions", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_line_is_named()
    {
        File.AppendAllLines(_folder["some.jsonl"], ["{}"]);
        var result = Run("--truth", "symbols");
        Assert.Equal(1, result.Code);
        Assert.Contains("some.jsonl, line 4: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    private static IEnumerable<SKColor> Colours(Image image) =>
        image.Pixels.Chunk(image.Channels).Select(pixel => new SKColor(pixel[0], pixel[1], pixel[2]));

    private Gpudigits.Result Run(params string[] arguments) =>
        Gpudigits.RunIn(_folder.Path, ["evaluate", "--expressions", "some.jsonl", .. arguments]);

    private static string Line(string kind, string plain, params string[] symbols)
    {
        var count = symbols.Length / 2;
        var labels = Enumerable.Range(0, count).Select(i => $$"""{"label":"{{symbols[2 * i]}}","strokes":[{{i}}]}""");
        var strokes = Enumerable.Range(0, count).Select(i => symbols[(2 * i) + 1]);
        return $$"""{"id":"{{plain}}","writer":"hand","kind":"{{kind}}","plain":"{{plain}}","strokes":[{{string.Join(',', strokes)}}]"""
            + $$""","symbols":[{{string.Join(',', labels)}}]}""";
    }
}
