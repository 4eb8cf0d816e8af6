using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Which buttons can be pressed, and which lines of the tape are there to be used.</summary>
public sealed class ButtonStateTests : IDisposable
{
    private const string Always = "Plus Minus Times Divide Point EqualsKey Reset Pen Theme Mirror Help";

    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    private ViewState View => _person.App.View;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("7", "WrongDigit Negate Percent Undo")]
    [InlineData("7<", "Redo")]
    [InlineData("7+", "WrongDigit Undo")]
    [InlineData("7+2", "WrongDigit Negate Percent Undo")]
    [InlineData("0-1=", "Negate Percent Undo WrongDigit")]
    [InlineData("7/0=", "Undo WrongDigit")]
    [InlineData("~", "SaveDigit WrongDigit Negate Percent Undo ClearPad")]
    [InlineData("7+~", "SaveDigit WrongDigit Negate Percent Undo ClearPad")]
    [InlineData("~!", "WrongDigit Negate Percent FirstAlternative SecondAlternative Undo")]
    [InlineData("~!~", "SaveDigit WrongDigit Negate Percent Undo ClearPad")]
    [InlineData("?", "SaveDigit WrongDigit Negate Percent FirstAlternative SecondAlternative Undo ClearPad")]
    public void A_button_can_be_pressed_when_it_would_do_something(string done, string buttons)
    {
        Do(done);
        string[] expected = [.. Always.Split(' '), .. buttons.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var enabled = Enumerable.Range(0, (int)Widget.Tab).Where(i => View.Enabled[i]).Select(i => $"{(Widget)i}").ToArray();
        Assert.Equal(expected.Order(), enabled.Order());
        Assert.All(Enumerable.Range(0, Widgets.Tabs), tab => Assert.True(View.Enabled[(int)Widgets.TabOf(tab)]));
    }

    [Fact]
    public void On_the_sheet_only_what_is_shown_can_be_pressed()
    {
        Do("6*7=8s");
        for (var widget = Widget.SaveDigit; (int)widget < Widgets.Count; widget++)
            Assert.True(!View.Enabled[(int)widget] || View.Layout.Shows(widget), $"{widget} can be pressed unseen");
        Assert.True(View.Enabled[(int)Widget.Eraser] && View.Enabled[(int)Widget.Loop] && View.Enabled[(int)Widget.Pen]);
    }

    [Fact]
    public void A_stroke_that_is_being_drawn_can_be_taken_back_and_nothing_be_repeated_meanwhile()
    {
        Do("7<");
        _person.Do(new PointerMoved(_person.Tick(), View.Layout.Pad.Centre));
        _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
        Assert.Equal((true, false), (View.Enabled[(int)Widget.Undo], View.Enabled[(int)Widget.Redo]));
        _person.Press(Key.Redo);
        Assert.Equal("0", _person.Display);
        _person.Press(Key.Undo);
        Assert.Equal((false, true), (View.Enabled[(int)Widget.Undo], View.Enabled[(int)Widget.Redo]));
        Assert.Empty(View.Ink);
    }

    [Fact]
    public void To_save_a_digit_the_network_must_be_there()
    {
        using var isLoaded = new ManualResetEventSlim();
        using var reader = new DigitReader(() =>
        {
            isLoaded.Wait();
            return new PrototypeNetwork();
        });
        var app = new ViewerApp(reader, new());
        app.Handle(new PointerMoved(0, app.View.Layout.Pad.Centre));
        app.Handle(new PointerPressed(0, PointerButton.Left));
        app.Handle(new PointerReleased(0, PointerButton.Left));
        Assert.False(app.View.Enabled[(int)Widget.SaveDigit]);
        isLoaded.Set();
        Assert.True(reader.WaitUntilReady());
        app.TakeReading();
        Assert.True(app.View.Enabled[(int)Widget.SaveDigit]);
    }

    /// <summary>The newest line is not on the tape while the display shows the same.</summary>
    [Fact]
    public void Each_row_of_the_tape_is_the_calculation_that_it_shows()
    {
        Do("1+1=2+2=3+3=");
        Assert.Equal(["2 + 2", "1 + 1"], View.Tape.Select(line => line.Expression));
        Assert.Equal(["4", "2"], View.Tape.Select(line => line.Result));
        Assert.Equal((true, false), (View.Enabled[(int)Widgets.Tape(1)], View.Enabled[(int)Widgets.Tape(2)]));
        _person.Click(Widgets.Tape(0));
        Assert.Equal("4", _person.Display);
        Do("8");
        Assert.Equal(["3 + 3", "2 + 2", "1 + 1"], View.Tape.Select(line => line.Expression));
        _person.Click(Widgets.Tape(2));
        Assert.Equal("2", _person.Display);
    }

    [Fact]
    public void No_more_lines_are_shown_than_the_tape_has_rows()
    {
        Do(string.Concat(Enumerable.Range(1, Widgets.TapeRows + 5).Select(i => $"{i}+1=")) + "8");
        Assert.Equal(Widgets.TapeRows, View.Tape.Count);
        Assert.Equal($"{Widgets.TapeRows + 5} + 1", View.Tape[0].Expression);
    }

    [Fact]
    public void The_line_under_the_pointer_is_copied_unless_another_has_the_focus()
    {
        Do("1+1=2+2=8");
        _person.Do(new PointerMoved(_person.Tick(), View.Layout[Widgets.Tape(1)].Centre));
        _person.Press(Key.Copy);
        Assert.Equal(("1 + 1 = 2", "Copied: 1 + 1 = 2"), (App.Clipboard.Text, View.Hint));
        while (View.Focused != Widgets.Tape(0))
            _person.Press(Key.NextWidget);
        _person.Press(Key.Copy);
        Assert.Equal("2 + 2 = 4", App.Clipboard.Text);
        // A row that is not there is none.
        _person.Press(Key.Escape);
        _person.Do(new PointerMoved(_person.Tick(), View.Layout[Widget.Plus].Centre));
        while (View.Focused != Widget.Plus)
            _person.Press(Key.NextWidget);
        _person.Press(Key.Copy);
        Assert.Equal("0", App.Clipboard.Text);
    }

    [Fact]
    public void Fingers_have_larger_buttons()
    {
        var before = View.Layout[Widget.Undo];
        View.HasKeys = false;
        _person.Do(new Resized(_person.Tick(), 800, 500, 1));
        Assert.Equal(new Layout(800, 500, 1, false, 0, isTouched: true)[Widget.Undo], View.Layout[Widget.Undo]);
        View.HasKeys = true;
        _person.Do(new Resized(_person.Tick(), 800, 500, 1));
        Assert.Equal(new Layout(800, 500, 1, false, 0)[Widget.Undo], View.Layout[Widget.Undo]);
        _person.Do(new Resized(_person.Tick(), 1100, 700, 1));
        Assert.Equal(before, View.Layout[Widget.Undo]);
    }

    /// <summary>Types; ~ draws a digit, ? one that is doubtful, ! saves it, and &lt; undoes.</summary>
    private void Do(string steps)
    {
        foreach (var step in steps)
        {
            if (step == '~')
                _person.Draw(4);
            else if (step == '?')
                _person.DrawDoubtful();
            else if (step == '!')
                _person.Press(Key.Enter);
            else if (step == '<')
                _person.Press(Key.Undo);
            else
                _person.Type($"{step}");
        }
    }
}
