using System.Text.Json;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Viewer.Measure;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The measure of the sheet: what is counted, and that a good hand gets its answers.</summary>
[Collection(nameof(BadValueTests))]
public sealed class SheetMeasurementTests
{
    [Fact]
    public void An_equation_is_cut_behind_its_first_equals_sign()
    {
        var sample = Written("12+3=15", 4);
        var cut = CutCalculation.Of(sample)!;
        Assert.Equal(sample.Written.Symbols[..5].SelectMany(symbol => symbol.Strokes), cut.Strokes.Select(sample.Written.Strokes.IndexOf));
        Assert.Equal("15", cut.Value.ToString());
    }

    [Theory]
    [InlineData("12+3")]
    [InlineData("+=3")]
    public void What_asks_for_nothing_is_left_out(string text) => Assert.Null(CutCalculation.Of(Written(text, 1)));

    [Theory]
    [InlineData("1÷3=0", "1÷3", true)]
    [InlineData("1÷3=0", "2÷6", true)]
    [InlineData("1÷3=0", "1÷4", false)]
    [InlineData("1÷0=0", "2÷0", true)]
    [InlineData("1÷0=0", "0", false)]
    [InlineData("0=0", "1÷0", false)]
    public void An_answer_is_right_by_its_value(string written, string answered, bool isRight)
    {
        Assert.True(Expression.TryParse(answered, out var expression, out _));
        var value = expression.Evaluate();
        Assert.Equal(isRight, CutCalculation.Of(Written(written, 1))!.IsRight(new(value, value.ToString(), null, false, default, 1)));
    }

    [SkippableFact]
    public void A_tidy_hand_gets_its_answers_and_all_are_counted()
    {
        CalculationSample[] samples = [Written("12+3=15", 1), Written("7-2=5", 2), Written("8+8", 3), Written("4+4=8", 4)];
        using var paperReader = new PaperReader(SymbolReader.Load);
        using var person = new Person(paperReader: paperReader);
        Assert.True(paperReader.WaitUntilReady(), paperReader.Problem);
        WithOpenGl.OrSkip(() =>
        {
            using var measurement = new SheetMeasurement(person.App);
            var score = measurement.Run(samples)!;
            Assert.Equal(3, score.Samples);
            Assert.Equal(3, score.Right + score.NoAnswer + score.WrongMarked + score.WrongUnmarked);
            Assert.Equal(3, score.Right);
            Assert.True(score.MedianMilliseconds > 0 && score.P95Milliseconds >= score.MedianMilliseconds);
            Assert.Equal(
                score.Right, JsonDocument.Parse(score.ToJson()).RootElement.GetProperty("right").GetInt32());
            Assert.Contains("100.0 %  (3)", score.ToString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("{}", 1)]
    [InlineData("""{"id":"a","kind":"line","plain":"1","strokes":[[[0,0],[1,1]]],"symbols":[{"label":"1","strokes":[0]}]}""", 1)]
    public void A_file_without_equations_is_one_line(string text, int code)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        var (before, told) = (Console.Error, new StringWriter());
        Console.SetError(told);
        try
        {
            Assert.Equal(code, Program.Run(["--measure-sheet", file]));
        }
        finally
        {
            Console.SetError(before);
            File.Delete(file);
        }

        Assert.Matches(@"^gpudigits-viewer: [^\n]+\n$", told.ToString().ReplaceLineEndings("\n"));
    }

    /// <summary>A line in a tidy hand.</summary>
    private static CalculationSample Written(string text, int seed)
    {
        var (x, strokes, symbols) = (0f, new List<Stroke>(), new List<WrittenSymbol>());
        foreach (var label in text)
        {
            var ink = new PaperHand(80, seed).Write(label.ToString(), new(x, 0));
            symbols.Add(new(label, [.. Enumerable.Range(strokes.Count, ink.Count)]));
            foreach (var path in ink)
                strokes.Add(new([.. path.Select((at, i) => new InkPoint(at.X, at.Y, (strokes.Count * 300) + (i * 8)))]));
            x = strokes.Max(stroke => stroke.Bounds.Max.X) + 20;
        }

        return new(text, "tidy", "line", new(text, [.. strokes], [.. symbols]));
    }
}
