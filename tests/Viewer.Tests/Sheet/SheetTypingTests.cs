using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Keys on the sheet: what is typed, dropped, copied and said.</summary>
public sealed class SheetTypingTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private Paper Paper => _person.Paper;

    private SheetPanel Panel => _person.Panel;

    private string Hint => _person.App.View.Hint;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void Typed_lines_stand_one_under_another()
    {
        foreach (var text in (string[])["1+1", "2+2", "3+3"])
            Typed(text);
        var at = Paper.Content.Texts.Select(text => text.Typed.At).ToArray();
        Assert.Equal(new(80, 120), at[0]);
        Assert.All(Paper.Content.Texts, text => Assert.Equal(44, text.Typed.Height));
        Assert.Equal([80, 80], at.Skip(1).Select(one => one.X));
        Assert.Equal(2.2f * 44, at[1].Y - at[0].Y, 0.1f);
        Assert.Equal(2.2f * 44, at[2].Y - at[1].Y, 0.1f);
        // Under another one in its size, and not at the very edge.
        Paper.Type("5=", new(3, 600), 70);
        Typed("6");
        Assert.Equal((20, 70), (Paper.Content.Texts[^1].Typed.At.X, Paper.Content.Texts[^1].Typed.Height));
        Assert.Equal(600 + (2.2f * 70), Paper.Content.Texts[^1].Typed.At.Y, 0.1f);
    }

    [Theory]
    [InlineData("13*14", "13×14=")]
    [InlineData("13x14=", "13×14=")]
    [InlineData("8:2-1", "8÷2−1=")]
    [InlineData("r(9)+2^3", "√(9)+2^3=")]
    [InlineData("1.5,2%", "1.5,2%=")]
    [InlineData("3*?=6", "3×?=6")]
    [InlineData("3×?÷6", "3×?÷6=")]
    public void Signs_of_a_calculation_are_typed_as_it_is_written(string typed, string text)
    {
        Typed(typed);
        Assert.Equal(text, Paper.Content.Texts[0].Typed.Text);
    }

    [Fact]
    public void Entry_that_is_erased_is_gone_and_a_calculation_that_is_emptied_is_deleted()
    {
        _person.Type("12");
        Assert.Equal("Enter puts it on the paper · Esc drops it", Hint);
        _person.Press(Key.Space);
        _person.Press(Key.Delete);
        Assert.Equal("12", Panel.Entry?.Text);
        _person.Press(Key.Backspace);
        Assert.Equal("1", Panel.Entry?.Text);
        _person.Press(Key.Backspace);
        Assert.Null(Panel.Entry);
        Assert.Equal("", Hint);
        Typed("1+1");
        Typed("2+2");
        _person.Type("3");
        _person.Press(Key.Delete);
        Assert.Equal(("3", 2), (Panel.Entry?.Text, Paper.Calculations.Length));
        _person.Press(Key.Escape);
        _person.Tap(_person.PixelOf(Paper.Calculations[0].Bounds));
        for (var i = 0; i < 6; i++)
            _person.Press(Key.Backspace);
        Assert.Equal(("", Paper.Calculations[0].Id), (Panel.Entry!.Text, Panel.Entry.Calculation));
        _person.Press(Key.Enter);
        Assert.Equal(["2+2="], Paper.Content.Texts.Select(text => text.Typed.Text));
        // While a calculation is changed it may go away.
        _person.Tap(_person.PixelOf(Paper.Calculations[0].Bounds));
        Assert.NotNull(Panel.Entry);
        Paper.Clear();
        _person.App.FinishReading();
        Assert.Null(Panel.Entry);
    }

    [Fact]
    public void Undo_drops_what_is_being_typed_first()
    {
        Typed("1+1");
        Assert.False(_person.App.View.Enabled[(int)Widget.Redo]);
        _person.Type("5");
        _person.Press(Key.Undo);
        Assert.Equal((true, 1), (Panel.Entry is null, Paper.Calculations.Length));
        _person.Press(Key.Undo);
        Assert.Empty(Paper.Calculations);
        Assert.Equal((false, true, false), (_person.App.View.Enabled[(int)Widget.Undo], _person.App.View.Enabled[(int)Widget.Redo],
            _person.App.View.Enabled[(int)Widget.ClearPad]));
        _person.Type("5");
        Assert.True(_person.App.View.Enabled[(int)Widget.Undo]);
        _person.Press(Key.Escape);
        _person.Press(Key.Redo);
        Assert.True(_person.App.View.Enabled[(int)Widget.ClearPad]);
        Assert.Single(Paper.Calculations);
    }

    [Fact]
    public void Escape_drops_one_thing_after_another_and_then_the_sheet()
    {
        Paper.Write(SheetInk.Line(300, 300, 360, 340));
        _person.Type("o");
        Assert.Equal("Draw around what you want to select · O goes back to the pen", Hint);
        _person.Person.Trace([.. PaperHand.Around(Paper.Strokes[0].Ink.Bounds, 40).Select(Panel.Space.ToPixel)]);
        Assert.Equal((true, ""), (Panel.Selection is not null, Hint));
        _person.Type("5");
        Assert.Equal((true, true, Widget.Loop), (Panel.Selection is null, Panel.Entry is not null, Panel.Tool));
        _person.Press(Key.Escape);
        Assert.Equal((true, Widget.Loop), (Panel.Entry is null, Panel.Tool));
        _person.Person.Trace([.. PaperHand.Around(Paper.Strokes[0].Ink.Bounds, 40).Select(Panel.Space.ToPixel)]);
        _person.Press(Key.Escape);
        Assert.Equal((true, Widget.None), (Panel.Selection is null, Panel.Tool));
        _person.Type("e");
        Assert.Equal("Eraser · E puts it away", Hint);
        _person.Press(Key.Escape);
        Assert.NotNull(_person.App.View.Panel);
        _person.Press(Key.Escape);
        Assert.Null(_person.App.View.Panel);
    }

    [Fact]
    public void Leaving_the_sheet_drops_what_was_open_and_keeps_what_was_written_and_what_was_being_typed()
    {
        Typed("1+1");
        _person.Type("5");
        var panel = Panel;
        _person.Person.Click(Widgets.TabOf(0));
        Assert.Equal((null, null, null), (panel.Entry, panel.Card, panel.Selection));
        _person.Type("s");
        Assert.Equal(["1+1=", "5="], Paper.Calculations.Select(one => one.Typed?.Text));
        _person.Tap(_person.App.View.Layout[Widget.Menu].Centre);
        Assert.NotNull(Panel.Card);
        panel.Closed();
        Assert.Null(panel.Card);
    }

    [Fact]
    public void Pasted_text_goes_on_what_was_typed_and_each_further_line_is_another_calculation()
    {
        _person.Type("1+");
        _person.App.Handle(new Pasted(_person.Person.Tick(), "  22\n33 "));
        Assert.Equal(("1+22=", "33"), (Assert.Single(Paper.Calculations).Typed?.Text, Panel.Entry?.Text));
        _person.App.Handle(new Pasted(_person.Person.Tick(), new('7', 600)));
        Assert.Equal(500, Panel.Entry?.Text.Length);
    }

    [Fact]
    public void Line_that_is_typed_out_of_sight_comes_into_sight()
    {
        for (var i = 0; i < 9; i++)
            Typed($"{i}+1");
        var entry = Panel.Space.ToPixels(Paper.Calculations[^1].Bounds);
        Assert.True(Panel.Space.Place.Contains(entry.Centre), $"{entry} in {Panel.Space.Place}");
        Assert.True(Panel.Space.Corner.Y > 0);
        Panel.ShowStart();
        Assert.Equal(default, Panel.Space.Corner);
    }

    [Fact]
    public void Copying_says_what_is_copied()
    {
        _person.App.Clipboard.Text = "old";
        _person.Press(Key.Copy);
        Assert.Equal(("There is nothing to copy", "old"), (Hint, _person.App.Clipboard.Text));
        Typed("6+9");
        Typed("1/4");
        _person.Press(Key.Copy);
        Assert.Equal(("Copied: 6+9=15", "6+9=15\n1/4=1/4"), (Hint, _person.App.Clipboard.Text));
        Assert.False(_person.App.View.HintIsError);
    }

    [Fact]
    public void Selection_is_copied_doubled_below_itself_and_deleted_by_its_keys()
    {
        Typed("6+9");
        Typed("1/4");
        Select(Paper.Calculations[1].Bounds);
        Assert.Equal(["Copy text", "LaTeX", "MathML", "Duplicate", "Delete"], Panel.Buttons.Select(button => button.Name).Take(5));
        _person.Tap(_person.KeyOf("LaTeX"));
        Assert.Equal(@"1/4=\frac{1}{4}", _person.App.Clipboard.Text);
        _person.Tap(_person.KeyOf("MathML"));
        Assert.StartsWith("<math", _person.App.Clipboard.Text, StringComparison.Ordinal);
        _person.Tap(_person.KeyOf("Copy text"));
        Assert.Equal("1/4=1/4", _person.App.Clipboard.Text);
        var (box, ids) = (Panel.Selection!.Bounds, Panel.Selection.Ids);
        _person.Tap(_person.KeyOf("Duplicate"));
        Assert.Equal(3, Paper.Calculations.Length);
        Assert.NotEqual(ids.ToArray(), Panel.Selection!.Ids.ToArray());
        Assert.Equal(new Vector2(0, box.Size.Y + 40), Panel.Selection.Bounds.Min - box.Min, (a, b) => Vector2.Distance(a, b) < 0.1f);
        _person.Tap(_person.KeyOf("Delete"));
        Assert.Equal((2, true), (Paper.Calculations.Length, Panel.Selection is null));
        Assert.Null(Panel.Row);
        // A key is pressed where the pointer goes down and up on it.
        Select(Paper.Calculations[1].Bounds);
        _person.Person.Trace(_person.KeyOf("Delete"), _person.KeyOf("Duplicate"));
        _person.Person.Trace(_person.KeyOf("Delete"), _person.KeyOf("Delete") - new Vector2(0, 200));
        Assert.Equal(2, Paper.Calculations.Length);
        Assert.NotNull(Panel.Selection);
        // A tool in the hand drops it.
        _person.Type("e");
        Assert.Null(Panel.Selection);
    }

    [Fact]
    public void Typed_sign_says_what_a_symbol_is_while_its_readings_are_offered()
    {
        _person.Write("7+8=");
        Ask(1);
        Assert.Equal("+", _person.Panel.Row!.Value.Keys.Keys[0].Label);
        Assert.InRange(Panel.Row!.Value.Keys.Keys.Count(key => key.Label.Length == 1), 2, 7);
        _person.Type("-");
        Assert.Equal(("7-8=", "−1"), (_person.Text, _person.Answer));
        Ask(1);
        Assert.Equal("−", Panel.Row!.Value.Keys.Keys[0].Label);
        _person.Type("^");
        Assert.Equal("A ^ is not read from ink: write the exponent small and raised", Hint);
        Assert.Equal((true, "7-8="), (Panel.Asked is null, _person.Text));
        Ask(1);
        _person.Type("?");
        Assert.Equal("A ? is not read from ink: leave its place empty, or type the equation", Hint);
        Assert.Null(Panel.Entry);
        // What is asked about may go away.
        Ask(1);
        Paper.Clear();
        _person.App.FinishReading();
        Assert.Null(Panel.Asked);
    }

    private void Ask(int symbol)
    {
        var stroke = Paper.Strokes.First(one => one.Id == _person.Last.Symbols[symbol].StrokeIds[0]).Ink.Points;
        _person.Tap(Panel.Space.ToPixel(stroke[stroke.Length / 4].Position));
        Assert.NotNull(Panel.Asked);
    }

    private void Select(InkBounds box)
    {
        if (Panel.Tool != Widget.Loop)
            _person.Type("o");
        // Not from the answer on, which would be dragged.
        var loop = PaperHand.Around(box, 20);
        _person.Person.Trace([.. loop[20..].Concat(loop[1..21]).Select(Panel.Space.ToPixel)]);
        Assert.NotNull(Panel.Selection);
    }

    private void Typed(string text)
    {
        _person.Type(text);
        _person.Press(Key.Enter);
    }
}
