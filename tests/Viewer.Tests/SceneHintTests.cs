using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

/// <summary>What the window says in a line between the tools or, where that is too short, over the foot of the pad.</summary>
public sealed class SceneHintTests
{
    private const string Short = "Add · +";

    private const string Long = "Picture kept: /home/somebody/Pictures/of the calculator/2026/gpudigits-20261128-120000.png, and the steps "
        + "beside it in another file of nearly the same name";

    private static readonly Theme Colours = Theme.Dark;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void What_fits_between_the_tools_stands_there(bool isError, bool mayCover)
    {
        var state = Saying(SeenFrame.Window(), Short, mayCover, isError);
        var frame = new SeenFrame(state);
        var text = frame.Text(Short);
        Assert.Equal(state.Layout.Hint, text.Room);
        Assert.Equal(state.Layout.Hint.Centre.X, text.Place.Centre.X, 0.1f);
        Assert.Equal(14, text.Size);
        Assert.Equal(isError ? Colours.Error : Colours.DimText, frame.ColourOf(Short));
        Assert.Empty(Strips(frame, state.Layout.Pad));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void What_does_not_fit_covers_the_foot_of_the_pad_on_several_lines(int unit, bool isError)
    {
        var state = Saying(SeenFrame.Window(unit), Long, mayCover: true, isError);
        var (frame, pad) = (new SeenFrame(state), state.Layout.Pad);
        var strip = Assert.Single(Strips(frame, pad));
        var place = SeenFrame.PlaceOf(strip);
        Assert.Equal((Colours.Card, isError ? Colours.Error : Colours.CardEdge), (strip.Fill, strip.Edge));
        Assert.Equal((10f * unit, unit), (strip.Traits.X, strip.Traits.Y));
        // As far from the foot as from the sides.
        Assert.Equal(10 * unit, place.X - pad.X, 1f);
        Assert.Equal(10 * unit, pad.Right - place.Right, 1f);
        Assert.Equal(10 * unit, pad.Bottom - place.Bottom, 1f);

        var lines = AssertLines(frame, place, unit);
        Assert.True(lines.Length > 1);
        Assert.Equal(Long.Replace(" ", ""), string.Concat(lines.Select(line => line.Text)).Replace(" ", ""));
        Assert.All(lines, line => Assert.Equal(isError ? Colours.Error : Colours.Text, frame.ColourOf(line.Text)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void On_a_panel_alone_it_is_as_wide_as_its_longest_line(int unit)
    {
        foreach (var said in (string[])[Short, string.Concat(Enumerable.Repeat(Long + " ", 3))])
        {
            var state = Saying(SeenFrame.Window(unit, 0, Arrangement.Alone), said, mayCover: true);
            var (frame, panel) = (new SeenFrame(state), state.Layout.Panel);
            var place = SeenFrame.PlaceOf(Assert.Single(Strips(frame, panel)));
            Assert.Equal(panel.Centre.X, place.Centre.X, 1f);
            Assert.Equal(10 * unit, panel.Bottom - place.Bottom, 1f);
            var lines = AssertLines(frame, place, unit);
            Assert.Equal(said == Short, lines.Length == 1);
            Assert.Equal(lines.Max(line => line.Place.Width) + 20 * unit, place.Width, 2f);
        }
    }

    [Theory]
    [InlineData(Long, false, true)]
    [InlineData(Long, false, false)]
    [InlineData("", true, true)]
    [InlineData("", true, false)]
    public void Nothing_is_covered_for_what_is_not_important_or_not_said(string said, bool mayCover, bool isAlone)
    {
        var state = Saying(SeenFrame.Window(1, 0, isAlone ? Arrangement.Alone : Arrangement.Calculator), said, mayCover);
        var frame = new SeenFrame(state);
        Assert.Empty(Strips(frame, isAlone ? state.Layout.Panel : state.Layout.Pad));
        Assert.DoesNotContain(frame.Texts, text => text.Text.StartsWith("Picture", StringComparison.Ordinal));
    }

    /// <summary>The lines of a strip: in it, at equal distances, none smaller or cut.</summary>
    private static WrittenText[] AssertLines(SeenFrame frame, Box strip, int unit)
    {
        WrittenText[] lines = [.. frame.Texts.Where(text => strip.Contains(text.Place.Centre) && text.Size == 14 * unit)];
        for (var i = 0; i < lines.Length; i++)
        {
            var (room, place) = (lines[i].Room, lines[i].Place);
            Assert.False(lines[i].IsCut);
            Assert.Equal(strip.Y + (10 + 20 * i) * unit, room.Y, 0.1f);
            Assert.Equal(20 * unit, room.Height, 0.1f);
            Assert.Equal(10 * unit, room.X - strip.X, 0.1f);
            Assert.Equal(10 * unit, strip.Right - room.Right, 1.1f);
            Assert.True(place.LiesIn(strip.Grown(-5 * unit)), $"{place} is not in {strip}");
        }
        Assert.Equal(10 * unit, strip.Bottom - lines[^1].Room.Bottom, 1.1f);
        return lines;
    }

    private static Quad[] Strips(SeenFrame frame, Box ground) =>
        [.. frame.Boxes.Where(quad => quad.Fill == Colours.Card && SeenFrame.PlaceOf(quad) is var place && place.LiesIn(ground))];

    private static ViewState Saying(ViewState state, string said, bool mayCover, bool isError = false)
    {
        (state.Hint, state.HintMayCoverPad, state.HintIsError) = (said, mayCover, isError);
        return state;
    }
}
