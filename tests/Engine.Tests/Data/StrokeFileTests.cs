using System.Numerics;
using System.Text;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

public sealed class StrokeFileTests : IDisposable
{
    private const string Good = """{"label":"7","writer":"anna","strokes":[[[0,0.5],[1,-2e1]],[[3,4]]]}""";

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(Good)]
    [InlineData(Good + "\n")]
    [InlineData("\uFEFF" + Good + "\r\n\r\n")]
    [InlineData("\n \t\n" + Good)]
    [InlineData("""{"source":{"a":[1]},"strokes":[[[0,0.5],[1,-2e1]],[[3,4]]],"writer":"anna","label":"7"}""")]
    public void A_digit_is_read(string text)
    {
        var sample = Assert.Single(Read(text));
        Assert.Equal(7, sample.Label);
        Assert.Equal("anna", sample.Writer);
        Assert.Equal([[new(0, 0.5f), new(1, -20)], [new Vector2(3, 4)]], sample.Strokes.Select(stroke => stroke.ToArray()));
    }

    [Fact]
    public void Lines_are_read_in_order_past_the_size_of_the_buffer()
    {
        string padding = new(' ', 3000);
        var lines = Enumerable.Range(0, 1000)
            .Select(i => $$"""{"label":"{{i % 10}}","writer":"w{{i}}",{{padding}}"strokes":[[[{{i}},0]]]}""");
        var samples = Read(string.Join('\n', lines));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"w{i}"), samples.Select(sample => sample.Writer));
        Assert.All(samples.Select((sample, i) => (sample, i)), pair => Assert.Equal(pair.i, pair.sample.Strokes[0][0].X));
    }

    [Theory]
    [InlineData("{", "not valid JSON")]
    [InlineData("[]", "expected an object")]
    [InlineData("null", "expected an object")]
    [InlineData("""{"writer":"a","strokes":[[[0,0]]]}""", "\"label\"")]
    [InlineData("""{"label":7,"writer":"a","strokes":[[[0,0]]]}""", "\"label\"")]
    [InlineData("""{"label":"10","writer":"a","strokes":[[[0,0]]]}""", "\"label\"")]
    [InlineData("""{"label":"٣","writer":"a","strokes":[[[0,0]]]}""", "\"label\"")]
    [InlineData("""{"label":"7","strokes":[[[0,0]]]}""", "\"writer\"")]
    [InlineData("""{"label":"7","writer":"","strokes":[[[0,0]]]}""", "\"writer\"")]
    [InlineData("""{"label":"7","writer":"\ud800","strokes":[[[0,0]]]}""", "Unicode")]
    [InlineData("""{"label":"7","writer":"a"}""", "\"strokes\"")]
    [InlineData("""{"label":"7","writer":"a","strokes":[]}""", "\"strokes\"")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[]]}""", "stroke 1 must")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,0]],7]}""", "stroke 2 must")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,0],[1]]]}""", "stroke 1, point 2")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,0,0]]]}""", "stroke 1, point 1")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,"0"]]]}""", "stroke 1, point 1")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,1e400]]]}""", "stroke 1, point 1")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[2e6,0]]]}""", "stroke 1, point 1")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[NaN,0]]]}""", "not valid JSON")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]}""", "not valid JSON")]
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
        // As long as the buffer too, at the end of the file and before another line.
        foreach (var length in (int[])[StrokeFile.MaxLineBytes + 1, StrokeFile.MaxLineBytes + 2, StrokeFile.MaxLineBytes + 5])
        {
            var line = new string('x', length);
            Assert.Contains("line 1: is longer than", Assert.Throws<InkException>(() => Read(line + "\n" + Good)).Message);
            Assert.Contains("line 2: is longer than", Assert.Throws<InkException>(() => Read(Good + "\n" + line)).Message);
        }

        Assert.Contains("\"strokes\"", Assert.Throws<InkException>(() => Read(WithStrokes(StrokeFile.MaxStrokes + 1, 1))).Message);
        Assert.Contains("points", Assert.Throws<InkException>(() => Read(WithStrokes(2, StrokeFile.MaxPoints / 2 + 1))).Message);
        Assert.Single(Read(WithStrokes(2, StrokeFile.MaxPoints / 2)));

        static string WithStrokes(int strokes, int points)
        {
            var stroke = $"[{string.Join(',', Enumerable.Repeat("[1,2]", points))}]";
            return $$"""{"label":"1","writer":"a","strokes":[{{string.Join(',', Enumerable.Repeat(stroke, strokes))}}]}""";
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_an_error_of_the_line()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        bytes[20] = 0xFF;
        File.WriteAllBytes(_path, bytes);
        Assert.StartsWith($"{_path}, line 1: ", Assert.Throws<InkException>(() => StrokeFile.Read(_path).ToArray()).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    public void A_file_without_digits_is_an_error(string text) =>
        Assert.Contains("no drawn digit", Assert.Throws<InkException>(() => Read(text)).Message);

    [Fact]
    public void A_file_that_is_not_there_is_an_error()
    {
        Assert.Contains("no such file", Assert.Throws<InkException>(() => StrokeFile.Read(_path + ".not").ToArray()).Message);
        Assert.Contains("cannot be read", Assert.Throws<InkException>(() => StrokeFile.Read(Path.GetTempPath()).ToArray()).Message);
    }

    private StrokeSample[] Read(string text)
    {
        File.WriteAllText(_path, text, new UTF8Encoding(false));
        return [.. StrokeFile.Read(_path)];
    }
}
