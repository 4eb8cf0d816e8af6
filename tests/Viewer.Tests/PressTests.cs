using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>What the pointer means where it is pressed, let go, or taken back.</summary>
public sealed class PressTests : IDisposable
{
    private readonly Person _person = new();

    private ViewerApp App => _person.App;

    private ViewState View => _person.App.View;

    private Vector2 Pad => View.Layout.Pad.Centre;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void A_button_is_pressed_only_by_the_left_button_and_only_if_it_is_let_go_there()
    {
        _person.Type("7");
        var (plus, minus) = (View.Layout[Widget.Plus].Centre, View.Layout[Widget.Minus].Centre);
        foreach (var (down, up, button, shown) in ((Vector2, Vector2, PointerButton, string)[])
            [(plus, minus, PointerButton.Left, ""), (plus, Pad, PointerButton.Left, ""), (Pad, plus, PointerButton.Left, ""),
                (plus, plus, PointerButton.Right, ""), (plus, plus, PointerButton.Left, "7 +")])
        {
            Move(down);
            Press(button);
            Move(up);
            Release(button);
            _person.Press(Key.Delete);
            Assert.Equal(shown, View.Expression);
        }
        // Nor is it pressed by letting go alone.
        Move(minus);
        Release();
        Assert.Equal("7 +", View.Expression);
    }

    [Fact]
    public void A_pressed_button_looks_pressed_while_the_pointer_is_on_it()
    {
        Move(View.Layout[Widget.Plus].Centre);
        Assert.Equal(0, Pressed());
        Press();
        Assert.Equal(1, Pressed());
        Move(View.Layout[Widget.Minus].Centre);
        Assert.Equal(0, Pressed());
        Assert.Equal(0, View.Press[(int)Widget.Minus]);
        Move(View.Layout[Widget.Plus].Centre);
        Assert.Equal(1, Pressed());
        Release();
        Assert.Equal(0, Pressed());

        float Pressed()
        {
            App.Settle();
            return View.Press[(int)Widget.Plus];
        }
    }

    [Fact]
    public void What_was_not_meant_presses_erases_and_draws_nothing()
    {
        _person.Type("7");
        Move(View.Layout[Widget.Plus].Centre);
        Press();
        Cancel();
        Release();
        Assert.Equal("", View.Expression);

        _person.Trace(Pad, Pad + new Vector2(0, 100));
        Move(Pad + new Vector2(-100, 50));
        Press(PointerButton.Right);
        Cancel();
        Move(Pad + new Vector2(100, 50));
        Assert.Single(View.Ink);
        // The other button is free again.
        Press();
        Move(Pad + new Vector2(120, 50));
        Release();
        Assert.Equal(2, View.Ink.Length);
    }

    [Fact]
    public void Erasing_where_nothing_is_is_no_step()
    {
        _person.Trace(PointerButton.Right, Pad, Pad + new Vector2(50, 0));
        Assert.False(View.Enabled[(int)Widget.Undo]);
        _person.Trace(Pad, Pad + new Vector2(0, 100));
        _person.Trace(PointerButton.Right, Pad + new Vector2(-100, 0), Pad + new Vector2(-150, 0));
        _person.Press(Key.Undo);
        Assert.Empty(View.Ink);
        Assert.False(View.Enabled[(int)Widget.Undo]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_eraser_lies_where_the_pointer_is_on_the_pad_until_it_is_put_away(bool hasKeys)
    {
        View.HasKeys = hasKeys;
        Move(new(-1));
        Move(Pad);
        Assert.Null(View.Eraser);
        _person.Type("e");
        Assert.Equal(Pad, View.Eraser);
        Assert.Equal(hasKeys ? "Eraser · E puts it away" : "Eraser", View.Hint);
        Assert.False(View.HintMayCoverPad);
        Move(new(View.Layout.Pad.Right + 10, Pad.Y));
        Assert.Null(View.Eraser);
        _person.Type("e");
        _person.Trace(Pad, Pad + new Vector2(0, 100));
        _person.Type("e");
        _person.Trace(Pad + new Vector2(-60, 50), Pad + new Vector2(60, 50));
        Assert.Empty(View.Ink);
        _person.Type("e");
        Assert.Null(View.Eraser);
        Assert.Equal("", View.Hint);
        _person.Trace(Pad, Pad + new Vector2(0, 100));
        Assert.Single(View.Ink);

        // The right button takes it in the hand only while it is held.
        Press(PointerButton.Right);
        Assert.Equal(Pad + new Vector2(0, 100), View.Eraser);
        Release(PointerButton.Right);
        Assert.Null(View.Eraser);
    }

    /// <summary>The pad goes with the calculator, or moves beside a panel.</summary>
    [Theory]
    [InlineData("s")]
    [InlineData("l")]
    [InlineData("f")]
    public void A_stroke_ends_where_a_panel_opens_under_the_pen(string panel)
    {
        Move(Pad);
        Press(PointerButton.Left);
        Move(Pad + new Vector2(0, 60));
        var drawn = View.Ink[0].Points.Length;
        _person.Type(panel);
        Move(Pad + new Vector2(40, 90));
        Move(Pad + new Vector2(80, 90));
        Release(PointerButton.Left);
        _person.Press(Key.Escape);
        Assert.Null(View.Panel);
        Assert.Equal(drawn, Assert.Single(View.Ink).Points.Length);
        _person.Trace(Pad, Pad + new Vector2(0, 100));
        Assert.Equal(2, View.Ink.Length);
    }

    /// <summary>Fast movements, too: along the way, not only where the pointer was seen.</summary>
    [Fact]
    public void The_eraser_erases_along_its_whole_way()
    {
        foreach (var x in (int[])[-100, 0, 100])
            _person.Trace(Pad + new Vector2(x, -50), Pad + new Vector2(x, 50));
        Move(Pad + new Vector2(-150, 0));
        Press(PointerButton.Right);
        Move(Pad + new Vector2(-50, 0));
        Assert.Equal(2, View.Ink.Length);
        Move(Pad + new Vector2(50, 0));
        Assert.Single(View.Ink);
        Release(PointerButton.Right);
        Move(Pad + new Vector2(150, 0));
        Assert.Single(View.Ink);
    }

    [Fact]
    public void Before_the_pointer_has_moved_it_is_nowhere()
    {
        // In a window so small the pad lies in the corner.
        _person.Do(new Resized(_person.Tick(), 4, 4, 1));
        Assert.True(View.Layout.Pad.Contains(new(1)));
        Assert.Equal(PointerMeaning.Nothing, App.PointerMeaning);
        Press();
        Assert.Empty(View.Ink);
    }

    [Fact]
    public void The_pointer_means_writing_on_the_pad_and_pressing_on_what_can_be_pressed()
    {
        foreach (var (at, meaning) in ((Vector2, PointerMeaning)[])
            [(Pad, PointerMeaning.Write), (View.Layout[Widget.Plus].Centre, PointerMeaning.Press),
                (View.Layout[Widget.Redo].Centre, PointerMeaning.Nothing), (View.Layout.Display.Centre, PointerMeaning.Nothing),
                (new(-1), PointerMeaning.Nothing)])
        {
            Move(at);
            Assert.Equal((meaning, meaning == PointerMeaning.Press), (App.PointerMeaning, App.PointerIsOnButton));
        }
        _person.Type("s");
        Move(View.Layout.Panel.Centre);
        Assert.Equal(PointerMeaning.Write, App.PointerMeaning);
    }

    [Fact]
    public void A_press_closes_the_list_of_keys_and_does_nothing_else()
    {
        _person.Type("7");
        _person.Press(Key.Help);
        _person.Click(Widget.Plus);
        Assert.Equal("", View.Expression);
        App.Settle();
        Assert.Equal(0, View.Help);
        _person.Click(Widget.Plus);
        Assert.Equal("7 +", View.Expression);
    }

    [Fact]
    public void A_press_takes_the_focus_of_the_keyboard_away()
    {
        _person.Press(Key.NextWidget);
        Assert.NotEqual(Widget.None, View.Focused);
        _person.Click(new Vector2(2, 2));
        Assert.Equal(Widget.None, View.Focused);
    }

    [Fact]
    public void A_second_press_on_the_pad_does_not_begin_a_second_stroke()
    {
        Move(Pad);
        Press();
        Move(Pad + new Vector2(0, 50));
        Press();
        Move(Pad + new Vector2(0, 100));
        Release();
        var points = Assert.Single(View.Ink).Points;
        Assert.Equal(3, points.Length);
        // Milliseconds; a press and a movement are one step of the clock each.
        Assert.Equal(1000 * _person.Pace, points[1].Time - points[0].Time, 0.01);
    }

    [Fact]
    public void A_window_without_size_has_still_a_pixel()
    {
        _person.Do(new Resized(_person.Tick(), 0, -5, 0));
        Assert.Equal((new Vector2(1), 0.25f), (View.Layout.Size, View.Layout.PixelRatio));
        _person.Do(new Resized(_person.Tick(), 1100, 700, 2));
        Assert.Equal((new Vector2(1100, 700), 2), (View.Layout.Size, View.Layout.PixelRatio));
    }

    private void Move(Vector2 to) => _person.Do(new PointerMoved(_person.Tick(), to));

    private void Press(PointerButton button = PointerButton.Left) => _person.Do(new PointerPressed(_person.Tick(), button));

    private void Release(PointerButton button = PointerButton.Left) => _person.Do(new PointerReleased(_person.Tick(), button));

    private void Cancel() => _person.Do(new PointerCancelled(_person.Tick()));
}
