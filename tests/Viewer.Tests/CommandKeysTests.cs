using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>What each key does, and the button that does the same.</summary>
public sealed class CommandKeysTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    private ViewState View => _person.App.View;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData("+", "8 +", "8 + 2 = 10")]
    [InlineData("-", "8 −", "8 − 2 = 6")]
    [InlineData("−", "8 −", "8 − 2 = 6")]
    [InlineData("*", "8 ×", "8 × 2 = 16")]
    [InlineData("×", "8 ×", "8 × 2 = 16")]
    [InlineData("x", "8 ×", "8 × 2 = 16")]
    [InlineData("X", "8 ×", "8 × 2 = 16")]
    [InlineData("/", "8 ÷", "8 ÷ 2 = 4")]
    [InlineData("÷", "8 ÷", "8 ÷ 2 = 4")]
    [InlineData(":", "8 ÷", "8 ÷ 2 = 4")]
    public void Every_way_to_write_an_operation_is_understood(string sign, string expression, string line)
    {
        _person.Type("8" + sign);
        Assert.Equal(expression, View.Expression);
        _person.Type("2=");
        Assert.Equal(line, App.Calculator.Tape[^1].Text);
    }

    [Fact]
    public void Buttons_of_operations_do_what_they_say()
    {
        foreach (var (widget, line) in ((Widget, string)[])
            [(Widget.Plus, "8 + 2 = 10"), (Widget.Minus, "8 − 2 = 6"), (Widget.Times, "8 × 2 = 16"), (Widget.Divide, "8 ÷ 2 = 4")])
        {
            _person.Type("8");
            _person.Click(widget);
            _person.Type("2");
            _person.Click(Widget.EqualsKey);
            Assert.Equal(line, App.Calculator.Tape[^1].Text);
            _person.Click(Widget.Reset);
            Assert.Equal(("0", ""), (_person.Display, View.Expression));
        }
    }

    [Fact]
    public void Keys_without_a_character_have_their_actions()
    {
        _person.Type("12");
        _person.Press(Key.Backspace);
        Assert.Equal("1", _person.Display);
        _person.Press(Key.Undo);
        Assert.Equal("12", _person.Display);
        _person.Press(Key.Redo);
        Assert.Equal("1", _person.Display);
        _person.Type("+2");
        // Nothing is on the pad: it works the calculation out.
        _person.Press(Key.Enter);
        Assert.Equal("3", _person.Display);
        _person.Press(Key.Space);
        Assert.Equal("3", _person.Display);
        _person.Press(Key.Escape);
        Assert.Equal(("0", ""), (_person.Display, View.Expression));
        foreach (var key in (Key[])[Key.Enter, Key.Space])
        {
            _person.Draw(7);
            _person.Press(key);
            Assert.Equal("7", _person.Display);
            _person.Press(Key.Escape);
        }
        _person.Draw(7);
        _person.Press(Key.Delete);
        Assert.Equal((0, "0"), (View.Ink.Length, _person.Display));
        Assert.False(App.ScreenshotIsWanted);
        _person.Press(Key.Screenshot);
        Assert.True(App.ScreenshotIsWanted);
    }

    [Fact]
    public void Backspace_clears_the_pad_before_it_takes_a_digit_back()
    {
        _person.Type("12");
        _person.Draw(7);
        _person.Press(Key.Backspace);
        Assert.Equal((0, "12"), (View.Ink.Length, _person.Display));
    }

    [Fact]
    public void A_size_is_chosen_and_said()
    {
        foreach (var (key, scale) in ((Key, int)[])
            [(Key.Larger, 110), (Key.Larger, 125), (Key.Smaller, 110), (Key.UsualSize, 100), (Key.Smaller, 90)])
        {
            _person.Press(key);
            Assert.Equal((scale, $"Size: {scale} %"), (_person.Settings.Scale, View.Hint));
        }
        _person.Press(Key.UsualSize);
        Assert.Equal("Size: 100 %", View.Hint);
    }

    [Fact]
    public void Pens_theme_and_side_go_round()
    {
        foreach (var pen in (string[])["broad", "fine", "medium"])
        {
            _person.Type("p");
            Assert.Equal((pen, pen, $"Pen: {pen}"), (View.Pen.Name, _person.Settings.Pen, View.Hint));
        }
        Assert.True(Pen.Named("fine").Radius < Pen.Named("medium").Radius);
        Assert.True(Pen.Named("medium").Radius < Pen.Named("broad").Radius);
        Assert.Equal("medium", Pen.Named("none of them").Name);
        foreach (var (theme, colours) in ((string, Theme)[])[("light", Theme.Light), ("dark", Theme.Dark)])
        {
            _person.Type("t");
            Assert.Equal((theme, colours), (_person.Settings.Theme, View.Theme));
        }
        foreach (var isMirrored in (bool[])[true, false])
        {
            _person.Type("m");
            Assert.Equal((isMirrored, isMirrored), (_person.Settings.Mirrored, View.Layout.Pad.X > View.Layout.Display.X));
        }
        foreach (var widget in (Widget[])[Widget.Pen, Widget.Theme, Widget.Mirror])
            _person.Click(widget);
        Assert.Equal(("broad", "light", true), (_person.Settings.Pen, _person.Settings.Theme, _person.Settings.Mirrored));
    }

    [Theory]
    [InlineData("?")]
    [InlineData("F1")]
    [InlineData("button")]
    public void The_list_of_keys_is_closed_by_any_key_and_escape_does_nothing_else(string how)
    {
        _person.Type("7");
        foreach (var key in (Key[])[Key.Escape, Key.Help, Key.Undo])
        {
            if (how == "button")
                _person.Click(Widget.Help);
            else if (how == "F1")
                _person.Press(Key.Help);
            else
                _person.Type("?");
            App.Settle();
            Assert.Equal(1, View.Help);
            _person.Press(key);
            App.Settle();
            Assert.Equal((0, key == Key.Undo ? "0" : "7"), (View.Help, _person.Display));
        }
    }

    [Theory]
    [InlineData("?", "7")]
    [InlineData("8", "78")]
    [InlineData("paste", "755")]
    public void Characters_close_the_list_of_keys_too(string what, string display)
    {
        _person.Type("7");
        _person.Press(Key.Help);
        if (what == "paste")
            _person.Do(new Pasted(_person.Tick(), "55"));
        else
            _person.Type(what);
        App.Settle();
        Assert.Equal((0, display), (View.Help, _person.Display));
    }

    /// <summary>A panel's keys, too.</summary>
    [Fact]
    public void While_the_list_of_keys_is_open_no_panel_takes_them()
    {
        _person.Type("f");
        Assert.False(App.TakesText);
        _person.Press(Key.Help);
        _person.Press(Key.Escape);
        Assert.Equal("Filter lab", View.Panel?.Name);
        _person.Press(Key.Escape);
        Assert.Null(View.Panel);
    }

    [Fact]
    public void Text_is_taken_where_text_is_typed_and_not_while_the_list_of_keys_is_over_it()
    {
        using var folder = new HandTests.Folder();
        using var person = new Person(sheetFolder: folder.Path);
        Assert.False(person.App.TakesText);
        person.Type("s7*8=");
        person.Press(Key.Enter);
        person.Press(Key.Save);
        Assert.True(person.App.TakesText);
        // Capitals stay what they are.
        person.Type("Äb");
        person.Press(Key.Enter);
        Assert.False(person.App.TakesText);
        Assert.Equal("Äb", Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(folder.Path, "*.digits"))));
    }

    [Fact]
    public void The_focus_goes_round_in_both_directions()
    {
        _person.Press(Key.NextWidget);
        var first = View.Focused;
        _person.Press(Key.PreviousWidget);
        var last = View.Focused;
        Assert.True(last > first);
        _person.Press(Key.NextWidget);
        Assert.Equal(first, View.Focused);
        _person.Press(Key.NextWidget);
        Assert.True(View.Focused > first && View.Focused < last);
        _person.Press(Key.PreviousWidget);
        Assert.Equal(first, View.Focused);
        Assert.Equal(Widget.Plus, first);
        Assert.Equal(Widgets.TabOf(Widgets.Tabs - 1), last);
    }

    [Fact]
    public void What_was_open_last_and_whether_the_sheet_is_known_is_remembered()
    {
        var settings = _person.Settings;
        Assert.Equal((Settings.CalculatorView, false), (settings.View, settings.KnowsSheet));
        foreach (var (typed, view, knowsSheet) in ((string, string, bool)[])
            [("l", Settings.CalculatorView, false), ("s", Settings.SheetView, true), ("7", Settings.SheetView, true)])
        {
            _person.Type(typed);
            Assert.Equal((view, knowsSheet), (settings.View, settings.KnowsSheet));
        }
        _person.Press(Key.Escape);
        _person.Press(Key.Escape);
        Assert.Equal((Settings.CalculatorView, true, true), (settings.View, settings.KnowsSheet, View.KnowsSheet));
        // Only the sheet opens by itself.
        App.OpenLastView();
        Assert.Null(View.Panel);
    }

    [Fact]
    public void A_message_stays_until_something_is_done()
    {
        InputEvent[] moves = [new PointerMoved(0, new(2, 2)), new PointerReleased(0, PointerButton.Left), new Resized(0, 1100, 700, 1)];
        InputEvent[] actions =
            [new PointerPressed(0, PointerButton.Left), new KeyPressed(0, Key.Left), new Typed(0, '#'), new Pasted(0, "5")];
        foreach (var (input, goes) in moves.Select(input => (input, false)).Concat(actions.Select(input => (input, true))))
        {
            App.Notify("Picture kept", isError: true);
            Assert.Equal(("Picture kept", true), (View.Hint, View.HintIsError));
            _person.Do(input);
            Assert.Equal(goes ? ("", false) : ("Picture kept", true), (View.Hint, View.HintIsError));
        }
    }
}
