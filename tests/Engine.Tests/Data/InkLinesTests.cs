using System.Text;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>Lines of ink, however the stream hands their bytes out.</summary>
public sealed class InkLinesTests
{
    private const string Good = """{"label":"7","writer":"anna","strokes":[[[0,0]]]}""";

    /// <summary>Lines about as long as the buffer, which doubles from 8 KiB on, short and empty ones between them.</summary>
    [Fact]
    public void Each_line_comes_once_under_its_number_however_it_is_cut()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            int[] lengths = [0, 1, 60, 200, 4095, 8190, 8191, 8192, 8193, 16_384, 20_000];
            var text = new StringBuilder();
            List<string> expected = [];
            for (var number = 1; number <= 30; number++)
            {
                var length = lengths[random.Next(lengths.Length)];
                // Blank lines count, but hold nothing.
                text.Append(length < 60 ? new string(' ', length) : $$"""{"is":"{{number}}"}""".PadRight(length));
                if (length >= 60)
                    expected.Add($"{number}");
                text.Append(number < 30 || seed % 2 == 0 ? "\n" : "");
            }

            using var stream = new Pieces(Encoding.UTF8.GetBytes(text.ToString()), random);
            var read = InkLines.Each(stream, "file", root => root.GetProperty("is").GetString()!).ToArray();
            Assert.All(read, line => Assert.Null(line.Problem));
            Assert.Equal(expected, read.Select(line => line.Item));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n" + Good)]
    [InlineData("\n\n" + Good)]
    [InlineData("\n\n" + Good + "\n")]
    public void The_longest_line_is_read_and_a_longer_one_left_out(string end)
    {
        var others = end.Contains('{', StringComparison.Ordinal) ? 1 : 0;
        Assert.Equal((1 + others, 0), Usable(Good.PadRight(InkLines.MaxLineBytes) + end));
        Assert.Equal((others, 1), Usable(Good.PadRight(InkLines.MaxLineBytes + 1) + end));
        Assert.Equal((1 + others, 1), Usable(Good + "\n" + Good.PadRight(3 * InkLines.MaxLineBytes) + end));
        Assert.Equal("file, line 2: is longer than 1048576 bytes.", Problem("\n" + Good.PadRight(InkLines.MaxLineBytes + 1) + end));

        static (int, int) Usable(string text)
        {
            var (samples, leftOut) = StrokeFile.ReadUsable(Bytes(text), "file");
            return (samples.Length, leftOut);
        }
    }

    /// <summary>What follows a line that is too long has its own number.</summary>
    [Fact]
    public void Lines_are_counted_past_one_that_is_too_long()
    {
        var text = new string('x', 2 * InkLines.MaxLineBytes) + "\n\n?\n" + Good;
        string[] problems = [.. InkLines.Each(Bytes(text), "file", root => root.GetProperty("label").GetString()!)
            .Select(line => line.Problem?.Message ?? line.Item!)];
        Assert.Equal(
            [
                "file, line 1: is longer than 1048576 bytes.",
                "file, line 3: not valid JSON near byte 0; each line must hold one object.",
                "7",
            ],
            problems);
    }

    [Theory]
    [InlineData("?", "not valid JSON near byte 0; each line must hold one object.")]
    [InlineData("""{"label":""", "not valid JSON near byte 9; each line must hold one object.")]
    [InlineData("7", "expected an object, {\"label\":…,\"writer\":…,\"strokes\":…}.")]
    [InlineData("""{"label":7}""", "\"label\" must be there and be text.")]
    [InlineData("""{"label":"x"}""", "\"label\" must be one digit, \"0\" to \"9\".")]
    [InlineData("""{"label":""}""", "\"label\" must be one digit, \"0\" to \"9\".")]
    [InlineData("""{"label":"7","writer":"\ud800","strokes":[[[0,0]]]}""", "text that is not valid Unicode.")]
    [InlineData("""{"label":"7","writer":"","strokes":[[[0,0]]]}""", "\"writer\" must have 1 to 200 characters.")]
    [InlineData("""{"label":"7","writer":"a","strokes":{}}""", "\"strokes\" must be a list of 1 to 256 strokes.")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,0]],{}]}""", "stroke 2 must be a list of at least one point.")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,0],7]]}""", "stroke 1, point 2 must be [x,y], each up to ±1000000.")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[0,-1000001]]]}""", "stroke 1, point 1 must be [x,y], each up to ±1000000.")]
    [InlineData("""{"label":"7","writer":"a","strokes":[[[null,1]]]}""", "stroke 1, point 1 must be [x,y], each up to ±1000000.")]
    public void What_is_wrong_with_a_line_is_said_in_one_sentence(string line, string problem) =>
        Assert.Equal($"file, line 1: {problem}", Problem(line));

    [Fact]
    public void Coordinates_go_up_to_a_million_and_names_up_to_200_characters()
    {
        var line = $$"""{"label":"0","writer":"{{new string('w', 200)}}","strokes":[[[1000000,-1000000]]]}""";
        var sample = Assert.Single(StrokeFile.Read(Bytes(line), "file"));
        Assert.Equal((0, 200), (sample.Label, sample.Writer.Length));
        Assert.Equal(new(1e6f, -1e6f), sample.Strokes[0][0]);
        Assert.Equal(
            "file, line 1: \"writer\" must have 1 to 200 characters.", Problem(line.Replace(":\"w", ":\"ww", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_stroke_with_too_many_points_is_named()
    {
        var half = $"[{string.Join(',', Enumerable.Repeat("[1,2]", InkLines.MaxPoints / 2))}]";
        var line = $$"""{"label":"7","writer":"a","strokes":[{{half}},{{half}},[[0,0]]]}""";
        Assert.Equal("file, line 1: stroke 3 takes the drawing past 20000 points.", Problem(line));
        Assert.Single(StrokeFile.Read(Bytes(line.Replace(",[[0,0]]", "", StringComparison.Ordinal)), "file"));
    }

    [Fact]
    public void Usable_lines_are_read_and_the_others_counted()
    {
        var (samples, leftOut) = StrokeFile.ReadUsable(Bytes($"?\n{Good}\n\n{Good}\n7\n{{}}"), "file");
        Assert.Equal((2, 3), (samples.Length, leftOut));
        Assert.Equal("anna", Assert.Single(StrokeFile.Read(Bytes(Good), "file")).Writer);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(ArgumentException))]
    public void A_stream_that_fails_is_an_error_of_the_file(Type kind)
    {
        var failure = (Exception)Activator.CreateInstance(kind, "gone\nfor good")!;
        using var stream = new Pieces(Encoding.UTF8.GetBytes(Good + "\n" + Good), new(1), failure);
        var error = Assert.Throws<InkException>(() => StrokeFile.ReadUsable(stream, "file"));
        Assert.Equal("file: cannot be read: gone for good", error.Message);
        Assert.Same(failure, error.InnerException);
    }

    private static string Problem(string text) =>
        Assert.Throws<InkException>(() => StrokeFile.Read(Bytes(text), "file").ToArray()).Message;

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>Hands out a few bytes at a time, or all that fit; fails at its end where it is to.</summary>
    private sealed class Pieces(byte[] bytes, Random random, Exception? failure = null) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer)
        {
            if (Position == Length && failure is not null)
                throw failure;
            var most = random.Next(3) == 0 ? random.Next(1, 100) : random.Next(1, 9000);
            return base.Read(buffer[..Math.Min(buffer.Length, most)]);
        }
    }
}
