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
