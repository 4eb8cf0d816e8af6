using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>Where the calculator's texts and frames stand; the pictures of it forgive some pixels.</summary>
public sealed class SceneTests : IDisposable
{
    private readonly Person _person = new();

    private Layout Layout => _person.App.View.Layout;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(1280, 800, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(720, 1100, 1)]
    public void Below_each_bar_stands_its_digit(int width, int height, float ratio)
    {
        var list = Drawn(width, height, ratio);
        var (bars, unit) = (Layout.Bars, Layout.Unit);
        foreach (var digit in Enumerable.Range(0, 10))
        {
            var text = Assert.Single(list.Written!, one => one.Text == $"{digit}" && bars.Contains(one.Place.Centre));
            Assert.Equal(bars.X + ((digit + 0.5f) * bars.Width / 10), text.Place.Centre.X, 0.5f);
            Assert.Equal(14 * unit, text.Size, 0.01f);
            // Between the bars, which end 20 units above, and the end of the card.
            Assert.InRange(text.Place.Y, bars.Bottom - (14 * unit), bars.Bottom);
            Assert.InRange(text.Place.Bottom, bars.Bottom - (14 * unit), bars.Bottom);
        }
    }

    [Fact]
    public void A_frame_holds_nothing_of_the_one_before()
    {
        var list = new DrawList(Font.Default) { Written = [] };
        var state = SeenFrame.Window();
        Scene.Draw(list, state);
        var (quads, texts) = (list.Quads.ToArray(), list.Written.Count);
        Scene.Draw(list, state);
        Assert.Equal(texts, list.Written!.Count);
        Assert.Equal(quads, list.Quads);
    }

    /// <summary>On a phone the keys beside it are higher than its line.</summary>
    [Fact]
    public void The_caption_of_the_card_stands_right_above_it_where_there_is_more_room()
    {
        _person.App.View.HasKeys = false;
        var list = Drawn(1170, 2532, 3);
        var (place, unit) = (Layout.Correction, Layout.Unit);
        Assert.True(place.Height > 41 * unit);
        var text = Assert.Single(list.Written!, one => one.Text == "What the network sees, and reads");
        Assert.Equal(place.Bottom - (20 * unit), text.Place.Centre.Y, 0.5f);
        Assert.Equal(place.X + (4 * unit), text.Place.X, 0.5f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_frame_of_the_focus_lies_three_units_around_its_button(int ratio)
    {
        var list = Drawn(1280 * ratio, 800 * ratio, ratio, Key.NextWidget);
        var widget = _person.App.View.Focused;
        Assert.NotEqual(Widget.None, widget);
        var focus = _person.App.View.Theme.Focus;
        var frame = list.Quads.ToArray().Single(quad => quad.Edge == focus && quad.Fill == focus.WithAlpha(0));
        var expected = Layout[widget].Grown(3 * Layout.Unit);
        Assert.Equal(new(expected.X, expected.Y, expected.Width, expected.Height), frame.Shape);
        Assert.Equal(2 * Layout.Unit, frame.Traits.Y);
        // Its corners are parallel to those of the button.
        var place = Layout[widget];
        var button = list.Quads.ToArray().First(quad => quad.Shape == new Vector4(place.X, place.Y, place.Width, place.Height));
        Assert.Equal(button.Traits.X + (3 * Layout.Unit), frame.Traits.X, 0.01f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_frame_of_the_focus_lies_around_a_row_of_the_tape_too(int ratio)
    {
        // The newest line is hidden while the display shows its result.
        _person.Type("1+1=8");
        Drawn(1280 * ratio, 800 * ratio, ratio);
        while (!_person.App.View.Focused.IsTape())
            _person.Press(Key.NextWidget);
        var list = new DrawList(Font.Default);
        _person.App.Settle();
        _person.App.Draw(list, _person.Tick());
        var (focus, unit) = (_person.App.View.Theme.Focus, Layout.Unit);
        var frame = list.Quads.ToArray().Single(quad => quad.Edge == focus && quad.Fill == focus.WithAlpha(0));
        var expected = Layout[_person.App.View.Focused].Grown(3 * unit);
        Assert.Equal(new(expected.X, expected.Y, expected.Width, expected.Height), frame.Shape);
        Assert.Equal(11 * unit, frame.Traits.X, 0.01f);
    }

    [Fact]
    public void The_tool_in_the_hand_and_no_other_has_the_colour_of_the_theme()
    {
        _person.Type("s");
        foreach (var tool in (Widget?[])[null, Widget.Eraser, Widget.Loop])
        {
            if (tool is not null)
                _person.Type(tool == Widget.Eraser ? "e" : "o");
            _person.App.Settle();
            var list = new DrawList(Font.Default);
            _person.App.Draw(list, _person.Tick());
            foreach (var widget in (Widget[])[Widget.Eraser, Widget.Loop])
            {
                Rgba[] colours = [.. list.Quads.ToArray().Where(quad => Layout[widget].Contains(quad.Bounds.Centre))
                    .Select(quad => quad.Fill)];
                Assert.True(colours.Length > 1, $"nothing is drawn on {widget}");
                Assert.Equal(widget == tool, colours.Contains(_person.App.View.Theme.Accent));
            }
        }
    }

    [Fact]
    public void The_sign_of_an_operator_is_larger_than_a_word() =>
        Assert.True(Scene.LabelSize(Widget.Plus) > 1.5f * Scene.LabelSize(Widget.SaveDigit));

    [Fact]
    public void The_bar_of_the_best_digit_stands_on_its_digit_and_ends_below_the_edge()
    {
        var list = Drawn(2560, 1600, 2);
        var (bars, unit, best) = (Layout.Bars, Layout.Unit, _person.App.View.Read!.Value.Digit);
        var (step, height) = (bars.Width / 10, (bars.Height - (40 * unit)) * _person.App.View.Bars[best]);
        var x = MathF.Round(bars.X + ((best + 0.2f) * step));
        var bar = list.Quads.ToArray().Where(quad => quad.Shape.X == x && quad.Shape.Z == MathF.Round(0.6f * step)).ToArray()[^1].Shape;
        Assert.Equal(bars.Bottom - (20 * unit) - height, bar.Y, 0.01f);
        // The lower corners are cut off.
        Assert.Equal(height + (5 * unit), bar.W, 0.01f);
    }

    [Fact]
    public void Ink_that_leaves_the_pad_fades()
    {
        Drawn(1280, 800, 1);
        var (view, ink) = (_person.App.View, _person.App.View.Ink);
        _person.Press(Key.Enter);
        var list = new DrawList(Font.Default);
        _person.App.Draw(list, _person.Tick());
        Assert.Equal(ink, view.LeavingInk);
        Assert.InRange(view.LeavingAmount, 0.01f, 0.99f);
        var faded = Rgba.Mix(view.Theme.Pad, view.Theme.Ink, view.LeavingAmount);
        Assert.Contains(list.Quads.ToArray(), quad => quad.Fill == faded);
        _person.App.Settle();
        Assert.Equal(0, view.LeavingAmount);
    }

    [Fact]
    public void A_button_under_a_pen_that_draws_does_not_light_up()
    {
        Drawn(1280, 800, 1);
        var plus = Layout[Widget.Plus].Centre;
        foreach (var isDown in (bool[])[true, false])
        {
            _person.Do(new PointerMoved(_person.Tick(), Layout.Pad.Centre));
            if (isDown)
                _person.Do(new PointerPressed(_person.Tick(), PointerButton.Left));
            _person.Do(new PointerMoved(_person.Tick(), plus));
            _person.App.Settle();
            Assert.Equal(isDown ? 0 : 1, _person.App.View.Hover[(int)Widget.Plus]);
            if (isDown)
                _person.Do(new PointerReleased(_person.Tick(), PointerButton.Left));
        }
    }

    [Fact]
    public void The_last_view_is_there_as_soon_as_it_is_opened()
    {
        using var person = new Person(settings: new() { View = Settings.SheetView });
        Assert.Null(person.App.View.Panel);
        person.App.OpenLastView();
        Assert.NotNull(person.App.View.Panel);
    }

    private DrawList Drawn(int width, int height, float ratio, params Key[] keys)
    {
        var list = new DrawList(Font.Default) { Written = [] };
        _person.App.Handle(new Resized(_person.Tick(), width, height, ratio));
        _person.Draw(4);
        foreach (var key in keys)
            _person.Press(key);
        _person.App.Settle();
        _person.App.Draw(list, _person.Tick());
        return list;
    }
}
