using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Where the lines of the sheet's menu stand, and what pointer and keys do with them.</summary>
public sealed class SheetMenuTests : IDisposable
{
    private static readonly int[] Groups = [5, 2, 3, 1];

    private readonly SheetPerson _person = new();

    private Box[] Rows => [.. _person.Panel.Card!.ButtonsOf(_person.App.View.Layout).Select(button => button.Box)];

    private Vector2 MenuButton => _person.App.View.Layout[Widget.Menu].Centre;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(1100, 1, false)]
    [InlineData(2200, 2, false)]
    [InlineData(1600, 1, false)]
    [InlineData(844, 1, true)]
    [InlineData(700, 1, false)]
    public void Lines_stand_one_under_another_and_a_group_without_room_begins_a_column(int width, float ratio, bool isTouched)
    {
        var columns = new HashSet<int>();
        for (var height = (int)(340 * ratio); height < 1000 * ratio; height += 23)
        {
            var layout = new Layout(width, height, ratio, false, 0, Arrangement.Alone, isTouched);
            var (panel, unit) = (layout.Panel, layout.Unit);
            Box[] rows = [.. Menu().ButtonsOf(layout).Select(button => button.Box)];
            var (inset, edge) = (MathF.Round(8 * unit), MathF.Round(8 * unit) + MathF.Round(4 * unit));
            var (row, gap) = (rows[0].Height, MathF.Round(11 * unit));
            Assert.Equal(MathF.Round(layout.Target(34) * unit), row);
            Assert.All(rows, one => Assert.Equal((row, rows[0].Width), (one.Height, one.Width)));
            var (i, number) = (0, 1);
            foreach (var count in Groups)
            {
                if (i > 0)
                {
                    var end = rows[i - 1].Bottom - rows[0].Y + gap + (count * row);
                    var isBelow = end <= panel.Height - (2 * edge);
                    number += isBelow ? 0 : 1;
                    var place = isBelow ? (rows[i - 1].X, rows[i - 1].Bottom + gap) : (rows[i - 1].Right + inset, rows[0].Y);
                    Assert.Equal(place, (rows[i].X, rows[i].Y));
                }

                for (var last = i++ + count - 1; i <= last; i++)
                    Assert.Equal((rows[i - 1].X, rows[i - 1].Bottom), (rows[i].X, rows[i].Y));
            }

            columns.Add(number);
            // The card hangs from the button, or stands at the foot of the paper beside the button, as far as there is room.
            var (left, right) = (rows[0].X - inset, rows[^1].Right + inset);
            var button = layout[Widget.Menu];
            if (button.X < panel.X)
                Assert.Equal(panel.Bottom - edge, rows.Max(one => one.Bottom), 1.1f);
            else
                Assert.Equal(panel.Y + edge, rows[0].Y, 1.1f);
            Assert.True(left >= panel.X + inset - 1, $"{left} in {panel}");
            var isWithin = right - left <= panel.Width - (2 * inset);
            if (isWithin)
            {
                Assert.True(right <= layout.Size.X - inset + 1, $"{right} in {panel}");
                float[] ends = [right - button.Right, left - panel.X - inset, right - layout.Size.X + inset];
                Assert.Contains(ends, end => MathF.Abs(end) <= 1);
            }
        }

        Assert.True(columns.Count > 1);
    }

    [Theory]
    [InlineData(1100, 700, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(1100, 420, 1)]
    public void Card_and_its_texts_have_the_same_margin_on_all_sides(int width, int height, float ratio)
    {
        Typed("6+9");
        _person.App.Handle(new Resized(_person.Person.Tick(), width, height, ratio));
        Open();
        var frame = new SheetFrame(_person);
        var (card, rows, unit, margin) = (frame.Card, Rows, frame.Unit, 10 * frame.Unit);
        var inset = MathF.Round(8 * unit);
        Assert.Equal((inset, inset), (rows[0].X - card.X, card.Right - rows[^1].Right));
        Assert.Equal((inset, inset), (rows[0].Y - card.Y, card.Bottom - rows.Max(row => row.Bottom)));
        var buttons = _person.Panel.Card!.ButtonsOf(frame.Layout).ToArray();
        foreach (var (name, row, _, _) in buttons)
        {
            var label = frame[name];
            var keys = frame.Texts.Where(text => text.Text.Length > 0 && text.Text != name && row.Contains(text.Place.Centre)).ToArray();
            Assert.Equal(margin, label.Room.X - row.X, 0.1f);
            Assert.Equal((15 * unit, false), (label.Size, label.IsCut));
            if (keys is [var key])
            {
                Assert.Equal(margin, row.Right - key.Room.Right, 0.1f);
                Assert.Equal(key.Room.Right, key.Place.Right, 1f);
                Assert.Equal((15 * unit, false), (key.Size, key.IsCut));
                Assert.Equal(16 * unit, key.Room.X - label.Room.Right, 0.1f);
            }
            else
            {
                Assert.Empty(keys);
                Assert.Equal(margin, row.Right - label.Room.Right, 0.1f);
            }
        }

        // The longest label and the longest keys would have 32 units between them.
        var names = buttons.Select(button => button.Name).ToHashSet();
        var longest = frame.Texts.Where(text => names.Contains(text.Text)).Max(text => text.Place.Width)
            + frame.Texts.Where(text => text.Text.StartsWith("Ctrl", StringComparison.Ordinal)).Max(text => text.Place.Width);
        Assert.Equal((2 * margin) + (32 * unit), rows[0].Width - longest, 1.5f);
        // Lines part the groups, in the middle of the gap.
        Box[] lines = [.. frame.Boxes(frame.Theme.CardEdge).Where(box => box.Width == rows[0].Width)];
        var below = rows.Index().Where(row => row.Index > 0 && row.Item.Y - rows[row.Index - 1].Bottom is var apart && apart > 1
            && row.Item.X == rows[row.Index - 1].X).ToArray();
        Assert.Equal(below.Length, lines.Length);
        foreach (var (line, (index, row)) in lines.Zip(below))
            Assert.Equal((row.Y + rows[index - 1].Bottom) / 2, line.Centre.Y, 1.6f);
    }

    [Fact]
    public void Line_under_the_pointer_is_lit_unless_it_does_nothing()
    {
        Open();
        Assert.False(IsLit("Save"));
        Point("Open…");
        Assert.True(IsLit("Open…") && _person.Panel.MeaningAt(_person.CardButton("Open…")) == PointerMeaning.Press);
        Point("Clear");
        Assert.False(IsLit("Clear") || _person.Panel.MeaningAt(_person.CardButton("Clear")) == PointerMeaning.Press);
        _person.Press(Key.Escape);
        Typed("6+9");
        Open();
        Point("Clear");
        Assert.True(IsLit("Clear") && _person.Panel.MeaningAt(_person.CardButton("Clear")) == PointerMeaning.Press);
        Assert.False(IsLit("Open…"));
    }

    [Fact]
    public void Line_is_taken_where_the_left_button_goes_down_and_up_on_it()
    {
        Typed("6+9");
        Open();
        var (clear, copy) = (_person.CardButton("Clear"), _person.CardButton("Copy as text"));
        var person = _person.Person;
        Press(clear, copy, PointerButton.Left);
        Press(clear, clear, PointerButton.Right);
        // The first press is over.
        person.Do(new PointerMoved(person.Tick(), clear));
        person.Do(new PointerReleased(person.Tick(), PointerButton.Left));
        Assert.NotEmpty(_person.Paper.Calculations);
        Assert.Null(_person.App.Clipboard.Text);
        Assert.NotNull(_person.Panel.Card);
        Press(clear, clear, PointerButton.Left);
        Assert.Empty(_person.Paper.Calculations);
        Assert.Null(_person.Panel.Card);

        void Press(Vector2 from, Vector2 to, PointerButton button)
        {
            person.Do(new PointerMoved(person.Tick(), from));
            person.Do(new PointerPressed(person.Tick(), button));
            person.Do(new PointerMoved(person.Tick(), to));
            person.Do(new PointerReleased(person.Tick(), button));
        }
    }

    [Fact]
    public void Arrow_keys_go_round_and_Enter_takes_the_line()
    {
        Typed("6+9");
        Open();
        _person.Press(Key.Enter);
        Assert.Equal((true, -1), (_person.Panel.Card is SheetMenu, _person.Panel.Card!.Chosen));
        foreach (var (key, lit) in new[]
        {
            (Key.Up, "Clear"), (Key.Down, "Save"), (Key.Down, "Save as…"), (Key.Up, "Save"), (Key.Up, "Clear"), (Key.Up, "Copy as MathML"),
        })
        {
            _person.Press(key);
            Assert.True(IsLit(lit), $"{lit} after {key}");
        }

        _person.Press(Key.Enter);
        Assert.Null(_person.Panel.Card);
        Assert.StartsWith("<math", _person.App.Clipboard.Text, StringComparison.Ordinal);
        _person.Tap(MenuButton);
        Assert.Equal(-1, _person.Panel.Card!.Chosen);
        // The button that opened it closes it.
        _person.Tap(MenuButton);
        Assert.Null(_person.Panel.Card);
    }

    private static SheetMenu Menu()
    {
        var items = Groups.SelectMany((count, group) => Enumerable.Range(0, count).Select(i => new MenuItem(
            $"Line {i} of group {group}", i == 1 ? "Ctrl+Shift+S" : "", () => { }, BeginsGroup: i == 0 && group > 0)));
        return new([.. items], () => { });
    }

    private void Typed(string text)
    {
        _person.Type(text);
        _person.Press(Key.Enter);
    }

    private void Open()
    {
        _person.Tap(MenuButton);
        _person.Person.Do(new PointerMoved(_person.Person.Tick(), new(-1)));
        Assert.NotNull(_person.Panel.Card);
    }

    private void Point(string label) => _person.Person.Do(new PointerMoved(_person.Person.Tick(), _person.CardButton(label)));

    private bool IsLit(string label)
    {
        var frame = new SheetFrame(_person);
        var lit = frame.Boxes(frame.Theme.Operator.Normal);
        return lit.Length == 1 && lit[0].Contains(_person.CardButton(label));
    }
}
