using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What the cards say that explain a reading, and where on their card.</summary>
public sealed class ExplanationCardsTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private ExplanationView View => _person.Panel.Explanation!;

    private ExplanationLayout Places => View.Layout!;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(1100, 700, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(720, 1100, 1)]
    public void Title_of_a_card_stands_over_its_subtitle_and_both_at_its_margin(int width, int height, float ratio)
    {
        Open("13×14=", "i", 4, width, height, ratio);
        var frame = new SheetFrame(_person);
        var unit = frame.Unit;
        foreach (var (title, card) in new[]
        {
            ("From strokes to symbols", Places.InkCard), ("The strokes of “4”, in every group tried", Places.WindowsCard),
            ("What it may say", Places.ReadingsCard), ("The layout, as a tree", Places.TreeCard),
        })
        {
            var text = frame[title];
            Assert.Equal((card.X + (16 * unit), card.Y + (10 * unit)), (text.Room.X, text.Room.Y));
            Assert.Equal((card.Right - (16 * unit), 22 * unit), (text.Room.Right, text.Room.Height), Near);
            Assert.Equal(text.Room.X, text.Place.X, 0.1f);
            Assert.Equal((15 * unit, false), (text.Size, text.IsCut));
            foreach (var below in frame.Texts.Where(one => one.Room.X == text.Room.X && one.Room.Y == text.Room.Bottom))
                Assert.Equal((text.Room.Right, 18 * unit), (below.Room.Right, below.Room.Height), Near);
        }

        Assert.Contains(frame.Texts, one => one.Room.Y == frame["What it may say"].Room.Bottom
            && one.Text.StartsWith("The first leads by ", StringComparison.Ordinal));
        var shown = View.Answer!.Explanation;
        var ink = Assert.Single(frame.Texts, one => one.Text.Contains(" taken · ", StringComparison.Ordinal));
        Assert.StartsWith($"{shown.Windows.Length} groups of strokes tried, 6 taken · in all +", ink.Text, StringComparison.Ordinal);
        Assert.Contains(" division +", ink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Notes_of_the_symbols_stand_right_over_and_under_their_boxes()
    {
        Open("13×14=", "i", 4, 1280, 800, 1);
        var frame = new SheetFrame(_person);
        var unit = frame.Unit;
        foreach (var (i, sign) in "13×14=".Index())
        {
            var box = Places.Boxes[i];
            var over = Assert.Single(frame.Texts, one => one.Text == $"{sign}" && MathF.Abs(one.Room.Centre.X - box.Centre.X) < 1
                && one.Room.Bottom <= box.Y && one.Room.Y > Places.InkCard.Y);
            Assert.Equal((18 * unit, 16 * unit), (box.Y - over.Room.Y, over.Room.Height), Near);
            Assert.Equal(14 * unit, over.Size, 0.01f);
            Assert.Equal(over.Place.Width + (6 * unit), over.Room.Width, 0.1f);
            var under = Assert.Single(frame.Texts, one => MathF.Abs(one.Room.Y - box.Bottom - (2 * unit)) < 0.1f
                && MathF.Abs(one.Room.Centre.X - box.Centre.X) < 1);
            var window = View.Answer!.Explanation.Windows.Single(one =>
                one.Strokes.SequenceEqual(View.Answer.Explanation.Readings[0].Symbols[i].Strokes));
            Assert.Equal(ExplanationScene.Signed(window.Gain), under.Text);
        }
    }

    [Fact]
    public void Symbol_that_is_looked_at_and_the_one_under_the_pointer_stand_out()
    {
        Open("13×14=", "i", 4, 1280, 800, 1);
        var series = _person.App.View.Theme.Series;
        Box[] Marked(float alpha)
        {
            var frame = new SheetFrame(_person);
            return [.. series.SelectMany(color => frame.Boxes(color.WithAlpha(alpha))).Where(box => Places.Boxes.Contains(box))];
        }

        Assert.Equal([Places.Boxes[4]], Marked(0.26f));
        Assert.Equal(5, Marked(0.1f).Length);
        Point(Places.Boxes[1].Centre);
        Assert.Equal([Places.Boxes[1]], Marked(0.2f));
        Assert.Equal([Places.Boxes[4]], Marked(0.26f));
        // In the head the same ones.
        var head = new SheetFrame(_person);
        var (looked, hovered) = (Places.Formula.BoxOf(4)!.Value, Places.Formula.BoxOf(1)!.Value);
        var unit = head.Unit;
        Box Around(Box symbol) => new(symbol.X - unit, symbol.Y - (4 * unit), symbol.Width + (2 * unit), symbol.Height + (8 * unit));
        Assert.Equal([Around(looked)], InHead(head, 0.16f));
        Assert.Equal([Around(hovered)], InHead(head, 0.10f));
        Point(Places.Boxes[4].Centre);
        Assert.Empty(Marked(0.2f));
        Assert.Empty(InHead(new(_person), 0.10f));

        Box[] InHead(SheetFrame frame, float alpha) =>
            [.. frame.Boxes(frame.Theme.Accent.WithAlpha(alpha)).Where(box => box.Overlaps(Places.Head))];
        // A picture of a window frames its strokes on the ink.
        Point(Places.Cells[1].Centre);
        var frame = new SheetFrame(_person);
        var window = ExplanationPictures.RivalsOf(View.Answer!.Explanation, View.Symbol)[1];
        var strokes = Places.BoxOf(View.Answer, window.Strokes).Grown(4 * unit);
        Assert.Equal([strokes], frame.Boxes(frame.Theme.Text.WithAlpha(0.08f)));
    }

    [Fact]
    public void Windows_of_a_symbol_are_the_symbol_first_and_then_by_their_gain()
    {
        Open("13×14=", "i", 4, 1280, 800, 1);
        var explanation = View.Answer!.Explanation;
        var symbol = explanation.Reading.Symbols[4];
        var rivals = ExplanationPictures.RivalsOf(explanation, 4);
        Assert.Equal(symbol.Strokes.ToArray(), rivals[0].Strokes.ToArray());
        Assert.Equal(explanation.Windows.Count(one => one.Strokes.Any(symbol.Strokes.Contains)), rivals.Length);
        Assert.True(rivals.Length > 2);
        Assert.Equal(rivals.Skip(1).Select(one => one.Gain).OrderDescending(), rivals.Skip(1).Select(one => one.Gain));
        // A number beyond the last symbol is the last one.
        Assert.Equal(explanation.Reading.Symbols[^1], ExplanationPictures.SymbolOf(explanation, 99));
        var frame = new SheetFrame(_person);
        foreach (var (i, cell) in Places.Cells.Index())
        {
            var label = rivals[i].Label == '-' ? '−' : rivals[i].Label;
            var text = Assert.Single(frame.Texts, one => MathF.Abs(one.Room.Y - cell.Bottom - (6 * frame.Unit)) < 0.1f
                && MathF.Abs(one.Room.Centre.X - cell.Centre.X) < 0.1f);
            Assert.Equal($"{label}   {ExplanationScene.Signed(rivals[i].Gain)}", text.Text);
            Assert.Equal((cell.Width + (8 * frame.Unit), 14 * frame.Unit), (text.Room.Width, text.Room.Height), Near);
            var frames = frame.Quads.Where(quad => SheetFrame.Is(quad, QuadKind.Box) && SheetFrame.Of(quad) == cell.Grown(2 * frame.Unit));
            Assert.Equal((i == 0 ? 2 : 1) * frame.Unit, Assert.Single(frames).Traits.Y, 0.01f);
        }

        Assert.Equal(Places.Cells.Length, frame.Quads.Count(quad => SheetFrame.Is(quad, QuadKind.Tile)));
    }

    [Theory]
    [InlineData(1280, 800, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(960, 600, 1)]
    public void Readings_have_their_shares_and_how_far_they_are_behind_in_columns(int width, int height, float ratio)
    {
        Open("13×14=", "i", 4, width, height, ratio);
        var frame = new SheetFrame(_person);
        var (unit, inside, all) = (frame.Unit, Places.Inside(Places.ReadingsCard), View.Answer!.Explanation.Readings);
        // From the right; on a narrow card there are fewer.
        string[] titles = [.. ExplanationLayout.Columns.Select(one => one.Title).Where(title => frame.Texts.Any(one => one.Text == title))];
        Assert.InRange(titles.Length, 2, 5);
        Assert.Equal(ExplanationLayout.Columns.Select(one => one.Title).Take(titles.Length), titles);
        var wide = ExplanationLayout.Columns.Take(titles.Length).Sum(one => one.Width);
        Assert.True(wide + 60 <= inside.Width / unit || titles.Length == 2);
        Assert.True(titles.Length == 5 || wide + ExplanationLayout.Columns[titles.Length].Width + 60 > inside.Width / unit);
        var right = inside.Right;
        for (var column = titles.Length - 1; column >= 0; column--)
        {
            var title = frame[titles[column]];
            Assert.Equal((right, inside.Y), (title.Place.Right, title.Room.Y), Near);
            Assert.Equal((ExplanationLayout.Columns[column].Width - 4) * unit, title.Room.Width, 0.1f);
            for (var i = 0; i < Places.Rows.Length; i++)
            {
                var row = Places.Rows[i];
                var (one, first) = (all[i], all[0]);
                var texts = frame.Texts.Where(text => text.Place.Right > right - 1 && text.Place.Right < right + 1
                    && row.Contains(text.Place.Centre)).ToArray();
                var expected = (i, column) switch
                {
                    (_, 0) => Scene.Percent(one.Probability),
                    (0, 1) => "best",
                    (0, _) => null,
                    (_, 1) => ExplanationScene.Signed(one.Score - first.Score),
                    (_, 2) => ExplanationScene.Signed(one.SymbolScore - first.SymbolScore),
                    (_, 3) => ExplanationScene.Signed(one.LayoutScore - first.LayoutScore),
                    _ => ExplanationScene.Signed(one.ArithmeticScore - first.ArithmeticScore),
                };
                Assert.Equal(expected is null ? [] : new[] { expected }, texts.Select(text => text.Text));
                // Above its bar the share has less room.
                var high = row.Height - (column == 0 ? 4 * unit : 0);
                Assert.All(texts, text => Assert.Equal((row.Y, high), (text.Room.Y, text.Room.Height), Near));
            }

            right -= ExplanationLayout.Columns[column].Width * unit;
        }

        // Bars as long as the shares stand at the foot of the first column.
        foreach (var (i, row) in Places.Rows.Index())
        {
            var track = Assert.Single(frame.Boxes(frame.Theme.BarTrack), box => MathF.Abs(box.Y - row.Bottom + (6 * unit)) < 0.1f);
            Assert.Equal((right + (4 * unit), 58 * unit), (track.X, track.Width), Near);
            Assert.Equal(3 * unit, track.Height, 0.1f);
            var bars = frame.Boxes(i == 0 ? frame.Theme.Accent : frame.Theme.Bar).Where(box => box.Y == track.Y).ToArray();
            Assert.Equal(all[i].Probability > 0 ? all[i].Probability * track.Width : 0, bars.Sum(bar => bar.Width), 0.1f);
        }

        // The one that is shown has a ground.
        Assert.Equal([Places.Rows[0].Grown(-unit)], frame.Boxes(frame.Theme.Accent.WithAlpha(0.12f)));
        _person.Press(Key.Down);
        Assert.Equal([Places.Rows[1].Grown(-unit)], new SheetFrame(_person).Boxes(frame.Theme.Accent.WithAlpha(0.12f)));
        Assert.Contains(new SheetFrame(_person).Texts, one => one.Text == "As the other reading has it; what differs is marked");
    }

    [Fact]
    public void Branches_of_the_tree_hang_on_the_line_above_them()
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        Look("i", 0, 1280, 800, 1);
        var frame = new SheetFrame(_person);
        var (unit, rows) = (frame.Unit, Places.Branches);
        var lines = frame.Lines(frame.Theme.Bar);
        Assert.Equal(2 * (rows.Length - 1), lines.Length);
        for (var i = 1; i < rows.Length; i++)
        {
            var (down, across) = (lines[(2 * i) - 2], lines[(2 * i) - 1]);
            var corner = new Vector2(rows[0].Box.X + (6 * unit), rows[i].Box.Centre.Y);
            Assert.Equal((corner, corner), (down.To, across.From));
            Assert.Equal((corner.X, rows[0].Box.Centre.Y + (9 * unit)), (down.From.X, down.From.Y), Near);
            Assert.Equal((rows[i].Box.X - (4 * unit), corner.Y), (across.To.X, across.To.Y), Near);
        }

        foreach (var row in rows)
        {
            var caption = Assert.Single(frame.Texts, one => one.Text == row.Row.Place && one.Room.Y == row.Box.Y);
            Assert.Equal((row.Box.X, 110 * unit), (caption.Place.X, caption.Room.Width), Near);
            foreach (var chip in row.Chips)
                Assert.Single(frame.Texts, one => one.Text == chip.Text && one.Room == chip.Box.Grown(-2 * unit));
        }
    }

    [Theory]
    [InlineData(1280, 800, 1)]
    [InlineData(2560, 1600, 2)]
    [InlineData(720, 1100, 1)]
    public void Lens_has_what_the_shape_says_beside_what_its_place_says(int width, int height, float ratio)
    {
        Open("13×14=", "l", 4, width, height, ratio);
        var frame = new SheetFrame(_person);
        var shape = Assert.Single(frame.Texts, one => one.Text.StartsWith("Its shape alone:  “4” ", StringComparison.Ordinal));
        var place = Assert.Single(frame.Texts, one => one.Text.StartsWith("With its size and place:  “4” ", StringComparison.Ordinal));
        Assert.Equal((Places.Note.X, Places.Note.Y), (shape.Place.X, shape.Room.Y), Near);
        Assert.True(shape.Room.Width == place.Room.Width && shape.Room.Height == place.Room.Height);
        if (frame.Layout.IsPortrait)
            Assert.Equal((shape.Room.X, shape.Room.Bottom, Places.Note.Bottom), (place.Place.X, place.Room.Y, place.Room.Bottom));
        else
        {
            Assert.Equal((Places.Note.Right, shape.Room.Right + (20 * frame.Unit)), (place.Place.Right, place.Room.X), Near);
            Assert.Equal(Places.Note.Right, place.Room.Right, 0.1f);
        }

        // At most three are named, and those with hardly a chance not at all.
        var percent = shape.Text.Split("   ");
        Assert.InRange(percent.Length, 1, 3);
        var shares = View.Answer!.Explanation.Windows.Single(one => one.Strokes.SequenceEqual(View.Reading!.Symbols[4].Strokes)).ByShape;
        Assert.Equal(Math.Max(1, Math.Min(3, shares.Count(one => one >= 0.0005f))), percent.Length);
        Assert.EndsWith($"“4” {Scene.Percent(shares.Max())}", percent[0], StringComparison.Ordinal);
        foreach (var (label, key) in new[] { ("← Sheet", Places.Back), ("Lens", Places.LensTab), ("How it was read", Places.ReadingTab) })
            Assert.Equal(key.Grown(-8 * frame.Unit), frame[label].Room);
        Assert.Equal([Places.LensTab], frame.Boxes(frame.Theme.Operator.Normal));
        Point(Places.ReadingTab.Centre);
        Assert.Equal([Places.ReadingTab], new SheetFrame(_person).Boxes(frame.Theme.Key.Hover));
    }

    [Fact]
    public void Scores_have_a_sign_and_one_decimal() => Assert.Equal(
        ["+1.3", "−0.4", "0", "+12.0"], ((float[])[1.26f, -0.4f, 0, 12]).Select(ExplanationScene.Signed));

    [Fact]
    public void Keys_and_buttons_go_from_symbol_to_symbol_and_stop_at_the_ends()
    {
        Open("13×14=", "i", 4, 1280, 800, 1);
        Assert.Equal("Symbol 5: 4", View.Buttons.Single(button => button.IsOn == true && button.Name[0] == 'S').Name);
        Assert.Equal(
            ["Back to the sheet", "Lens", "How it was read", "Symbol 1: 1"], View.Buttons.Take(4).Select(button => button.Name));
        Assert.Equal([null, false, true], View.Buttons.Take(3).Select(button => button.IsOn));
        Assert.Equal("Reading 1", View.Buttons.Single(button => button.IsOn == true && button.Name[0] == 'R').Name);
        foreach (var (key, times, symbol, reading) in new[]
        {
            (Key.Right, 1, 5, 0), (Key.Right, 3, 5, 0), (Key.Left, 2, 3, 0), (Key.Left, 9, 0, 0), (Key.Up, 1, 0, 0), (Key.Down, 1, 0, 1),
            (Key.Down, 40, 0, Places.Rows.Length - 1), (Key.Up, 40, 0, 0),
        })
        {
            for (var i = 0; i < times; i++)
                _person.Press(key);
            Assert.Equal((symbol, reading), (View.Symbol, View.ChosenReading));
        }

        // A press counts where it ends where it began, and with the left button.
        var person = _person.Person;
        person.Trace(Places.Boxes[2].Centre, Places.Boxes[3].Centre);
        person.Trace(PointerButton.Right, Places.Boxes[3].Centre);
        Assert.Equal(0, View.Symbol);
        Point(Places.Rows[1].Centre);
        Assert.Equal((1, 0), (View.ShownReading, View.ChosenReading));
        _person.Tap(Places.Boxes[3].Centre);
        Assert.Equal(3, View.Symbol);
        Assert.Equal("Symbol 4: 1", View.Buttons.Single(button => button.IsOn == true && button.Name[0] == 'S').Name);
        Point(Places.LensTab.Centre);
        Assert.Equal("What the network sees in the symbol · L; in colour · C", View.Hint);
        Point(Places.Cells[0].Centre);
        Assert.Equal((PointerMeaning.Nothing, ""), (View.PointerMeaning, View.Hint));
    }

    private static bool Near((float First, float Second) a, (float First, float Second) b) =>
        MathF.Abs(a.First - b.First) < 0.6f && MathF.Abs(a.Second - b.Second) < 0.6f;

    private void Point(Vector2 at) => _person.App.Handle(new PointerMoved(_person.Person.Tick(), at));

    private void Open(string text, string key, int symbol, int width, int height, float ratio)
    {
        _person.Write(text);
        Look(key, symbol, width, height, ratio);
    }

    private void Look(string key, int symbol, int width, int height, float ratio)
    {
        var ink = _person.Paper.Strokes.First(one => one.Id == _person.Last.Symbols[symbol].StrokeIds[0]).Ink.Points;
        _person.Tap(_person.Panel.Space.ToPixel(ink[ink.Length / 2].Position));
        _person.Type(key);
        _person.App.Handle(new Resized(_person.Person.Tick(), width, height, ratio));
        Point(new(-1));
        _person.App.FinishReading();
    }
}
