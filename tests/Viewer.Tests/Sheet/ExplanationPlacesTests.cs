using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Where everything stands in the views that look into a reading, in windows of several sizes.</summary>
public sealed class ExplanationPlacesTests : IDisposable
{
    private readonly SheetPerson _person = new();

    public static TheoryData<int, int, float> Windows() => new()
    {
        { 1100, 700, 1 }, { 2560, 1600, 2 }, { 960, 600, 1 }, { 720, 1100, 1 }, { 1920, 1080, 1 },
    };

    private ExplanationLayout Layout => _person.Panel.Explanation!.Layout!;

    private ExplanationView View => _person.Panel.Explanation!;

    public void Dispose() => _person.Dispose();

    [Theory]
    [MemberData(nameof(Windows))]
    public void Keys_stand_at_the_ends_of_the_head_and_the_formula_between_them(int width, int height, float ratio)
    {
        Look("13×14=", "l", width, height, ratio);
        var (panel, unit) = (_person.App.View.Layout.Panel, _person.App.View.Layout.Unit);
        var (head, back, lens, reading) = (Layout.Head, Layout.Back, Layout.LensTab, Layout.ReadingTab);
        var margin = 24 * unit;
        Same(margin, head.X - panel.X, panel.Right - head.Right, panel.Bottom - Layout.Lens.Bottom);
        Same(4 * unit, back.Y - head.Y, head.Bottom - back.Bottom, reading.X - lens.Right);
        Same(0, back.X - head.X, head.Right - reading.Right, lens.Y - back.Y, reading.Y - back.Y, lens.Height - back.Height);
        Same(10 * unit, head.Y - panel.Y, Layout.Lens.Y - Layout.Note.Bottom);
        Same(14 * unit, Layout.Note.Y - head.Bottom);
        Same(head.Width, Layout.Note.Width, Layout.Lens.Width);
        Assert.Equal(_person.App.View.Layout.IsPortrait ? 40 * unit : 20 * unit, Layout.Note.Height, 0.1f);
        var formula = Layout.Formula;
        var (left, right) = (formula.At.X, formula.At.X + (formula.Size * formula.Math.Width));
        Assert.Equal((back.Right + lens.X) / 2, (left + right) / 2, 0.5f);
        Assert.True(left >= back.Right + (19 * unit) && right <= lens.X - (19 * unit));
        Assert.Equal(head.Centre.Y, formula.At.Y + (formula.Size * (formula.Math.Descent - formula.Math.Ascent) / 2), 0.5f);
        // Every symbol is where it can be pressed.
        for (var i = 0; i < 6; i++)
            Assert.Equal(new ExplanationTarget(ExplanationTargetKind.Symbol, i), Layout.At(formula.BoxOf(i)!.Value.Centre));
        Assert.Null(formula.BoxOf(6));
        Assert.Equal(default, Layout.At(new(head.Centre.X, head.Bottom + (5 * unit))));
        Assert.Equal(ExplanationTargetKind.LensTab, Layout.At(lens.Centre).Kind);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Cards_fill_the_window_with_even_gaps(int width, int height, float ratio)
    {
        Look("13×14=", "i", width, height, ratio);
        var (panel, unit, isPortrait) = (_person.App.View.Layout.Panel, _person.App.View.Layout.Unit, _person.App.View.Layout.IsPortrait);
        var (ink, windows, readings, tree) = (Layout.InkCard, Layout.WindowsCard, Layout.ReadingsCard, Layout.TreeCard);
        Same(14 * unit, ink.Y - Layout.Head.Bottom, windows.Y - ink.Bottom, tree.Y - readings.Bottom,
            isPortrait ? readings.Y - windows.Bottom : readings.X - ink.Right);
        Same(24 * unit, ink.X - panel.X, panel.Right - readings.Right, panel.Bottom - tree.Bottom,
            isPortrait ? windows.X - panel.X : panel.Bottom - windows.Bottom);
        Same(ink.Width, windows.Width);
        Same(readings.Width, tree.Width, isPortrait ? ink.Width : tree.Width);
        Same(isPortrait ? ink.X : readings.X, readings.X, tree.X);
        Assert.Equal(isPortrait ? readings.Width : readings.Width * 0.52f / 0.48f, ink.Width, 2f);
        Assert.InRange(ink.Height / windows.Height, 1, 1.6f);
        // One row of a tree needs little, and the list of readings has the rest.
        Assert.Equal((10 + 22 + 6 + 30 + 12) * unit, tree.Height, 1f);
        var inside = Layout.Inside(ink);
        Same(16 * unit, inside.X - ink.X, ink.Right - inside.Right);
        Same(12 * unit, ink.Bottom - inside.Bottom);
        Same((10 + 22 + 18 + 6) * unit, inside.Y - ink.Y);
        Assert.Equal(0, Layout.Inside(ink with { Height = 10 }).Height);
    }

    [Theory]
    [InlineData("13×14=", 1100, 700, 1)]
    [InlineData("13×14=", 2560, 1600, 2)]
    [InlineData("1-", 1920, 1080, 1)]
    [InlineData("12345+67890=", 720, 1100, 1)]
    public void Ink_is_as_large_as_it_can_be_in_the_middle_of_its_card(string text, int width, int height, float ratio)
    {
        Look(text, "i", width, height, ratio);
        var unit = _person.App.View.Layout.Unit;
        var (room, ink) = (Layout.Inside(Layout.InkCard), Layout.Ink.ToPixels(InkBounds.Of(View.Answer!.Strokes)));
        room = new(room.X + (10 * unit), room.Y + (26 * unit), room.Width - (20 * unit), room.Height - (52 * unit));
        Assert.Equal(room.Centre.X, ink.Centre.X, 0.1f);
        Assert.Equal(room.Centre.Y, ink.Centre.Y, 0.1f);
        float[] spare = [room.Width - ink.Width, room.Height - ink.Height, (2.5f * ratio) - Layout.Ink.Scale];
        Assert.Equal(0, spare.Min(), 0.1f);
        // The pen is finer than on the sheet, and the boxes go around it.
        Assert.InRange(Layout.PenRadius, 0.01f, MathF.Min(_person.Panel.PenRadius, (3 * unit / Layout.Ink.Scale) + 0.001f));
        foreach (var (i, box) in Layout.Boxes.Index())
        {
            var symbol = View.Answer!.Explanation.Reading.Symbols[i];
            var own = Layout.Ink.ToPixels(InkBounds.Of(symbol.Strokes.Select(at => View.Answer.Strokes[at])));
            var around = MathF.Min(6 * unit, (Layout.PenRadius + 1.5f) * Layout.Ink.Scale);
            Same(around, own.X - box.X, own.Y - box.Y, box.Right - own.Right, box.Bottom - own.Bottom);
            Assert.Equal(new ExplanationTarget(ExplanationTargetKind.Symbol, i), Layout.At(own.Centre));
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Readings_and_pictures_stand_in_rows_inside_their_cards(int width, int height, float ratio)
    {
        Look("13×14=", "i", width, height, ratio);
        var unit = _person.App.View.Layout.Unit;
        var inside = Layout.Inside(Layout.ReadingsCard);
        var (rows, explanation) = (Layout.Rows, View.Answer!.Explanation);
        Assert.Equal(inside.Y + (18 * unit), rows[0].Y, 0.1f);
        for (var i = 0; i < rows.Length; i++)
        {
            Same(6 * unit, inside.X - rows[i].X, rows[i].Right - inside.Right);
            Assert.InRange(rows[i].Height, 27.9f * unit, 46.1f * unit);
            Assert.True(i == 0 || MathF.Abs(rows[i].Y - rows[i - 1].Bottom) < 0.1f);
            Assert.True(rows[i].Bottom <= inside.Bottom + 0.1f);
            Assert.Equal(new ExplanationTarget(ExplanationTargetKind.Reading, i), Layout.At(rows[i].Centre));
        }

        Assert.True(rows.Length == Math.Min(12, explanation.Readings.Length) || rows[^1].Bottom + (28 * unit) > inside.Bottom);
        var (cells, all) = (Layout.Cells, ExplanationPictures.RivalsOf(explanation, View.Symbol).Length);
        var room = Layout.Inside(Layout.WindowsCard);
        var side = cells[0].Width;
        Assert.InRange(side, 45 * unit, 96 * unit);
        Assert.True(cells[0].X == MathF.Round(room.X) && cells[0].Y == MathF.Round(room.Y + (2 * unit)));
        var across = cells.TakeWhile(cell => cell.Y == cells[0].Y).Count();
        for (var i = 0; i < cells.Length; i++)
        {
            Assert.Equal((side, side), (cells[i].Width, cells[i].Height));
            Assert.Equal(cells[0].X + (i % across * (side + (12 * unit))), cells[i].X, 1f);
            Assert.Equal(cells[0].Y + (i / across * (side + (30 * unit))), cells[i].Y, 1f);
            Assert.True(cells[i].Right <= room.Right + 1);
            Assert.Equal(new ExplanationTarget(ExplanationTargetKind.Window, i), Layout.At(cells[i].Centre));
        }

        Assert.True(cells[^1].Bottom + (30 * unit) <= room.Bottom + (3 * unit), $"{cells[^1]} in {room}");
        // Where not all have room, one more would not fit beside the others, nor another line below in the smallest size.
        if (cells.Length < all)
        {
            Assert.True(cells[across - 1].Right + side + (12 * unit) > room.Right);
            Assert.Equal(0, cells.Length % across);
            Assert.True(room.Height / ((cells.Length / across) + 1) < (46 + 30) * unit);
        }
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Tree_has_a_row_for_each_line_of_the_formula_and_parts_side_by_side(int width, int height, float ratio)
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        Open("i", width, height, ratio);
        var unit = _person.App.View.Layout.Unit;
        var (card, rows) = (Layout.TreeCard, Layout.Branches);
        Assert.Equal((5, 0), (rows.Length, Layout.HiddenBranches));
        var step = rows[1].Box.Y - rows[0].Box.Y;
        Assert.InRange(step, 21.9f * unit, 30.1f * unit);
        Assert.Equal(card.Y + (38 * unit), rows[0].Box.Y, 0.1f);
        Assert.True(rows[^1].Box.Bottom <= card.Bottom - (11.9f * unit));
        for (var i = 0; i < rows.Length; i++)
        {
            var box = rows[i].Box;
            Assert.Equal(card.X + ((16 + (20 * rows[i].Row.Depth)) * unit), box.X, 0.1f);
            Same(0, box.Right - card.Right + (16 * unit), box.Height - step, box.Y - rows[0].Box.Y - (i * step));
            var chips = rows[i].Chips;
            Assert.Equal(rows[i].Row.Content.Parts.Length, chips.Length);
            Assert.Equal(box.X + (118 * unit), chips[0].Box.X, 0.1f);
            foreach (var (at, chip) in chips.Index())
            {
                Same(2.5f * unit, chip.Box.Y - box.Y, box.Bottom - chip.Box.Bottom);
                Assert.True(chip.Box.Right <= box.Right + 0.1f);
                Assert.Equal(chip.Symbol!.Value, Layout.At(chip.Box.Centre).Index);
                if (at > 0)
                    Assert.InRange(chip.Box.X - chips[at - 1].Box.Right, 1.7f * unit, 3.1f * unit);
                if (chip.Text.Length == 1)
                    Assert.Equal(chips[0].Text.Length == 1 ? chips[0].Box.Width : chip.Box.Width, chip.Box.Width, 0.1f);
                else
                    Assert.True(chip.Box.Width > 1.5f * chips.Min(one => one.Box.Width));
            }
        }
    }

    [Fact]
    public void Tree_that_has_no_room_says_how_many_rows_are_missing_and_a_long_row_ends_with_dots()
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        Open("i", 1100, 700, 1);
        _person.App.Handle(new Resized(_person.Person.Tick(), 1100, 330, 1));
        Assert.Equal(5, Layout.Branches.Length + Layout.HiddenBranches);
        Assert.True(Layout.HiddenBranches > 0);
        var frame = new SheetFrame(_person);
        var more = frame[$"{Layout.HiddenBranches} more"];
        Assert.Equal(Layout.TreeCard.Right - (16 * frame.Unit), more.Place.Right, 1f);
        Assert.InRange(more.Place.Centre.Y, Layout.TreeCard.Y, Layout.Branches[0].Box.Y);
        _person.Press(Key.Escape);
        _person.Press(Key.Escape);
        _person.Press(Key.Delete);
        _person.App.Handle(new Resized(_person.Person.Tick(), 1280, 800, 1));
        _person.Write("12345+67890+12345+67890+12345=", x: 40, height: 34);
        Open("i", 720, 1100, 1);
        _person.App.Handle(new Resized(_person.Person.Tick(), 450, 720, 1));
        var (box, chips) = (Layout.Branches[0].Box, Layout.Branches[0].Chips);
        Assert.Equal(("…", (int?)null), (chips[^1].Text, chips[^1].Symbol));
        Assert.InRange(chips[^1].Box.Right, box.Right - (40 * _person.App.View.Layout.Unit), box.Right + 0.1f);
        Assert.Equal((chips[0].Box.Y, chips[0].Box.Height), (chips[^1].Box.Y, chips[^1].Box.Height));
        Assert.True(chips[^1].Box.X > chips[^2].Box.Right);
    }

    private static void Same(float expected, params float[] lengths) => Assert.All(lengths, one => Assert.Equal(expected, one, 0.6f));

    private void Look(string text, string key, int width, int height, float ratio)
    {
        _person.Write(text);
        Open(key, width, height, ratio);
    }

    /// <summary>Looks at the first symbol, with the pointer beside everything.</summary>
    private void Open(string key, int width, int height, float ratio)
    {
        var ink = _person.Paper.Strokes.First(one => one.Id == _person.Last.Symbols[0].StrokeIds[0]).Ink.Points;
        _person.Tap(_person.Panel.Space.ToPixel(ink[ink.Length / 2].Position));
        _person.Type(key);
        _person.App.Handle(new Resized(_person.Person.Tick(), width, height, ratio));
        _person.App.Handle(new PointerMoved(_person.Person.Tick(), new Vector2(-1)));
        _person.App.FinishReading();
    }
}
