using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Steps over pad and calculator together: what is asked, kept, said and undone.</summary>
public sealed class PadStepsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-pad-").FullName;
    private readonly Person _person;

    public PadStepsTests() => _person = new(corrections: Corrections);

    private string Corrections => CorrectionFile.In(_folder);

    private ViewState View => _person.App.View;

    private Vector2 Pad => View.Layout.Pad.Centre;

    public void Dispose()
    {
        _person.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_doubtful_drawing_is_asked_about_once_and_again_after_it_was_changed()
    {
        _person.DrawDoubtful();
        _person.Press(Key.Enter);
        Assert.Equal(("Which digit is it? Type it, or press again", false), (View.Hint, View.HintIsError));
        _person.Trace(Pad + new Vector2(0, -100), Pad + new Vector2(0, 100));
        Assert.True(View.IsUnsure);
        _person.Click(Widget.SaveDigit);
        Assert.Equal(("0", Widget.FirstAlternative), (_person.Display, View.Focused));
        _person.Click(Widget.SaveDigit);
        Assert.Equal("", View.Hint.Replace("Take the digit into the number · Enter", "", StringComparison.Ordinal));
        Assert.Empty(View.Ink);
        Assert.Single(_person.App.Calculator.Digits);
    }

    /// <summary>What was asked is learned from, even where the network was right.</summary>
    [Theory]
    [InlineData(false, false, 0)]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 1)]
    public void A_typed_digit_is_kept_for_learning_where_the_drawing_was_doubtful_or_read_as_another(
        bool isDoubtful, bool isAnother, int kept)
    {
        if (isDoubtful)
            _person.DrawDoubtful();
        else
            _person.Draw(3);
        var read = View.Read!.Value.Digit;
        var typed = isAnother ? (read + 5) % 10 : read;
        _person.Type($"{typed}");
        Assert.Equal($"{typed}", _person.Display);
        Assert.Equal(kept, CorrectionFile.Read(Corrections).Samples.Length);
        // What the network read is offered instead.
        var others = View.Alternatives.Select(other => other.Digit);
        Assert.Equal(isAnother, others.Contains(read));
        Assert.DoesNotContain(typed, others);
    }

    [Fact]
    public void A_typed_digit_has_no_other_readings_and_is_not_kept()
    {
        _person.Draw(3);
        _person.Press(Key.Enter);
        _person.Type("5");
        Assert.Empty(View.Alternatives);
        Assert.Null(View.Saved);
        Assert.Empty(CorrectionFile.Read(Corrections).Samples);
    }

    [Fact]
    public void The_digit_that_was_saved_last_can_be_corrected_until_something_is_drawn_or_worked_out()
    {
        _person.Draw(3);
        _person.Press(Key.Enter);
        Assert.Equal((3, 2), (View.Saved?.Digit, View.Alternatives.Count));
        Assert.True(View.Saved!.Value.Probability > View.Alternatives[0].Probability);
        Assert.True(View.Alternatives[0].Probability >= View.Alternatives[1].Probability);
        _person.Trace(Pad);
        Assert.Equal((null, 0), (View.Saved?.Digit, View.Alternatives.Count));
        _person.Press(Key.Delete);
        Assert.Equal(3, View.Saved?.Digit);
        _person.Type("+");
        Assert.Null(View.Saved);
        _person.Draw(4);
        _person.Press(Key.Enter);
        Assert.Equal(4, View.Saved?.Digit);
        _person.Type("=");
        Assert.Null(View.Saved);
    }

    /// <summary>Its own drawing is kept, whichever was drawn since.</summary>
    [Fact]
    public void A_digit_is_corrected_after_the_one_behind_it_was_taken_back()
    {
        _person.Draw(3);
        var three = View.Ink.Select(stroke => stroke.Points.Length).ToArray();
        _person.Press(Key.Enter);
        _person.Draw(5);
        _person.Press(Key.Enter);
        _person.Press(Key.Backspace);
        Assert.Equal("3", _person.Display);
        var meant = View.Alternatives[0].Digit;
        _person.Click(Widget.FirstAlternative);
        Assert.Equal($"{meant}", _person.Display);
        var kept = Assert.Single(CorrectionFile.Read(Corrections).Samples);
        Assert.Equal(meant, kept.Label);
        Assert.Equal(three, kept.Strokes.Select(stroke => stroke.Length));
    }

    [Fact]
    public void Of_a_drawing_only_what_was_said_last_is_kept()
    {
        _person.Draw(3);
        _person.Press(Key.Enter);
        _person.Click(Widget.FirstAlternative);
        var first = int.Parse(_person.Display, CultureInfo.InvariantCulture);
        _person.Click(Widget.SecondAlternative);
        var second = int.Parse(_person.Display, CultureInfo.InvariantCulture);
        Assert.Equal(second, Assert.Single(CorrectionFile.Read(Corrections).Samples).Label);
        _person.Press(Key.Undo);
        Assert.Equal(first, Assert.Single(CorrectionFile.Read(Corrections).Samples).Label);
        _person.Press(Key.Undo);
        Assert.Equal(3, Assert.Single(CorrectionFile.Read(Corrections).Samples).Label);
        _person.Press(Key.Redo);
        Assert.Equal(first, Assert.Single(CorrectionFile.Read(Corrections).Samples).Label);
    }

    [Fact]
    public void A_correction_that_cannot_be_kept_is_said_and_the_calculation_goes_on()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");
        using var person = new Person(corrections: Path.Combine(_folder, "file", "corrections.jsonl"));
        person.Draw(3);
        person.Type("8");
        Assert.Equal("8", person.Display);
        Assert.Equal(("The correction could not be kept", true), (person.App.View.Hint, person.App.View.HintIsError));
    }

    [Fact]
    public void Digits_and_numbers_without_room_are_refused_with_a_reason()
    {
        _person.Type("123456789012345");
        Assert.Equal("", View.Hint);
        _person.Type("6");
        Assert.Equal(("123456789012345", "A number has up to 15 digits"), (_person.Display, View.Hint));
        _person.Do(new Pasted(_person.Tick(), "12"));
        Assert.Equal("No room for it: at most 15 digits and one point, and no sign inside", View.Hint);
        Assert.False(View.HintIsError);
        _person.Press(Key.Escape);
        _person.Type("12");
        _person.Do(new Pasted(_person.Tick(), "-5"));
        Assert.Equal("12", _person.Display);
        Assert.StartsWith("No room for it", View.Hint, StringComparison.Ordinal);
        foreach (var before in (string[])["*", "=0"])
        {
            _person.Type(before);
            _person.Do(new Pasted(_person.Tick(), "-5"));
            Assert.Equal("−5", _person.Display);
        }
        // Other steps that do nothing say nothing.
        foreach (var typed in (string[])[".", ".", "+", "%"])
        {
            _person.Type(typed);
            Assert.Equal("", View.Hint);
        }
    }

    /// <summary>The stroke that was open is a step of its own, like any other.</summary>
    [Fact]
    public void Clearing_while_a_stroke_is_drawn_can_be_undone_step_by_step()
    {
        _person.Do(new PointerMoved(_person.Tick(), Pad));
        _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
        _person.Do(new PointerMoved(_person.Tick(), Pad + new Vector2(0, 100)));
        _person.Press(Key.Delete);
        Assert.Empty(View.Ink);
        Assert.Single(View.LeavingInk);
        _person.Press(Key.Undo);
        Assert.Single(View.Ink);
        _person.Press(Key.Undo);
        Assert.Empty(View.Ink);
        Assert.False(View.Enabled[(int)Widget.Undo]);
        // An empty pad is cleared without a step.
        _person.Press(Key.Delete);
        Assert.True(View.Enabled[(int)Widget.Redo]);
    }

    [Fact]
    public void Saving_while_a_stroke_is_drawn_takes_it_too()
    {
        foreach (var saves in (bool[])[true, false])
        {
            _person.Do(new PointerMoved(_person.Tick(), Pad - new Vector2(0, 100)));
            _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
            _person.Do(new PointerMoved(_person.Tick(), Pad + new Vector2(0, 100)));
            if (saves)
                _person.Press(Key.Enter);
            else
                _person.Type("+");
            Assert.Empty(View.Ink);
        }
        Assert.Equal("11 +", View.Expression);
    }

    [Fact]
    public void What_is_drawn_is_read_again_after_every_change()
    {
        _person.Draw(4);
        Assert.Equal(4, View.Read?.Digit);
        var whole = View.Preview;
        _person.Press(Key.Undo);
        _person.App.FinishReading();
        Assert.NotEqual(whole, View.Preview);
        _person.Press(Key.Redo);
        _person.App.FinishReading();
        Assert.Equal(whole, View.Preview);
        Assert.Equal(4, View.Read?.Digit);
        _person.Trace(PointerButton.Right, View.Layout.Pad.Centre - new Vector2(150, 0), View.Layout.Pad.Centre + new Vector2(150, 0));
        Assert.NotEqual(whole, View.Preview);
    }
}
