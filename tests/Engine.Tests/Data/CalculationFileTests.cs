using System.Text;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Data;

public sealed class CalculationFileTests : IDisposable
{
    private const string Head = """{"id":"a1","writer":"anna","kind":"line","plain":"1-2",""";

    private const string Ink = "\"strokes\":[[[0,0],[0,1]],[[0.2,0.5],[0.7,0.5]],[[1,0],[1.5,0.4],[1,1]]]";

    private const string Symbols = """,{"label":"-","strokes":[1]},{"label":"2","strokes":[2]}]}""";

    private const string Good = Head + Ink + ""","symbols":[{"label":"1","strokes":[0]}""" + Symbols;

    private const string Whole = "\"plain\":\"1\"," + Ink + ",\"symbols\":[{\"label\":\"1\",\"strokes\":[0,1,2]}]}";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(Good)]
    [InlineData("\uFEFF" + Good + "\r\n\r\n")]
    [InlineData("""{"truth":"1 - 2",""" + "\"symbols\":[{\"label\":\"1\",\"strokes\":[0]},{\"label\":\"-\",\"strokes\":[1]},"
        + "{\"label\":\"2\",\"strokes\":[2]}]," + Ink + ""","plain":"1-2","kind":"line","writer":"anna","id":"a1"}""")]
    public void A_calculation_is_read(string text)
    {
        var sample = Assert.Single(Read(text));
        Assert.Equal(("a1", "anna", "line", "1-2"), (sample.Id, sample.Writer, sample.Kind, sample.Written.Plain));
        Assert.Equal([2, 2, 3], sample.Written.Strokes.Select(stroke => stroke.Points.Length));
        Assert.Equal("1-2", string.Concat(sample.Written.Symbols.Select(symbol => symbol.Label)));
        Assert.Equal([[0], [1], [2]], sample.Written.Symbols.Select(symbol => symbol.Strokes.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-3f)]
    [InlineData(1e5f)]
    public void Ink_of_any_unit_has_the_size_of_handwriting_and_its_own_shape(float unit)
    {
        var strokes = Assert.Single(Read(Line(unit))).Written.Strokes;
        Assert.Equal(CalculationFile.StrokeExtent, strokes.Select(stroke => stroke.Bounds.Extent).Order().ElementAt(1), 0.01f);
        var (first, bar) = (strokes[0].Bounds, strokes[1].Bounds);
        Assert.Equal(2, first.Size.Y / bar.Size.X, 0.001f);
        Assert.Equal(0.2f, (bar.Min.X - first.Min.X) / first.Size.Y, 0.001f);
        var times = strokes.SelectMany(stroke => stroke.Points).Select(point => point.Time).ToArray();
        Assert.Equal(times.Order().Distinct(), times);

        static string Line(float unit) => Good.Replace(Ink, FormattableString.Invariant(
            $"\"strokes\":[[[0,0],[0,{unit}]],[[{0.2f * unit},{unit / 2}],[{0.7f * unit},{unit / 2}]],[[{unit},0],[{unit},{unit}]]]"));
    }

    [Theory]
    [InlineData("[[[5,5]]]")]
    [InlineData("[[[5,5]],[[5,5]],[[1e6,-1e6]]]")]
    [InlineData("[[[-1e6,0],[1e6,1e-30]],[[0,1e-30],[0,2e-30]],[[0,0],[0,1e-30]]]")]
    public void Ink_of_no_size_or_any_size_stays_on_the_pad(string strokes)
    {
        File.WriteAllText(_path, $$"""{"strokes":{{strokes}}}""");
        Assert.All(
            Assert.Single(CalculationFile.ReadInk(_path)).SelectMany(stroke => stroke.Points),
            point => Assert.True(point.IsSound && point.X >= 0 && point.Y >= 0, $"{point}"));
    }

    [Fact]
    public void Ink_needs_no_truth()
    {
        File.WriteAllText(_path, """{"strokes":[[[0,0],[1,1]]]}""" + "\n" + """{"strokes":[[[0,0]],[[1,2]]],"plain":7,"symbols":"?"}""");
        Assert.Equal([1, 2], CalculationFile.ReadInk(_path).Select(strokes => strokes.Length));
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("""{"id":"a"}""", "\"strokes\"")]
    [InlineData(Head + "\"strokes\":[]}", "\"strokes\"")]
    [InlineData(Head + "\"strokes\":[[[0,0],[1e7,1]]]}", "stroke 1, point 2")]
    [InlineData("{" + Ink + "}", "\"plain\"")]
    [InlineData("""{"plain":"1",""" + Ink + "}", "\"symbols\"")]
    [InlineData("""{"id":"a","writer":"","kind":"line",""" + Whole, "\"writer\"")]
    [InlineData("""{"id":"a","writer":"b",""" + Whole, "\"kind\"")]
    [InlineData(Head + Ink + ""","symbols":{}}""", "\"symbols\"")]
    [InlineData(Head + Ink + ""","symbols":[7]}""", "symbol 1 must be an object")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"sin","strokes":[0]}""" + Symbols, "symbol 1: \"label\"")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"x","strokes":[0]}""" + Symbols, "symbol 1: \"label\"")]
    [InlineData(Head + Ink + ""","symbols":[{"strokes":[0]}""" + Symbols, "symbol 1: \"label\"")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[]}""" + Symbols, "symbol 1: \"strokes\"")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[3]}""" + Symbols, "from 0 to 2")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[0.5]}""" + Symbols, "from 0 to 2")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[-1]}""" + Symbols, "from 0 to 2")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[0,1]}""" + Symbols, "symbol 2: stroke 1 belongs to symbol 1")]
    [InlineData(Head + Ink + ""","symbols":[{"label":"1","strokes":[0]}]}""", "stroke 1 (from 0) belongs to no symbol")]
    public void A_bad_line_is_named_with_its_file(string line, string problem)
    {
        var error = Assert.Throws<InkException>(() => Read(Good + "\n\n" + line + "\n" + Good));
        Assert.StartsWith($"{_path}, line 3: ", error.Message);
        Assert.Contains(problem, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Limits_hold()
    {
        Assert.Contains("longer than", Assert.Throws<InkException>(() => Read(new string('x', StrokeFile.MaxLineBytes + 5))).Message);
        Assert.Contains("1 to 1000 strokes", Assert.Throws<InkException>(() => Read(WithStrokes(CalculationFile.MaxStrokes + 1))).Message);
        Assert.Single(Read(WithStrokes(CalculationFile.MaxStrokes)));

        static string WithStrokes(int count)
        {
            var strokes = string.Join(',', Enumerable.Repeat("[[1,2]]", count));
            var symbols = string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"label":"1","strokes":[{{i}}]}"""));
            return $$"""{{Head}}"strokes":[{{strokes}}],"symbols":[{{symbols}}]}""";
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void A_file_without_calculations_is_an_error(string text) =>
        Assert.Contains("no written calculation", Assert.Throws<InkException>(() => Read(text)).Message);

    [Fact]
    public void A_file_that_is_not_there_is_an_error() =>
        Assert.Contains("no such file", Assert.Throws<InkException>(() => CalculationFile.ReadInk(_path + ".not").ToArray()).Message);

    /// <summary>Each shape has a class in the alphabet; a raised dot is the shape of a dot.</summary>
    [Fact]
    public void Each_label_has_a_class() => Assert.All(WrittenSymbol.Labels, label => Assert.True(Alphabet.ClassOf(label) >= 0));

    private CalculationSample[] Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(false));
        return [.. CalculationFile.Read(_path)];
    }
}
