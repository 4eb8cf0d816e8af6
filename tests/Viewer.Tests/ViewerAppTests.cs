using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

public sealed class ViewerAppTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void Written_13_times_14_is_182()
    {
        foreach (var step in (Action[])[() => Save(1), () => Save(3), () => _person.Click(Widget.Times), () => Save(1), () => Save(4)])
            step();
        Assert.Equal("14", _person.Display);
        _person.Click(Widget.EqualsKey);
        Assert.Equal("182", _person.Display);
        Assert.Equal("13 × 14 = 182", App.Calculator.Tape[^1].Text);
    }

    [Fact]
    public void Every_digit_is_read_while_it_is_drawn()
    {
        for (var digit = 0; digit < 10; digit++)
        {
            _person.Draw(digit);
            Assert.Equal(digit, App.View.Read?.Digit);
            Assert.NotNull(App.View.Preview);
            _person.Press(Key.Delete);
            Assert.Null(App.View.Read);
            Assert.Empty(App.View.Ink);
        }
    }

    [Fact]
    public void Operation_takes_the_digit_that_is_still_on_the_pad()
    {
        _person.Draw(7);
        _person.Type("+");
        Assert.Equal("7 +", App.Calculator.Expression);
        Assert.Empty(App.View.Ink);
    }

    [Fact]
    public void Wrong_digit_takes_back_the_saved_one_or_clears_the_pad()
    {
        Save(1);
        Save(3);
        _person.Draw(4);
        _person.Click(Widget.WrongDigit);
        Assert.Equal("13", _person.Display);
        Assert.Empty(App.View.Ink);
        _person.Click(Widget.WrongDigit);
        Assert.Equal("1", _person.Display);
    }

    [Fact]
    public void Alternative_key_replaces_a_misread_digit()
    {
        Save(1);
        Save(3);
        var other = App.View.Alternatives[0].Digit;
        Assert.NotEqual(3, other);
        _person.Click(Widget.FirstAlternative);
        Assert.Equal($"1{other}", _person.Display);
        Assert.Contains(App.View.Alternatives, guess => guess.Digit == 3);
    }

    [Fact]
    public void Typed_digit_says_what_the_drawn_one_is()
    {
        _person.Draw(3);
        _person.Type("8");
        Assert.Equal("8", _person.Display);
        Assert.Empty(App.View.Ink);
        _person.Type("5");
        Assert.Equal("85", _person.Display);
    }

    [Fact]
    public void Undo_of_a_save_brings_the_ink_back_with_it()
    {
        _person.Draw(3);
        var ink = App.View.Ink;
        _person.Press(Key.Enter);
        Assert.Equal("3", _person.Display);
        _person.Press(Key.Undo);
        Assert.Equal("0", _person.Display);
        Assert.Equal(ink, App.View.Ink);
        _person.Press(Key.Redo);
        Assert.Equal("3", _person.Display);
        Assert.Empty(App.View.Ink);
        _person.Press(Key.Undo);
        _person.Press(Key.Undo);
        Assert.Empty(App.View.Ink);
        Assert.False(App.View.Enabled[(int)Widget.Undo]);
    }

    [Fact]
    public void Undo_inside_a_stroke_takes_the_open_stroke_only()
    {
        Save(7);
        Down(PointerButton.Left, new(-60, 0), new(60, 0));
        _person.Press(Key.Undo);
        Assert.Empty(App.View.Ink);
        Assert.Equal("7", _person.Display);
        Move(new(60, 80));
        App.Handle(new PointerReleased(_person.Tick(), PointerButton.Left));
        Assert.Empty(App.View.Ink);
        _person.Press(Key.Undo);
        Assert.Equal("0", _person.Display);
        Assert.Single(App.View.Ink);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Drag_with_two_buttons_belongs_to_the_first(bool firstIsLeft)
    {
        var (first, second) = firstIsLeft ? (PointerButton.Left, PointerButton.Right) : (PointerButton.Right, PointerButton.Left);
        _person.Trace(App.View.Layout.Pad.Centre + new Vector2(0, -100), App.View.Layout.Pad.Centre + new Vector2(0, 100));
        var ink = App.View.Ink;
        foreach (var releasesFirst in (bool[])[true, false])
        {
            Down(first, new(-60, 50), new(-30, 50));
            App.Handle(new PointerPressed(_person.Tick(), second));
            Move(new(60, 50));
            App.Handle(new PointerReleased(_person.Tick(), releasesFirst ? first : second));
            Move(new(90, 50));
            App.Handle(new PointerReleased(_person.Tick(), releasesFirst ? second : first));
            Assert.Equal(first == PointerButton.Left ? 2 : 0, App.View.Ink.Length);
            _person.Press(Key.Undo);
            Assert.Equal(ink, App.View.Ink);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_was_done_undoing_all_leaves_nothing_and_redoing_all_brings_it_back(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
            App.Handle(RandomEvent(random));
        App.Handle(new PointerReleased(_person.Tick(), PointerButton.Left));
        App.Handle(new PointerReleased(_person.Tick(), PointerButton.Right));
        while (App.View.Panel is not null || App.View.Help > 0)
            _person.Press(Key.Escape);
        var (ink, held) = (App.View.Ink, App.Calculator);
        while (App.View.Enabled[(int)Widget.Undo])
            _person.Press(Key.Undo);
        Assert.Empty(App.View.Ink);
        Assert.Equal("Start:  [0]", App.Calculator.ToString());
        // What was undone at the end is brought back too.
        while (App.View.Enabled[(int)Widget.Redo] && (!ReferenceEquals(held, App.Calculator) || !ink.SequenceEqual(App.View.Ink)))
            _person.Press(Key.Redo);
        Assert.Equal(ink, App.View.Ink);
        Assert.Same(held, App.Calculator);
    }

    [Fact]
    public void Numbers_that_are_none_change_nothing_and_end_nothing()
    {
        var centre = App.View.Layout.Pad.Centre;
        float[] bad = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -1e7f];
        double[] times = [double.NaN, double.PositiveInfinity, double.MaxValue, -1e300];
        Down(PointerButton.Left, new(-30, 0), new(0, 0));
        var ink = Assert.Single(App.View.Ink);
        foreach (var value in bad)
        {
            App.Handle(new PointerMoved(_person.Tick(), new(value, centre.Y)));
            App.Handle(new PointerMoved(_person.Tick(), new(centre.X, value)));
            App.Handle(new Scrolled(_person.Tick(), new(value, 0)));
        }
        foreach (var time in times)
        {
            App.Handle(new PointerMoved(time, centre + new Vector2(50, 50)));
            App.Handle(new PointerReleased(time, PointerButton.Left));
        }
        // The ink keeps milliseconds: a time that is too long for them only is none either.
        App.Handle(new PointerMoved(2e9, centre + new Vector2(50, 50)));
        App.Handle(new Resized(_person.Tick(), 1100, 700, float.NaN));
        Assert.Equal(ink.Points, Assert.Single(App.View.Ink).Points);
        Assert.Equal(centre, App.View.Layout.Pad.Centre);
        App.Draw(new DrawList(Font.Default), 1);
    }

    [Fact]
    public void Second_number_can_be_negative_by_button_and_key()
    {
        Save(8);
        _person.Click(Widget.Times);
        Assert.False(App.View.Enabled[(int)Widget.Negate]);
        _person.Draw(3);
        _person.Click(Widget.Negate);
        Assert.Equal("−3", _person.Display);
        _person.Type("n");
        Assert.Equal("3", _person.Display);
        _person.Type("±=");
        Assert.Equal("8 × (−3) = −24", App.Calculator.Tape[^1].Text);
    }

    [Fact]
    public void A_stroke_that_leaves_the_pad_ends_a_little_inside_its_edge()
    {
        App.Handle(new Resized(_person.Tick(), 2200, 1400, 1));
        var (pad, unit) = (App.View.Layout.Pad, App.View.Layout.Unit);
        Assert.True(unit > 1.5f);
        _person.Trace(pad.Centre, new(pad.Right + 1000, pad.Centre.Y), new(pad.Right + 1000, pad.Bottom + 1000));
        var corner = Assert.Single(App.View.Ink).Points[^1].Position;
        var expected = new PadSpace(pad).ToInk(new(pad.Right - 6 * unit, pad.Bottom - 6 * unit));
        Assert.Equal((expected.X, expected.Y), (corner.X, corner.Y));
    }

    [Fact]
    public void Only_the_button_under_the_pointer_lights_up_and_only_where_it_can_be_pressed()
    {
        _person.Type("7");
        Assert.Equal([Widget.Plus], LitAt(Widget.Plus));
        Assert.False(App.View.Enabled[(int)Widget.Redo]);
        Assert.Empty(LitAt(Widget.Redo));
    }

    /// <summary>The window asks for pictures as long as a button lights up, and no longer.</summary>
    [Fact]
    public void Light_of_a_button_comes_and_goes_within_some_pictures()
    {
        _person.Type("7");
        LitAt(Widget.None);
        App.Handle(new PointerMoved(_person.Tick(), App.View.Layout[Widget.Plus].Centre));
        var list = new DrawList(Font.Default);
        App.Draw(list, 100);
        App.Draw(list, 100.04);
        Assert.InRange(App.View.Hover[(int)Widget.Plus], 0.01f, 0.99f);
        Assert.True(App.NeedsFrame);
        App.Draw(list, 101);
        Assert.Equal(1, App.View.Hover[(int)Widget.Plus]);
        App.Draw(list, 102);
        Assert.False(App.NeedsFrame);

        // Two at once: one goes out while the next lights up.
        App.Handle(new PointerMoved(_person.Tick(), App.View.Layout[Widget.Minus].Centre));
        App.Draw(list, 102);
        App.Draw(list, 102.04);
        Assert.InRange(App.View.Hover[(int)Widget.Plus], 0.01f, 0.99f);
        Assert.InRange(App.View.Hover[(int)Widget.Minus], 0.01f, 0.99f);
        Assert.True(App.NeedsFrame);
    }

    [Fact]
    public void Right_button_erases_what_it_touches()
    {
        var centre = App.View.Layout.Pad.Centre;
        _person.Trace(centre, centre + new Vector2(0, 100));
        _person.Trace(centre + new Vector2(150, 0), centre + new Vector2(150, 100));
        App.Handle(new PointerMoved(_person.Tick(), centre + new Vector2(-60, 50)));
        App.Handle(new PointerPressed(_person.Tick(), PointerButton.Right));
        App.Handle(new PointerMoved(_person.Tick(), centre + new Vector2(60, 50)));
        App.Handle(new PointerReleased(_person.Tick(), PointerButton.Right));
        Assert.Single(App.View.Ink);
    }

    [Fact]
    public void Click_on_the_tape_uses_its_result()
    {
        _person.Type("6*7=8");
        Assert.Single(App.View.Tape);
        _person.Click(Widgets.Tape(0));
        Assert.Equal("42", _person.Display);
    }

    [Fact]
    public void Resizing_while_drawing_keeps_the_stroke_and_its_shape()
    {
        var pad = App.View.Layout.Pad;
        App.Handle(new PointerMoved(_person.Tick(), pad.Centre - new Vector2(0, 100)));
        App.Handle(new PointerPressed(_person.Tick(), PointerButton.Left));
        App.Handle(new PointerMoved(_person.Tick(), pad.Centre));
        App.Handle(new Resized(_person.Tick(), 720, 480, 1));
        var small = App.View.Layout.Pad;
        App.Handle(new PointerMoved(_person.Tick(), small.Centre + new Vector2(0, small.Height * 100 / pad.Height)));
        App.Handle(new PointerReleased(_person.Tick(), PointerButton.Left));
        App.FinishReading();
        var stroke = Assert.Single(App.View.Ink);
        Assert.All(stroke.Points, point => Assert.Equal(PadSpace.Side / 2, point.X, 0.01f));
        Assert.Equal(1, App.View.Read?.Digit);
    }

    [Fact]
    public void Stray_dot_is_no_digit()
    {
        _person.Trace(App.View.Layout.Pad.Centre);
        _person.Press(Key.Enter);
        Assert.Equal("0", _person.Display);
        Assert.Null(App.View.Read);
    }

    [Fact]
    public void Tab_reaches_every_button_and_Enter_presses_it()
    {
        _person.Draw(2);
        var reached = new HashSet<Widget>();
        for (var i = 0; i < Widgets.Count; i++)
        {
            _person.Press(Key.NextWidget);
            reached.Add(App.View.Focused);
        }
        var usable = Enumerable.Range(1, Widgets.Count - 1).Select(i => (Widget)i)
            .Where(widget => App.View.Enabled[(int)widget] && App.View.Layout.Shows(widget));
        Assert.Superset(usable.ToHashSet(), reached);
        while (App.View.Focused != Widget.Theme)
            _person.Press(Key.PreviousWidget);
        _person.Press(Key.Space);
        Assert.Equal("light", _person.Settings.Theme);
    }

    [Fact]
    public void Nothing_moves_and_nothing_is_stale_once_settled()
    {
        var list = new DrawList(Font.Default);
        _person.Draw(5);
        var frames = 0;
        for (var time = 1.0; App.NeedsFrame; time += 1 / 60.0)
        {
            App.Draw(list, time);
            Assert.InRange(++frames, 1, 60);
        }
        App.Draw(list, 10);
        Assert.False(App.NeedsFrame);
    }

    [Fact]
    public void Ten_thousand_random_events_never_throw_and_show_what_the_calculator_holds()
    {
        var random = new Random(20261122);
        var list = new DrawList(Font.Default);
        for (var i = 0; i < 10_000; i++)
        {
            App.Handle(RandomEvent(random));
            Assert.Equal(App.Calculator.Display, App.View.Number);
            Assert.Equal(App.Calculator.Expression, App.View.Expression);
            if (App.View.Panel?.CanPress(Widget.ClearPad) is null)
                Assert.Equal(App.View.Ink.IsEmpty, !App.View.Enabled[(int)Widget.ClearPad]);
            Assert.InRange(App.View.Tape.Count, 0, Widgets.TapeRows);
            if (i % 50 == 0)
                App.Draw(list, i / 100.0);
        }
    }

    private InputEvent RandomEvent(Random random)
    {
        var time = _person.Tick();
        var layout = App.View.Layout;
        return random.Next(12) switch
        {
            0 => new PointerMoved(time, new(random.Next(-50, 4000), random.Next(-50, 4000))),
            1 or 2 or 3 => new PointerMoved(time, layout.Pad.Centre + new Vector2(random.Next(-200, 200), random.Next(-200, 200))),
            4 => new PointerMoved(time, layout[(Widget)random.Next(1, Widgets.Count)].Centre),
            5 or 6 => new PointerPressed(time, (PointerButton)random.Next(2)),
            7 or 8 => new PointerReleased(time, (PointerButton)random.Next(2)),
            9 => new KeyPressed(time, (Key)random.Next(Enum.GetValues<Key>().Length)),
            10 => new Typed(time, "0123456789+-*/=tem?x\u0000én.%slfwh"[random.Next(30)]),
            _ => new Resized(time, random.Next(0, 2000), random.Next(0, 2000), random.NextSingle() * 3),
        };
    }

    private void Down(PointerButton button, Vector2 from, Vector2 to)
    {
        Move(from);
        App.Handle(new PointerPressed(_person.Tick(), button));
        Move(to);
    }

    private void Move(Vector2 fromCentre) => App.Handle(new PointerMoved(_person.Tick(), App.View.Layout.Pad.Centre + fromCentre));

    /// <summary>The buttons that are lit once the pointer has rested on one of them; outside the window for none.</summary>
    private Widget[] LitAt(Widget widget)
    {
        var at = widget == Widget.None ? new(-1, -1) : App.View.Layout[widget].Centre;
        App.Handle(new PointerMoved(_person.Tick(), at));
        var list = new DrawList(Font.Default);
        for (var time = 1; time < 5; time++)
            App.Draw(list, time);
        return [.. Enumerable.Range(1, Widgets.Count - 1).Select(i => (Widget)i).Where(one => App.View.Hover[(int)one] > 0)];
    }

    private void Save(int digit)
    {
        _person.Draw(digit);
        _person.Click(Widget.SaveDigit);
    }
}
