using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Ui;
using GpuDigits.Viewer.Tests.Sheet;

namespace GpuDigits.Viewer.Tests;

/// <summary>What a page on a phone asks of the app: fingers, and no keyboard.</summary>
public sealed class TouchTests
{
    private static readonly Layout Phone = new(1170, 2532, 3, mirrored: false, tapeLines: 0);

    [Fact]
    public void A_finger_that_just_misses_a_button_means_it()
    {
        for (var widget = Widget.None + 1; (int)widget < Widgets.Count; widget++)
        {
            if (!Phone.Shows(widget))
                continue;
            var box = Phone[widget];
            Assert.Equal(widget, Phone.Near(box.Centre, 36));
            Assert.Equal(widget, Phone.At(box.Nearest(box.Centre)));
            Assert.Equal(widget, Phone.At(box.Nearest(new(box.Right + 30, box.Bottom + 30))));
        }
        var save = Phone[Widget.SaveDigit];
        Assert.Equal(Widget.SaveDigit, Phone.Near(new(save.X - 20, save.Centre.Y), 36));
        Assert.Equal(Widget.None, Phone.Near(new(save.X - 40, save.Centre.Y), 36));
    }

    [Fact]
    public void Ink_at_the_edge_of_the_pad_is_no_button()
    {
        var (pad, undo) = (Phone.Pad, Phone[Widget.Undo]);
        Assert.True(undo.Y - pad.Bottom < 60);
        Assert.Equal(Widget.None, Phone.Near(new(undo.Centre.X, pad.Bottom - 1), 60));
        Assert.Equal(Widget.Undo, Phone.Near(new(undo.Centre.X, pad.Bottom + 1), 60));
    }

    [Fact]
    public void A_stroke_that_was_not_meant_leaves_nothing()
    {
        using var person = new Person();
        person.Draw(1);
        var ink = person.App.View.Ink;
        var pad = person.App.View.Layout.Pad;
        foreach (var input in (InputEvent[])
        [
            new PointerMoved(100, pad.Centre), new PointerPressed(100, PointerButton.Left),
            new PointerMoved(100.1, pad.Centre + new Vector2(50)), new PointerCancelled(100.2),
        ])
            person.App.Handle(input);
        Assert.Equal(ink, person.App.View.Ink);
        // Nor does the next movement draw.
        person.App.Handle(new PointerMoved(100.3, pad.Centre));
        Assert.Equal(ink, person.App.View.Ink);
    }

    [Fact]
    public void A_stroke_that_was_not_meant_leaves_nothing_on_the_sheet()
    {
        using var person = new SheetPerson();
        person.Write("1");
        var strokes = person.Paper.Strokes;
        var at = new Vector2(400, 400);
        foreach (var input in (InputEvent[])
        [
            new PointerMoved(900, at), new PointerPressed(900, PointerButton.Left), new PointerMoved(900.1, at + new Vector2(50)),
            new PointerCancelled(900.2), new PointerMoved(900.3, at), new PointerReleased(900.4, PointerButton.Left),
        ])
            person.App.Handle(input);
        Assert.Equal(strokes, person.Paper.Strokes);
        Assert.False(person.Panel.IsDragging);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keys_are_named_where_there_is_a_keyboard(bool hasKeys)
    {
        using var person = new Person();
        person.App.View.HasKeys = hasKeys;
        foreach (var tab in Enumerable.Range(0, person.App.View.Tabs.Count))
        {
            person.Click(Widgets.TabOf(tab));
            Assert.Equal(hasKeys, person.App.View.Hint.Contains(" · ", StringComparison.Ordinal));
        }
        person.Click(Widget.Tab);
        var list = new DrawList(Font.Default) { Written = [] };
        person.App.Draw(list, person.Tick());
        Assert.Contains(list.Written, one => one.Text == (hasKeys ? "Enter saves it" : "Save digit takes it"));
    }
}
