using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Model;
using GpuDigits.Scenes.App;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>Which digit of a number is asked about, and what is entered. The network that reads digits says what the test wants.</summary>
public sealed class NumberReaderTests
{
    private static readonly Reading AsDigit = new(5, new byte[28 * 28], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    /// <summary>What is read: a digit with its probability in tenths, and ? where the network asks.</summary>
    [Theory]
    [InlineData("13", "1:9 3:8", false, 1)]
    [InlineData("13", "1:8 3:9", false, 0)]
    [InlineData("13", "1:9? 3:8", true, 0)]
    [InlineData("13", "1:8 3:9?", true, 1)]
    [InlineData("13", "7:9 3:8", true, 0)]
    [InlineData("13", "1:8 8:9", true, 1)]
    [InlineData("13", "7:9 3:5?", true, 0)]
    [InlineData("13", "1:5? 8:9", true, 1)]
    [InlineData("1.5", "1:9 5:8", false, 2)]
    [InlineData("1.5", "1:8 5:9", false, 0)]
    [InlineData("275", "2:9 7:8 5:9", false, 1)]
    public void Of_a_number_the_digit_is_asked_about_that_is_most_likely_wrong(string written, string read, bool isUnsure, int leastSure)
    {
        var verdicts = read.Split(' ').Select(one => (Digit: one[0] - '0', Probability: (one[2] - '0') / 10f, IsUnsure: one.EndsWith('?')))
            .ToArray();
        using var reader = NumberReader.Load()!;
        var asked = 0;
        var reading = reader.Read(Ink(written), AsDigit, _ =>
        {
            var (digit, probability, asks) = verdicts[asked++];
            return new(digit, [.. Enumerable.Range(0, 10).Select(i => i == digit ? probability : (1 - probability) / 9)], 0, asks);
        });
        Assert.Equal(verdicts.Length, asked);
        Assert.Equal((5, isUnsure, leastSure), (reading.Version, reading.IsUnsure, reading.Number!.LeastSure));
        var digits = string.Concat(verdicts.Select(one => one.Digit));
        Assert.Equal(written.Contains('.', StringComparison.Ordinal) ? digits.Insert(1, ".") : digits, reading.Number.Text);
        var least = reading.Number.Marks[leastSure];
        Assert.Same(least.Picture, reading.Picture);
        Assert.Same(least.Probabilities, reading.Probabilities);
    }

    [Fact]
    public void What_no_digit_was_read_in_and_what_has_too_many_strokes_is_no_number()
    {
        using var reader = NumberReader.Load()!;
        Assert.Same(Reading.Nothing, reader.Read(Ink("13"), Reading.Nothing, _ => throw new InvalidOperationException()));
        ImmutableArray<Stroke> many = [.. Enumerable.Range(0, 47).Select(i => new Stroke([new(10 * i, 0, i), new(10 * i, 80, i)]))];
        var reading = reader.Read(many, AsDigit, _ => throw new InvalidOperationException());
        Assert.Equal(AsDigit with { IsUnsure = true }, reading);
    }

    /// <summary>Strokes that were there already are not read anew, and those that were taken back are forgotten.</summary>
    [Fact]
    public void A_number_that_grows_and_shrinks_is_read_as_if_it_were_new()
    {
        using var reader = NumberReader.Load()!;
        var ink = Ink("275");
        foreach (var strokes in (int[])[2, 3, 2, 3])
        {
            using var fresh = NumberReader.Load()!;
            var drawn = ink[..strokes];
            Assert.Equal(fresh.Read(drawn, AsDigit, Sure).Number?.Text, reader.Read(drawn, AsDigit, Sure).Number?.Text);
        }
        Assert.Equal("111", reader.Read(ink, AsDigit, Sure).Number?.Text);
    }

    [Theory]
    [InlineData(null, "1.5", "1 5")]
    [InlineData(1, "1.5", "1 5")]
    [InlineData(7, "7.5", "7 5")]
    public void A_number_is_entered_as_it_was_read_but_for_the_digit_that_the_person_names(int? named, string shown, string digits)
    {
        var number = new NumberReading([new([], new byte[784], Surely(1)), new([]), new([], new byte[784], Surely(5))], 0);
        Assert.Equal("1.5", number.Text);
        var calculator = new PocketCalculator();
        calculator.Apply(number.ToInput(named));
        Assert.Equal(shown, calculator.State.Display);
        Assert.Equal(digits, string.Join(' ', calculator.State.Digits.Select(digit => digit.Digit)));
        Assert.All(calculator.State.Digits, digit => Assert.True(digit.Alternatives.Length >= 2));
        Assert.Equal(named == 7, calculator.State.Digits[0].Alternatives.Any(other => other.Digit == 1));
    }

    private static ImmutableArray<Stroke> Ink(string number) => [.. PaperHand.Number(number, new Vector2(280), 56)
        .Select((path, i) => new Stroke([.. path.Select((at, j) => new InkPoint(at.X, at.Y, 1000 * i + 8 * j))]))];

    private static Verdict Sure(byte[] picture) => new(1, Surely(1), 0, false);

    private static float[] Surely(int digit) => [.. Enumerable.Range(0, 10).Select(i => i == digit ? 0.91f : 0.01f)];
}
