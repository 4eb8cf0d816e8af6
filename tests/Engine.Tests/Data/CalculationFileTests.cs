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

    /// <summary>A stroke of one unit is the median, so a unit is 60 pixels; points come every 8 ms, strokes after 120.</summary>
    [Fact]
    public void Ink_lies_on_the_pad_40_pixels_from_its_corner() => Assert.Equal(
        [
            new(40, 40, 0), new(40, 100, 8), new(52, 70, 128), new(82, 70, 136),
            new InkPoint(100, 40, 256), new(130, 64, 264), new(100, 100, 272),
        ],
        Rounded(Assert.Single(Read(Good)).Written.Strokes.SelectMany(stroke => stroke.Points)));

    /// <summary>Of an even number the larger of the two in the middle counts; a writing of specks does not leave the pad.</summary>
    [Theory]
    [InlineData("[[0,0],[1,0]],[[5,0],[5,2]]", 190, 100)]
    [InlineData("[[7,9],[8,9]],[[9,9],[10,9]],[[7,9],[7,13]],[[8,9],[8,13]]", 85, 100)]
    [InlineData("[[0,0],[0.000001,0]],[[0,0],[0.000001,0]],[[0,0],[1,0.5]]", 100_040, 50_040)]
    [InlineData("[[3,4]]", 40, 40)]
    public void The_median_stroke_makes_the_size(string strokes, float right, float bottom)
    {
        File.WriteAllText(_path, $$"""{"strokes":[{{strokes}}]}""");
        var box = InkBounds.Of(Assert.Single(CalculationFile.ReadInk(_path)));
        Assert.Equal(40, box.Min.X, 1e-3f);
        Assert.Equal(40, box.Min.Y, 1e-3f);
        Assert.Equal(right, box.Max.X, 0.1f);
        Assert.Equal(bottom, box.Max.Y, 0.1f);
    }

    [Fact]
    public void A_stream_is_read_under_a_name()
    {
        Assert.Equal("a1", Assert.Single(CalculationFile.Read(Bytes(Good), "some name")).Id);
        Assert.Equal(3, Assert.Single(CalculationFile.ReadInk(Bytes(Good), "some name")).Length);
        var error = Assert.Throws<InkException>(() => CalculationFile.Read(Bytes(""), "some name").ToArray());
        Assert.Equal("some name: holds no written calculation; expected one JSON object per line.", error.Message);
        error = Assert.Throws<InkException>(() => CalculationFile.ReadInk(Bytes("\n7"), "some name").ToArray());
        Assert.Equal("some name, line 2: expected an object, {\"strokes\":…}.", error.Message);

        static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Single_symbols_may_be_anything_that_has_a_name()
    {
        File.WriteAllText(
            _path, """{"label":"alpha","strokes":[[[0,0],[0,2]]]}""" + "\n" + """{"label":"∫","strokes":[[[1,1]],[[2,3]]]}""");
        var symbols = CalculationFile.ReadSymbols(_path).ToArray();
        Assert.Equal(["alpha", "∫"], symbols.Select(symbol => symbol.Label));
        Assert.Equal([1, 2], symbols.Select(symbol => symbol.Strokes.Length));
        Assert.Equal(60, symbols[0].Strokes[0].Bounds.Extent, 1e-3f);
        File.WriteAllText(_path, "");
        Assert.EndsWith(
            "holds no symbol; expected one JSON object per line.",
            Assert.Throws<InkException>(() => CalculationFile.ReadSymbols(_path).ToArray()).Message, StringComparison.Ordinal);
        File.WriteAllText(_path, """{"label":"","strokes":[[[0,0]]]}""");
        Assert.Throws<InkException>(() => CalculationFile.ReadSymbols(_path).ToArray());
    }

    [Theory]
    [InlineData("id", 10_000)]
    [InlineData("kind", 10_000)]
    [InlineData("plain", 10_000)]
    [InlineData("writer", 200)]
    public void Texts_are_of_limited_length(string name, int most)
    {
        Assert.Single(Read(With(new('n', most))));
        foreach (var text in (string[])["", new('n', most + 1)])
        {
            var message = Assert.Throws<InkException>(() => Read(With(text))).Message;
            Assert.Equal($"{_path}, line 1: \"{name}\" must have 1 to {most} characters.", message);
        }

        string missing = Good.Replace($"\"{name}\"", "\"other\""), number = Good.Replace($"\"{name}\":", $"\"{name}\":7,\"other\":");
        foreach (var wrong in (string[])[missing, number])
        {
            Assert.Equal(
                $"{_path}, line 1: \"{name}\" must be there and be text.", Assert.Throws<InkException>(() => Read(wrong)).Message);
        }

        string With(string text) => Good.Replace($"\"{name}\":", $"\"{name}\":\"{text}\",\"other\":");
    }

    [Theory]
    [InlineData("[{\"label\":\"1\",\"strokes\":[2,0]},{\"label\":\"2\",\"strokes\":[1]}]", null)]
    [InlineData("7", "\"symbols\" must be there and be a list.")]
    [InlineData("[[]]", "symbol 1 must be an object, {\"label\":…,\"strokes\":[…]}.")]
    [InlineData("[{\"label\":7,\"strokes\":[0]}]", "symbol 1: \"label\" must be one of ")]
    [InlineData("[{\"label\":\"\",\"strokes\":[0]}]", "symbol 1: \"label\" must be one of ")]
    [InlineData("[{\"label\":\"1\"}]", "symbol 1: \"strokes\" must be a list of at least one number.")]
    [InlineData("[{\"label\":\"1\",\"strokes\":{}}]", "symbol 1: \"strokes\" must be a list of at least one number.")]
    [InlineData("[{\"label\":\"1\",\"strokes\":[\"0\"]}]", "symbol 1: \"strokes\" must hold numbers from 0 to 2.")]
    [InlineData("[{\"label\":\"1\",\"strokes\":[0,0]}]", "symbol 1: stroke 0 belongs to symbol 1 already.")]
    [InlineData("[{\"label\":\"1\",\"strokes\":[1,2]}]", "stroke 0 (from 0) belongs to no symbol.")]
    public void Symbols_share_the_strokes_out_among_them(string symbols, string? problem)
    {
        var line = $"{Head}{Ink},\"symbols\":{symbols}}}";
        if (problem is null)
            Assert.Equal([[0, 2], [1]], Assert.Single(Read(line)).Written.Symbols.Select(symbol => symbol.Strokes.ToArray()));
        else
            Assert.StartsWith($"{_path}, line 1: {problem}", Assert.Throws<InkException>(() => Read(line)).Message);
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

    private static IEnumerable<InkPoint> Rounded(IEnumerable<InkPoint> points) =>
        points.Select(point => new InkPoint(MathF.Round(point.X, 2), MathF.Round(point.Y, 2), point.Time));

    private CalculationSample[] Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(false));
        return [.. CalculationFile.Read(_path)];
    }
}
