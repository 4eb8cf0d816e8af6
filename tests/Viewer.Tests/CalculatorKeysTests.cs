using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>The point, percent, copy and paste, and what each key and button says of itself.</summary>
public sealed class CalculatorKeysTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData("1.50", "1.50")]
    [InlineData("1,50", "1.50")]
    [InlineData("１．５", "1.5")]
    [InlineData("１，５", "1.5")]
    [InlineData("١٫٥", "1.5")]
    [InlineData("١،٥", "1.5")]
    [InlineData("1。5", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("1..5", "1.5")]
    [InlineData("200+10%=", "220")]
    [InlineData("200+10％=", "220")]
    [InlineData("٢٠٠+١٠٪=", "220")]
    [InlineData("50%", "0.5")]
    [InlineData("1.5n", "−1.5")]
    public void Point_and_percent_are_typed_in_any_script(string typed, string shown)
    {
        _person.Type(typed);
        Assert.Equal(shown, _person.Display);
    }

    [Fact]
    public void Point_and_percent_have_buttons_that_take_the_digit_on_the_pad()
    {
        Assert.False(App.View.Enabled[(int)Widget.Percent]);
        _person.Draw(2);
        _person.Click(Widget.Point);
        Assert.Equal("2.", _person.Display);
        Assert.Empty(App.View.Ink);
        _person.Draw(5);
        _person.Click(Widget.Percent);
        Assert.Equal("0.025", _person.Display);
        Assert.Equal("2.5 % = 0.025", App.Calculator.Tape[^1].Text);
    }

    [Fact]
    public void Last_digit_before_a_point_can_still_be_corrected()
    {
        _person.Draw(3);
        _person.Type(".");
        var other = App.View.Alternatives[0].Digit;
        _person.Click(Widget.FirstAlternative);
        Assert.Equal($"{other}.", _person.Display);
    }

    [Fact]
    public void Number_and_line_of_the_tape_are_copied()
    {
        _person.Type("3-5=");
        _person.Press(Key.Copy);
        Assert.Equal("-2", App.Clipboard.Text);
        Assert.Equal("Copied: -2", App.View.Hint);
        _person.Type("8");
        while (!App.View.Focused.IsTape())
            _person.Press(Key.NextWidget);
        _person.Press(Key.Copy);
        Assert.Equal("3 − 5 = −2", App.Clipboard.Text);
        Assert.Equal("8", _person.Display);
        _person.Type("/0=");
        while (App.View.Focused.IsTape())
            _person.Press(Key.NextWidget);
        _person.Press(Key.Copy);
        Assert.Equal("3 − 5 = −2", App.Clipboard.Text);
        Assert.Equal("There is no number to copy", App.View.Hint);
    }

    [Theory]
    [InlineData("12.5", "12.5")]
    [InlineData(" 12,5\n", "12.5")]
    [InlineData("-12.50", "−12.50")]
    [InlineData("−7", "−7")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    [InlineData("007", "7")]
    [InlineData("-0", "0")]
    [InlineData("0,125", "0.125")]
    [InlineData("1.234", "1.234")]
    [InlineData("٤٢٫٥", "42.5")]
    [InlineData("0.333333333333333", "0.333333333333333")]
    [InlineData("0.000142857142857143", "0.000142857142857143")]
    [InlineData("-999999999999999", "−999999999999999")]
    public void Pasted_number_is_entered_as_one_step(string text, string shown)
    {
        App.Handle(new Pasted(_person.Tick(), text));
        Assert.Equal(shown, _person.Display);
        _person.Press(Key.Undo);
        Assert.False(App.View.Enabled[(int)Widget.Undo]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("12 + 3")]
    [InlineData("1.2.3")]
    [InlineData("1,234.5")]
    [InlineData("1,234")]
    [InlineData("1e5")]
    [InlineData("--5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("5-")]
    [InlineData("12\n13")]
    [InlineData("1234567890123456")]
    [InlineData("0.3333333333333333")]
    [InlineData("a text that is much longer than a number can be, with a line break\nand more, and more")]
    public void Other_text_is_refused_in_one_line_and_changes_nothing(string text)
    {
        var before = App.Calculator;
        App.Handle(new Pasted(_person.Tick(), text));
        Assert.Same(before, App.Calculator);
        Assert.NotEqual("", App.View.Hint);
        Assert.DoesNotContain('\n', App.View.Hint);
        Assert.InRange(App.View.Hint.Length, 1, 80);
    }

    [Fact]
    public void Every_result_that_is_copied_can_be_pasted()
    {
        foreach (var keys in (string[])["1/3=", "22/7=", "1/7000=", "0-1/3=", "999999999999999+0=", "13*14="])
        {
            _person.Type(keys);
            var shown = _person.Display;
            _person.Press(Key.Copy);
            _person.Type("+");
            App.Handle(new Pasted(_person.Tick(), App.Clipboard.Text!));
            Assert.Equal(shown, _person.Display);
            _person.Press(Key.Escape);
        }
    }

    [Fact]
    public void Pasted_number_follows_the_digit_on_the_pad()
    {
        _person.Draw(4);
        App.Handle(new Pasted(_person.Tick(), "2.5"));
        Assert.Equal("42.5", _person.Display);
    }

    [Theory]
    [InlineData("")]
    [InlineData("l")]
    [InlineData("f")]
    [InlineData("w")]
    [InlineData("h")]
    public void Every_button_says_its_name_and_its_key(string panel)
    {
        _person.Type("6*7=8");
        _person.Draw(3);
        _person.Press(Key.Enter);
        _person.Type(panel);
        var seen = 0;
        for (var widget = Widget.SaveDigit; (int)widget < Widgets.Count; widget++)
        {
            if (!App.View.Layout.Shows(widget) || !App.View.Enabled[(int)widget])
                continue;
            App.Handle(new PointerMoved(_person.Tick(), App.View.Layout[widget].Centre));
            Assert.True(App.View.Hint.Split(" · ") is [{ Length: > 2 }, { Length: > 0 }], $"{widget}: \"{App.View.Hint}\"");
            seen++;
        }
        Assert.InRange(seen, panel.Length > 0 ? 11 : 19, Widgets.Count);
    }
}
