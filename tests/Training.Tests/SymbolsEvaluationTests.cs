namespace GpuDigits.Training.Tests;

/// <summary><c>evaluate --symbols</c>, and <c>--expressions</c> through the networks.</summary>
public sealed class SymbolsEvaluationTests : IClassFixture<SymbolModel>, IDisposable
{
    private readonly SymbolModel _model;
    private readonly TemporaryFolder _folder = new();
    private readonly int _symbols;

    public SymbolsEvaluationTests(SymbolModel model)
    {
        _model = model;
        var written = Enumerable.Range(0, 6).Select(i => WrittenInk.Of((uint)i)).ToArray();
        _symbols = written.Sum(one => one.Symbols.Length);
        File.WriteAllLines(_folder["symbols.jsonl"], written.SelectMany(WrittenInk.Symbols));
        File.WriteAllLines(_folder["some.jsonl"], written.Select((one, i) => WrittenInk.Line(one, i < 2 ? "line" : "other")));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Symbols_are_counted_by_what_they_are()
    {
        var json = Run("--symbols", "symbols.jsonl", "--json").Json;
        Assert.Equal(_symbols, json.GetProperty("samples").GetInt32());
        var byLabel = json.GetProperty("byLabel").EnumerateObject().ToArray();
        Assert.Equal(_symbols, byLabel.Sum(label => label.Value.GetProperty("samples").GetInt32()));
        var right = byLabel.Sum(label => label.Value.GetProperty("samples").GetInt32() * label.Value.GetProperty("exact").GetDouble());
        Assert.Equal(right / _symbols, json.GetProperty("exact").GetDouble(), 1e-9);
    }

    [Fact]
    public void Symbols_outside_the_alphabet_are_counted_apart()
    {
        File.AppendAllLines(_folder["symbols.jsonl"], ["""{"label":"\\alpha","strokes":[[[0,0],[5,5]]]}"""]);
        var json = Run("--symbols", "symbols.jsonl", "--json").Json;
        Assert.Equal((_symbols, 1), (json.GetProperty("samples").GetInt32(), json.GetProperty("others").GetInt32()));
        var table = Run("--symbols", "symbols.jsonl");
        Assert.Equal(0, table.Code);
        Assert.Contains("1 others are not of the alphabet", table.Out, StringComparison.Ordinal);
        Assert.Contains("taken for another", table.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"label":"","strokes":[[[0,0]]]}""")]
    [InlineData("""{"label":"1","strokes":[]}""")]
    [InlineData("""{"label":"1","strokes":[[[0,"a"]]]}""")]
    [InlineData("[")]
    public void A_bad_symbol_is_named_by_its_line(string line)
    {
        File.AppendAllLines(_folder["symbols.jsonl"], [line]);
        var result = Run("--symbols", "symbols.jsonl", "--json");
        Assert.Equal(1, result.Code);
        Assert.Empty(result.Out);
        Assert.Contains($"symbols.jsonl, line {_symbols + 1}: ", result.ErrorLines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Calculations_are_read_from_their_strokes()
    {
        var json = Run("--expressions", "some.jsonl", "--json").Json;
        Assert.Equal(6, json.GetProperty("samples").GetInt32());
        Assert.Equal(2, json.GetProperty("byKind").GetProperty("line").GetProperty("samples").GetInt32());
        Assert.True(json.GetProperty("modelBytes").GetInt64() is > 100_000 and < 3_000_000);
        foreach (var share in (string[])["exact", "valueRight", "wrongUnmarked", "marked", "segmentation", "layoutGivenSymbols"])
            Assert.InRange(json.GetProperty(share).GetDouble(), 0, 1);
        Assert.True(File.Exists(_folder["artifacts/expressions.png"]));
    }

    [Fact]
    public void With_the_true_segmentation_every_symbol_has_its_strokes()
    {
        var json = Run("--expressions", "some.jsonl", "--truth", "segmentation", "--json").Json;
        Assert.Equal(1, json.GetProperty("segmentation").GetDouble());
        Assert.InRange(json.GetProperty("symbolGivenSegmentation").GetDouble(), 0, 1);
        var table = Run("--expressions", "some.jsonl", "--truth", "segmentation");
        Assert.Equal(0, table.Code);
        Assert.Contains("bytes of weights", table.Out, StringComparison.Ordinal);
    }

    private Gpudigits.Result Run(params string[] arguments) =>
        Gpudigits.RunIn(_folder.Path, ["evaluate", .. arguments, "--model", _model.Path, "--device", "cpu"]);
}
