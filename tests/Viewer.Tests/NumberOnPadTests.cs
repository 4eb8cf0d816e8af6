using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Several digits side by side on the pad, with the shipped networks.</summary>
public sealed class NumberOnPadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-number-").FullName;
    private readonly Person _person;

    public NumberOnPadTests() => _person = NewPerson(CorrectionFile.In(_folder));

    private ViewState View => _person.App.View;

    private float Unit => MathF.Min(View.Layout.Pad.Width, View.Layout.Pad.Height) / 10;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("13")]
    [InlineData("40")]
    [InlineData("275")]
    [InlineData("1.5")]
    [InlineData("2.75")]
    public void Number_written_at_once_is_read_saved_and_undone_as_one(string number)
    {
        _person.DrawNumber(number);
        Assert.Equal(number, View.ReadNumber);
        Assert.False(View.IsUnsure);
        Assert.Contains($"{View.Read?.Digit}", number, StringComparison.Ordinal);
        Assert.NotNull(View.Preview);
        var ink = View.Ink;
        _person.Press(Key.Enter);
        Assert.Equal(number, _person.Display);
        Assert.Empty(View.Ink);
        Assert.Equal(number.Replace(".", ""), string.Concat(_person.App.Calculator.Digits.Select(digit => digit.Digit)));
        Assert.All(_person.App.Calculator.Digits, digit => Assert.Equal(2, digit.Alternatives.Length));
        _person.Press(Key.Undo);
        Assert.Equal("0", _person.Display);
        Assert.Equal(ink, View.Ink);
        _person.Press(Key.Redo);
        Assert.Equal(number, _person.Display);
        _person.Press(Key.Backspace);
        Assert.Equal(number[..^1], _person.Display);
    }

    [Fact]
    public void Written_13_times_14_is_182_in_two_drawings()
    {
        _person.DrawNumber("13");
        _person.Type("*");
        _person.DrawNumber("14");
        _person.Type("=");
        Assert.Equal("13 × 14 = 182", _person.App.Calculator.Tape[^1].Text);
    }

    [Fact]
    public void Digit_typed_after_a_number_follows_it()
    {
        _person.DrawNumber("13");
        _person.Type("5");
        Assert.Equal("135", _person.Display);
        _person.DrawNumber("40");
        _person.Type(".5");
        Assert.Equal("13540.5", _person.Display);
    }

    [Fact]
    public void Last_digit_of_a_saved_number_can_be_corrected_and_its_own_ink_is_kept()
    {
        _person.DrawNumber("13");
        _person.Press(Key.Enter);
        Assert.Equal(3, View.Saved?.Digit);
        var other = View.Alternatives[0].Digit;
        _person.Click(Widget.FirstAlternative);
        Assert.Equal($"1{other}", _person.Display);
        var kept = Assert.Single(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples);
        Assert.Equal(other, kept.Label);
    }

    [Fact]
    public void Single_digits_are_read_bit_for_bit_as_without_the_reader_of_numbers()
    {
        using var before = new Person(load: () => NetworkLoader.Load(null));
        for (var digit = 0; digit < 10; digit++)
        {
            for (var seed = 1; seed <= 3; seed++)
            {
                foreach (var person in (Person[])[_person, before])
                {
                    person.Press(Key.Delete);
                    person.Draw(digit, seed);
                }
                Assert.Equal(before.Probabilities, _person.Probabilities);
                Assert.Equal(before.App.View.Preview, View.Preview);
                Assert.Equal(before.App.View.IsUnsure, View.IsUnsure);
                Assert.Equal(before.App.View.Alternatives, View.Alternatives);
                Assert.Equal("", View.ReadNumber);
            }
        }
    }

    [Fact]
    public void Slip_of_the_pen_beside_a_digit_changes_nothing()
    {
        _person.Draw(7);
        var probabilities = _person.Probabilities;
        _person.Trace(View.Layout.Pad.Centre + new Vector2(4.5f, -4) * Unit);
        Assert.Equal(probabilities, _person.Probabilities);
        Assert.False(View.IsUnsure);
        Assert.Equal("", View.ReadNumber);
    }

    public static TheoryData<string> NoNumbers => ["plus", "minus", "far strokes", "equals", "digit and plus", "scribble", "many strokes"];

    [Theory]
    [MemberData(nameof(NoNumbers))]
    public void Drawing_that_is_no_number_is_never_read_surely(string drawing)
    {
        Line[] lines = drawing switch
        {
            "plus" => [new(-2, 0, 2, 0), new(0, -2, 0, 2)],
            "minus" => [new(-2, 0, 2, 0)],
            "far strokes" => [new(-4.5f, -1, -4.5f, 1), new(4.5f, -1, 4.5f, 1)],
            "equals" => [new(-2, -1, 2, -1), new(-2, 1, 2, 1)],
            "digit and plus" => [new(-3, -2, -3, 2), new(-1, 0, 2, 0), new(0.5f, -1.5f, 0.5f, 1.5f)],
            "scribble" => [.. Enumerable.Range(0, 12).Select(i => new Line(-3, MathF.Sin(i * 5) * 3, 3, MathF.Cos(i * 7) * 3))],
            _ => [.. Enumerable.Range(0, 60).Select(i => new Line(-3 + i * 0.1f, -2, -3 + i * 0.1f, 2))],
        };
        foreach (var line in lines)
            _person.Trace([.. Enumerable.Range(0, 9)
                .Select(i => View.Layout.Pad.Centre + Unit * Vector2.Lerp(line.From, line.To, i / 8f))]);
        Assert.True(View.IsUnsure, $"{drawing} is read as {View.Read?.Digit} {View.ReadNumber}");
        _person.Press(Key.Enter);
        Assert.Equal("0", _person.Display);
        Assert.NotEmpty(View.Ink);
    }

    [Fact]
    public void Unsure_number_asks_for_its_least_sure_digit()
    {
        _person.DrawNumber("13", gap: 5);
        Assert.True(View.IsUnsure);
        Assert.Equal("13", View.ReadNumber);
        var least = View.Read!.Value.Digit;
        Assert.Equal(least, View.Alternatives[0].Digit);
        _person.Type("+");
        Assert.Equal("", _person.App.Calculator.Expression);
        Assert.Equal("Is it 13? Choose the digit, or press again", View.Hint);
        var other = View.Alternatives[1].Digit;
        _person.Click(Widget.SecondAlternative);
        Assert.Equal(least == 3 ? $"1{other}" : $"{other}3", _person.Display);
        Assert.Equal(other, Assert.Single(CorrectionFile.Read(CorrectionFile.In(_folder)).Samples).Label);
        _person.Press(Key.Undo);
        _person.Type("++");
        Assert.Equal("13 +", _person.App.Calculator.Expression);
    }

    [Fact]
    public void Number_without_room_stays_on_the_pad_and_says_so()
    {
        _person.Type("12345678901234");
        _person.DrawNumber("13");
        _person.Press(Key.Enter);
        Assert.Equal("12345678901234", _person.Display);
        Assert.NotEmpty(View.Ink);
        Assert.Contains("No room", View.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Saved_number_is_there_again_after_a_kill()
    {
        var file = Path.Combine(_folder, "steps.jsonl");
        for (var life = 0; life < 2; life++)
        {
            using var journal = Journal.Open(file, out var complaint);
            Assert.Null(complaint);
            using var person = NewPerson(null, journal);
            if (life == 0)
            {
                person.DrawNumber("1.5");
                person.Press(Key.Enter);
            }
            Assert.Equal("1.5", person.Display);
            Assert.All(person.App.Calculator.Digits, digit => Assert.Equal(2, digit.Alternatives.Length));
        }
    }

    [Fact]
    public void Without_the_model_of_symbols_every_drawing_is_one_digit()
    {
        using var person = new Person(load: () => NetworkLoader.Load(null), numbers: () => null);
        person.DrawNumber("13");
        Assert.NotNull(person.App.View.Read);
        Assert.Equal("", person.App.View.ReadNumber);
        Assert.False(person.App.View.ReadsNumbers);
    }

    [Fact]
    public void Damaged_model_of_symbols_is_said_and_digits_are_still_read()
    {
        using var person = new Person(numbers: () => throw new ModelFileException("symbols.safetensors: is cut off"));
        Assert.Equal("Numbers are read digit by digit: symbols.safetensors: is cut off", person.App.View.Hint);
        person.Draw(7);
        Assert.Equal(7, person.App.View.Read?.Digit);
    }

    private static Person NewPerson(string? corrections, Journal? journal = null) =>
        new(corrections: corrections, journal: journal, load: () => NetworkLoader.Load(null), numbers: NumberReader.Load);

    /// <summary>A straight stroke, in tenths of the pad from its centre.</summary>
    private readonly record struct Line(Vector2 From, Vector2 To)
    {
        public Line(float x1, float y1, float x2, float y2)
            : this(new(x1, y1), new(x2, y2))
        {
        }
    }
}
