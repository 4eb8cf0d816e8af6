using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Where the small row of keys stands that belongs to something on the paper.</summary>
public sealed class SheetKeysTests
{
    private static readonly SheetKeys Readings = Keys("4", "9", "1", "Lens", "Reading");
    private static readonly SheetKeys Words = Keys("Copy text", "LaTeX", "Duplicate", "Delete");

    public static TheoryData<int, int, float, bool> Windows() => new()
    {
        { 1100, 700, 1, false }, { 2560, 1600, 2, false }, { 844, 390, 1, true }, { 720, 1100, 1, true },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Row_stands_over_what_it_belongs_to_or_under_it_where_there_is_no_room(int width, int height, float ratio, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, false, 0, Arrangement.Alone, isTouched);
        var (panel, unit) = (layout.Panel, layout.Unit);
        var anchor = new Box(panel.Centre.X - (30 * unit), panel.Centre.Y, 60 * unit, 40 * unit);
        foreach (var keys in (SheetKeys[])[Readings, Words])
        {
            var (row, boxes) = keys.Lay(anchor, layout);
            // What is centred over it are the signs, which are all of one kind.
            var signs = keys == Readings ? boxes[..3] : boxes;
            Assert.Equal(anchor.Centre.X, (signs[0].X + signs[^1].Right) / 2, 1.1f);
            Assert.Equal(anchor.Y - (14 * unit), row.Bottom, 1.1f);
            var top = anchor with { Y = panel.Y + row.Height };
            Assert.Equal(top.Bottom + (14 * unit), keys.Lay(top, layout).Row.Y, 1.1f);
            // A little room is enough.
            var gap = MathF.Round(4 * unit);
            var just = anchor with { Y = MathF.Ceiling(panel.Y + gap + row.Height + (14 * unit)) };
            Assert.Equal(just.Y - (14 * unit), keys.Lay(just, layout).Row.Bottom, 1.1f);
            Assert.True(keys.Lay(just with { Y = just.Y - 2 }, layout).Row.Y > just.Y);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Keys_have_even_gaps_and_more_room_between_signs_and_words(int width, int height, float ratio, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, false, 0, Arrangement.Alone, isTouched);
        var (panel, unit) = (layout.Panel, layout.Unit);
        var (row, boxes) = Readings.Lay(new(panel.Centre.X, panel.Centre.Y, 40, 40), layout);
        var (inset, gap, wide) = (MathF.Round(6 * unit), MathF.Round(4 * unit), MathF.Round(14 * unit));
        var side = MathF.Round(layout.Target(42) * unit);
        Assert.Equal((inset, inset), (boxes[0].X - row.X, row.Right - boxes[^1].Right));
        Assert.All(boxes, box => Assert.Equal((inset, inset, side), (box.Y - row.Y, row.Bottom - box.Bottom, box.Height)));
        Assert.Equal([gap, gap, wide, gap], boxes.Skip(1).Zip(boxes, (next, box) => next.X - box.Right));
        Assert.All(boxes[..3], box => Assert.Equal(side, box.Width));
        foreach (var (label, box) in ((string, Box)[])[("Lens", boxes[3]), ("Reading", boxes[4])])
        {
            var text = Font.Default.Measure(label, 15 * unit);
            Assert.Equal(MathF.Max(layout.Target(42) * unit, text + (28 * unit)), box.Width, 1f);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Row_never_leaves_the_paper(int width, int height, float ratio, bool isTouched)
    {
        var layout = new Layout(width, height, ratio, false, 0, Arrangement.Alone, isTouched);
        var (panel, gap) = (layout.Panel, MathF.Round(4 * layout.Unit));
        Box At(float x, float y) => new(panel.X + (x * panel.Width), panel.Y + (y * panel.Height), 20, 20);
        Assert.Equal(panel.X + gap, Words.Lay(At(0, 0.5f), layout).Row.X);
        Assert.Equal(panel.Right - gap, Words.Lay(At(1, 0.5f), layout).Row.Right);
        foreach (var keys in (SheetKeys[])[Readings, Words])
        {
            foreach (var (x, y) in ((float, float)[])[(0, 0), (0.3f, -1), (1, 0), (0, 1), (1.5f, 1.5f), (0.5f, 2), (-1, 0.5f)])
            {
                var row = keys.Lay(At(x, y), layout).Row;
                Assert.True(row.X >= panel.X + gap - 0.6f && row.Right <= panel.Right - gap + 0.6f, $"{row} in {panel}");
                Assert.True(row.Y >= panel.Y + gap - 0.6f && row.Bottom <= panel.Bottom - gap + 0.6f, $"{row} in {panel}");
            }
        }

        // What fills the paper from top to bottom has its keys at the foot.
        Assert.Equal(panel.Bottom - gap, Words.Lay(panel, layout).Row.Bottom, 0.6f);
    }

    [Fact]
    public void Keys_of_a_narrow_window_are_narrower_by_the_same_share()
    {
        var narrow = new Layout(330, 700, 1, false, 0, Arrangement.Alone);
        var wide = new Layout(3000, 700, 1, false, 0, Arrangement.Alone);
        var many = Keys("Copy text", "LaTeX", "MathML", "Duplicate", "Delete", "Lens", "Reading");
        var (row, boxes) = many.Lay(new(100, 300, 20, 20), narrow);
        var usual = many.Lay(new(100, 300, 20, 20), wide).Keys;
        var gap = MathF.Round(4 * narrow.Unit);
        // Each may have lost a pixel.
        Assert.InRange(row.X, gap, gap + (2 * boxes.Length));
        Assert.InRange(row.Width, narrow.Panel.Width - (2 * gap) - (2 * boxes.Length), narrow.Panel.Width - (2 * gap) + 0.1f);
        Assert.All(boxes.Zip(usual), pair =>
            Assert.Equal(boxes[0].Width / usual[0].Width, pair.First.Width / pair.Second.Width, 0.06f));
        Assert.True(boxes[0].Width < usual[0].Width * narrow.Unit / wide.Unit);
    }

    [Fact]
    public void Buttons_say_what_the_symbol_is_taken_for()
    {
        var layout = new Layout(1100, 700, 1, false, 0, Arrangement.Alone);
        var buttons = (Readings with { Chosen = 1 }).ButtonsIn(layout, new(300, 300, 40, 40)).ToArray();
        Assert.Equal(["It is 4", "It is 9", "It is 1", "Lens", "Reading"], buttons.Select(button => button.Name));
        Assert.Equal([false, true, false, null, null], buttons.Select(button => button.IsOn));
    }

    [Fact]
    public void Chosen_key_and_the_one_under_the_pointer_look_so()
    {
        var (theme, layout) = (Theme.Dark, new Layout(2200, 1400, 2, false, 0, Arrangement.Alone));
        var (anchor, keys) = (new Box(900, 600, 40, 40), Readings with { Chosen = 0 });
        var (row, boxes) = keys.Lay(anchor, layout);
        foreach (var pointed in (int[])[0, 2, 4])
        {
            var list = new DrawList(Font.Default) { Written = [] };
            keys.Draw(list, theme, layout, anchor, boxes[pointed].Centre);
            Quad[] quads = [.. list.Quads.ToArray().Where(quad => SheetFrame.Is(quad, QuadKind.Box))];
            for (var i = 0; i < boxes.Length; i++)
            {
                var look = i == 0 ? theme.Operator : theme.Key;
                Assert.Equal(i == pointed ? look.Hover : look.Normal, quads.Single(quad => SheetFrame.Of(quad) == boxes[i]).Fill);
                Assert.Equal((i < 3 ? 40 : 30, boxes[i]), (list.Written![i].Size, list.Written[i].Room));
            }

            // The shadow falls down.
            Assert.Equal(row with { Y = row.Y + 8 }, SheetFrame.Of(quads[0]));
            Assert.Equal((row, theme.Card), (SheetFrame.Of(quads[1]), quads[1].Fill));
        }
    }

    private static SheetKeys Keys(params string[] labels) => new([.. labels.Select(label => (label, (Action)(() => { })))]);
}
