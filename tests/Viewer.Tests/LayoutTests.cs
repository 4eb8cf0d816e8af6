using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests;

public class LayoutTests
{
    public static TheoryData<int, int, float, bool, bool> Sizes()
    {
        var data = new TheoryData<int, int, float, bool, bool>();
        (int, int)[] sizes =
        [
            (720, 480), (1100, 700), (1280, 720), (1920, 1080), (3840, 2160), (480, 720), (390, 844), (600, 1000), (1080, 1920),
            (844, 390), (814, 409), (667, 375), (740, 330),
        ];
        foreach (var (width, height) in sizes)
            foreach (var ratio in (float[])[1, 2])
                foreach (var mirrored in (bool[])[false, true])
                    foreach (var isTouched in (bool[])[false, true])
                        data.Add((int)(width * ratio), (int)(height * ratio), ratio, mirrored, isTouched);
        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_overlaps_or_leaves_the_window(int width, int height, float ratio, bool mirrored, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, mirrored, tapeLines: 20, isTouched: isTouched);
        // In a low window the hint stands over the pad, and the lowest has no room for the reading.
        Box[] areas =
            [layout.Pad, layout.Display, layout.Correction, .. Shown(layout.Reading, layout.IsLow), .. Shown(layout.Hint, layout.IsLow)];
        Box[] widgets = [.. Enumerable.Range(1, (int)Widget.TapeRow - 1).Select(i => (Widget)i)
            .Where(widget => !widget.IsOfPanel()).Select(widget => layout[widget])];
        Box[] all = [.. areas, .. widgets];
        var window = new Box(0, 0, width, height);
        for (var i = 0; i < all.Length; i++)
        {
            Assert.True(all[i].Width > 0 && all[i].Height > 0, $"{i} is empty");
            Assert.Equal(all[i], all[i].Intersected(window));
            for (var j = 0; j < i; j++)
                Assert.False(all[i].Overlaps(all[j]), $"{j} {all[j]} overlaps {i} {all[i]}");
        }
        if (layout.Reading.Width > 0)
            Assert.True(layout.Preview.Width > 0 && layout.Bars.Width > 0);
        Assert.Equal(layout.Preview, layout.Preview.Intersected(layout.Reading));
        Assert.Equal(layout.Bars, layout.Bars.Intersected(layout.Reading));
        Assert.False(layout.Preview.Overlaps(layout.Bars));
        Assert.Equal(0, layout.Preview.Width % 28);
        for (var i = 0; i < layout.TapeRows; i++)
        {
            var row = layout[Widgets.Tape(i)];
            Assert.Equal(row, row.Intersected(layout.Display));
            Assert.False(row.Overlaps(layout.Expression));
            Assert.True(i == 0 || row.Bottom <= layout[Widgets.Tape(i - 1)].Y);
        }
        Assert.False(layout.Expression.Overlaps(layout.Number));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_overlaps_a_panel(int width, int height, float ratio, bool mirrored, bool isTouched)
    {
        foreach (var arrangement in (Arrangement[])[Arrangement.Beside, Arrangement.Full])
        {
            var layout = new Layout(width, height, ratio, mirrored, 20, arrangement, isTouched);
            Box[] more = arrangement == Arrangement.Full ? [layout.Side] : [layout.Display, layout.Reading];
            Widget[] widgets =
                [Widget.Undo, Widget.Redo, Widget.ClearPad, Widget.Pen, Widget.Theme, Widget.Mirror, Widget.Help,
                .. Enumerable.Range(0, Widgets.Tabs).Select(Widgets.TabOf)];
            Assert.Equal(widgets, Enumerable.Range(1, Widgets.Count - 1).Select(i => (Widget)i).Where(layout.Shows));
            Box[] all =
                [layout.Pad, layout.Panel, .. Shown(layout.Hint, layout.IsLow), .. more, .. widgets.Select(widget => layout[widget])];
            for (var i = 0; i < all.Length; i++)
            {
                Assert.True(all[i].Width > 0 && all[i].Height > 0, $"{arrangement}: {i} is empty");
                Assert.Equal(all[i], all[i].Intersected(new(0, 0, width, height)));
                for (var j = 0; j < i; j++)
                    Assert.False(all[i].Overlaps(all[j]), $"{arrangement}: {j} {all[j]} overlaps {i} {all[i]}");
            }
            Assert.True(layout.Pad.Height > 150 * layout.Unit && layout.Panel.Height > 300 * layout.Unit);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_overlaps_a_panel_alone(int width, int height, float ratio, bool mirrored, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, mirrored, 20, Arrangement.Alone, isTouched);
        Widget[] widgets =
            [Widget.Undo, Widget.Redo, Widget.ClearPad, Widget.Eraser, Widget.Loop, Widget.Menu, Widget.Pen, Widget.Theme, Widget.Help,
            .. Enumerable.Range(0, Widgets.Tabs).Select(Widgets.TabOf)];
        Assert.Equal(widgets, Enumerable.Range(1, Widgets.Count - 1).Select(i => (Widget)i).Where(layout.Shows));
        Box[] all = [layout.Panel, .. widgets.Select(widget => layout[widget])];
        for (var i = 0; i < all.Length; i++)
        {
            Assert.Equal(all[i], all[i].Intersected(new(0, 0, width, height)));
            for (var j = 0; j < i; j++)
                Assert.False(all[i].Overlaps(all[j]), $"{j} {all[j]} overlaps {i} {all[i]}");
        }
        var (left, top) = layout.IsLow ? (layout.Panel.X, 0f) : (0f, layout.Panel.Y);
        Assert.Equal(new(left, top, width - left, height - top), layout.Panel);
    }

    /// <summary>A part of the window, or none where it may be left out.</summary>
    private static Box[] Shown(Box part, bool mayMiss) => mayMiss && part == default ? [] : [part];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_label_fits_and_can_be_read(int width, int height, float ratio, bool mirrored, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, mirrored, 0, isTouched: isTouched);
        for (var widget = Widget.SaveDigit; widget < Widget.Tab; widget++)
        {
            if (widget.IsOfPanel())
                continue;
            var size = Scene.LabelSize(widget) * layout.Unit;
            var written = Font.Default.Measure(Widgets.Label(widget), size);
            Assert.True(written + 8 * layout.Unit <= layout[widget].Width, $"{widget} is too narrow");
            Assert.True(Font.Default.CapHeight * size < layout[widget].Height);
        }
        Assert.True(
            Font.Default.Measure(Widgets.SaveNumber, Scene.LabelSize(Widget.SaveDigit) * layout.Unit) + 8 * layout.Unit
                <= layout[Widget.SaveDigit].Width, "Save is too wide");
        // The smallest writing has 13 units; below 9 pixels a window unit's worth nobody reads it.
        Assert.True(13 * layout.Unit / ratio >= 9);
    }

    /// <summary>
    /// 44 CSS pixels, as Apple and the WCAG (2.5.5) have it. Nine tools in a row are less wide on the narrowest phones. Phones on their
    /// side are there, too: with a notch and the bar at the foot, and with the address over the page.
    /// </summary>
    [Theory]
    [InlineData(360, 740, 3, 38)]
    [InlineData(390, 844, 3, 41)]
    [InlineData(820, 1180, 2, 44)]
    [InlineData(1180, 820, 2, 44)]
    [InlineData(667, 375, 2, 44)]
    [InlineData(844, 390, 3, 44)]
    [InlineData(932, 430, 3, 44)]
    [InlineData(814, 409, 3, 44)]
    [InlineData(740, 330, 3, 44)]
    [InlineData(750, 300, 3, 44)]
    public void What_a_finger_presses_is_large_enough(int width, int height, float ratio, float least)
    {
        foreach (var arrangement in (Arrangement[])[Arrangement.Calculator, Arrangement.Beside, Arrangement.Alone])
        {
            var layout = new Layout((int)(width * ratio), (int)(height * ratio), ratio, false, 0, arrangement, isTouched: true);
            foreach (var widget in Enumerable.Range(1, (int)Widget.TapeRow - 1).Select(i => (Widget)i).Where(layout.Shows))
            {
                Assert.True(layout[widget].Height >= 44 * ratio - 1, $"{arrangement}: {widget} is {layout[widget].Height / ratio} high");
                Assert.True(layout[widget].Width >= least * ratio - 1, $"{arrangement}: {widget} is {layout[widget].Width / ratio} wide");
            }
        }
    }

    [Fact]
    public void Every_widget_is_hit_where_it_is_drawn()
    {
        var layout = new Layout(1100, 700, 1, false, 3);
        foreach (var widget in Enumerable.Range(1, Widgets.Count - 1).Select(i => (Widget)i).Where(layout.Shows))
            Assert.Equal(widget, layout.At(layout[widget].Centre));
        Assert.Equal(Widget.None, layout.At(layout.Pad.Centre));
        Assert.Equal(Widget.None, layout.At(new(-1, -1)));
    }

    [Fact]
    public void Mirroring_swaps_the_pad_and_the_column()
    {
        var usual = new Layout(1100, 700, 1, false, 0);
        var mirrored = new Layout(1100, 700, 1, true, 0);
        Assert.True(usual.Pad.Right < usual.Display.X);
        Assert.True(mirrored.Display.Right < mirrored.Pad.X);
        Assert.Equal(usual.Pad.Width, mirrored.Pad.Width);
    }
}
