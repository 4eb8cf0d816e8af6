using System.Numerics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;
using GpuDigits.Scenes;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Looking into what was read on the sheet: the lens on a symbol, and how its calculation was read.</summary>
public sealed class ExplanationTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private SheetPanel Panel => _person.Panel;

    private ExplanationView View => Panel.Explanation!;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void Lens_shows_what_the_network_sees_in_the_symbol_that_was_tapped()
    {
        _person.Write("13×14=");
        _person.Tap(OnInk(4));
        _person.Type("l");
        var four = _person.Last.Symbols[4];
        Stroke[] ink = [.. _person.Paper.Strokes.Where(one => four.StrokeIds.Contains(one.Id)).Select(one => one.Ink)];
        var activations = View.Lens.Activations!;
        Assert.Equal(Levels.ToFloats(DigitPreparation.Picture(ink)), activations.Input.Values);
        Assert.Equal(Alphabet.None, activations.Probabilities.Length);
        Assert.Equal('4', Alphabet.Shapes[Array.IndexOf(activations.Probabilities, activations.Probabilities.Max())]);
        // It is what the reader knows of the symbol's shape.
        var window = View.Answer!.Explanation.Windows.Single(one => one.Strokes.SequenceEqual(_person.Last.Reading!.Symbols[4].Strokes));
        for (var i = 0; i < Alphabet.None; i++)
            Assert.Equal(window.ByShape[i], activations.Probabilities[i], 1e-4f);
        Assert.Contains(_person.Frame().Written!, one => one.Text.StartsWith("With its size and place:  “4” 99", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("l", "l")]
    [InlineData("l", "s")]
    [InlineData("l", "Esc")]
    [InlineData("l", "key")]
    [InlineData("i", "i")]
    [InlineData("i", "Esc")]
    [InlineData("i", "key")]
    public void Who_goes_back_finds_the_sheet_as_it_was(string there, string back)
    {
        _person.Write("13×14=");
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, -1)));
        _person.Tap(OnInk(2));
        var (asked, space, strokes) = (Panel.Asked, Panel.Space, _person.Paper.Strokes);
        _person.Type(there);
        Assert.NotNull(Panel.Explanation);
        if (back == "Esc")
            _person.Press(Key.Escape);
        else if (back == "key")
            _person.Tap(View.Layout!.Back.Centre);
        else
            _person.Type(back);
        Assert.Null(Panel.Explanation);
        Assert.Equal((asked, space, strokes, "182"), (Panel.Asked, Panel.Space, _person.Paper.Strokes, _person.Answer));
        Assert.Equal("Sheet", _person.App.View.Panel!.Name);
    }

    [Fact]
    public void Every_symbol_of_the_ink_has_its_reading_above_it_and_what_it_gains_below()
    {
        _person.Write("13×14=");
        _person.Tap(OnInk(4));
        _person.Type("i");
        var written = _person.Frame().Written!;
        foreach (var (i, sign) in "13×14=".Index())
        {
            var box = View.Layout!.Boxes[i];
            Assert.Contains(written, one => one.Text == $"{sign}" && one.Place.Bottom <= box.Y && one.Room.Contains(box.Centre with
            {
                Y = one.Room.Centre.Y,
            }));
            Assert.Contains(written, one => one.Text[0] is '+' or '−' && one.Text.Length > 1 && one.Place.Y >= box.Bottom
                && one.Room.Contains(box.Centre with { Y = one.Room.Centre.Y }));
        }
    }

    [Fact]
    public void Symbol_is_the_tapped_one_or_that_of_the_selection_or_the_one_under_the_pointer()
    {
        _person.Write("13×14=");
        _person.Write("6+9=", y: 480);
        Point(OnInk(1));
        _person.Type("l");
        Assert.Equal('+', Looked);
        _person.Press(Key.Escape);
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Last.Symbols[2].Bounds, 14).Select(Panel.Space.ToPixel)]);
        Point(new(-1));
        _person.Type("l");
        Assert.Equal('9', Looked);
        _person.Press(Key.Escape);
        Assert.NotNull(Panel.Selection);
        _person.Press(Key.Escape);
        // How it was read is asked of the whole calculation, its answer included.
        Point(_person.PixelOfAnswer);
        _person.Type("i");
        Assert.Equal((ExplanationPage.Reading, "6+9="), (View.Page, View.Reading!.Text));
        _person.Press(Key.Escape);
        // With no symbol in sight L is the lens on the pad.
        Point(new(30, 700));
        _person.Type("l");
        Assert.Equal("Lens", _person.App.View.Panel?.Name);
    }

    [Fact]
    public void Reading_is_explained_by_what_was_tried_and_the_best_of_it_is_what_was_read()
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        _person.Tap(OnInk(0));
        _person.Type("i");
        var explanation = View.Answer!.Explanation;
        Assert.Equal(_person.Text, explanation.Reading.Text);
        Assert.Equal(_person.Text, explanation.Readings[0].Formula.ToString());
        Assert.True(explanation.Readings.Length > 1 && explanation.Lead > 0);
        Assert.Equal(["on the line", "above the bar", "below the bar", "above the bar", "below the bar"],
            View.Layout!.Branches.Select(branch => branch.Row.Place));
        // Every symbol has its box around its ink.
        for (var i = 0; i < explanation.Reading.Symbols.Length; i++)
            foreach (var at in explanation.Reading.Symbols[i].Strokes)
                Assert.All(View.Answer.Strokes[at].Points, point => Assert.True(
                    View.Layout.Boxes[i].Contains(View.Layout.Ink.ToPixel(point.Position))));
        var written = _person.Frame().Written!;
        Assert.Contains(written, one => one.Text == "best");
        var tried = $"{explanation.Windows.Length} groups of strokes tried";
        Assert.Contains(written, one => one.Text.StartsWith(tried, StringComparison.Ordinal));
        // Down shows the second reading on the ink.
        _person.Press(Key.Down);
        Assert.Equal((1, explanation.Readings[1].Symbols.Length), (View.Layout!.Shown, View.Layout.Boxes.Length));
    }

    [Fact]
    public void Both_views_are_reached_by_the_pointer_and_every_key_says_what_it_does()
    {
        _person.Write("13×14=");
        foreach (var page in Enum.GetValues<ExplanationPage>())
        {
            _person.Tap(OnInk(0));
            var label = page == ExplanationPage.Lens ? SheetPanel.LensLabel : SheetPanel.ReadingLabel;
            var key = _person.KeyOf(label);
            Point(key);
            Assert.Equal((SheetKeys.HintOf(label), true), (_person.App.View.Hint, _person.App.View.Hint.Length > 0));
            _person.Tap(key);
            Assert.Equal((page, '1'), (View.Page, Looked));
            Point(View.Layout!.Back.Centre);
            Assert.Equal("Back to the sheet · Esc", _person.App.View.Hint);
            _person.Tap(View.Layout.Back.Centre);
        }
        _person.Tap(OnInk(0));
        _person.Tap(_person.KeyOf(SheetPanel.LensLabel));
        Point(View.Layout!.ReadingTab.Centre);
        Assert.Equal("How the calculation was read · I", _person.App.View.Hint);
        _person.Tap(View.Layout.ReadingTab.Centre);
        Assert.Equal(ExplanationPage.Reading, View.Page);
        // A press on a box, on a reading, and on the formula over both.
        _person.Tap(View.Layout!.Boxes[4].Centre);
        Assert.Equal('4', Looked);
        _person.Tap(View.Layout.Rows[1].Centre);
        Assert.Equal(1, View.ChosenReading);
        var one = View.Layout.Formula.BoxOf(2)!.Value.Centre;
        Assert.Equal(PointerMeaning.Press, Panel.MeaningAt(one));
        _person.Tap(one);
        Assert.Equal('×', Looked);
        _person.Tap(View.Layout.LensTab.Centre);
        Assert.Equal('×', Alphabet.Shapes[Array.IndexOf(View.Lens.Activations!.Probabilities, View.Lens.Activations.Probabilities.Max())]);
        // The keys of a selection are there, too.
        _person.Press(Key.Escape);
        _person.Press(Key.Escape);
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Last.Symbols[1].Bounds, 20).Select(Panel.Space.ToPixel)]);
        _person.Tap(_person.KeyOf(SheetPanel.ReadingLabel));
        Assert.Equal((ExplanationPage.Reading, "13×14="), (View.Page, View.Reading!.Text));
    }

    [Fact]
    public void Readings_of_a_symbol_stay_centred_over_it_beside_other_keys()
    {
        _person.Write("13×14=", x: 400);
        _person.Tap(OnInk(2));
        var (keys, anchor) = Panel.Row!.Value;
        var signs = keys with { Keys = [.. keys.Keys.Where(key => key.Label.Length == 1)] };
        Assert.True(signs.Keys.Length < keys.Keys.Length);
        var layout = _person.App.View.Layout;
        var alone = signs.Lay(anchor, layout).Keys;
        Assert.Equal(alone, keys.Lay(anchor, layout).Keys[..alone.Length]);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(560, 900)]
    [InlineData(720, 480)]
    public void Keys_of_a_selection_are_all_in_the_window(int width, int height)
    {
        _person.Write("13×14=", x: 60, height: 40);
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Last.Symbols[1].Bounds, 20).Select(Panel.Space.ToPixel)]);
        _person.App.Handle(new Resized(_person.Person.Tick(), width, height, 1));
        var (keys, anchor) = Panel.Row!.Value;
        var layout = _person.App.View.Layout;
        var (row, boxes) = keys.Lay(anchor, layout);
        Assert.True(row.X >= 0 && row.Right <= width, $"{row} in {width}");
        Assert.All(boxes, box => Assert.True(box.X > row.X && box.Right < row.Right));
        Assert.DoesNotContain(_person.Frame().Written!, one => one.IsCut);
    }

    [Fact]
    public void Nothing_that_is_done_there_changes_the_sheet_or_the_calculator()
    {
        _person.Write("13×14=");
        var strokes = _person.Paper.Strokes;
        foreach (var there in "li")
        {
            _person.Tap(OnInk(0));
            _person.Type($"{there}12+3=eo");
            foreach (var key in new[] { Key.Delete, Key.Undo, Key.Backspace, Key.Enter, Key.Space, Key.Right, Key.PageDown })
                _person.Press(key);
            _person.App.Handle(new Pasted(_person.Person.Tick(), "77"));
            _person.Person.Trace(new Vector2(300, 300), new Vector2(500, 500));
            _person.Person.Trace(PointerButton.Right, new(300, 300), new(500, 500));
            foreach (var tool in new[] { Widget.Undo, Widget.ClearPad, Widget.Eraser, Widget.Loop })
                Assert.False(_person.App.View.Enabled[(int)tool]);
            _person.Press(Key.Escape);
            Assert.Equal((strokes, Widget.None), (_person.Paper.Strokes, Panel.Tool));
            Assert.Null(Panel.Entry);
            Assert.Equal("0", _person.App.Calculator.Display);
        }
        // The theme is the app's, and another tab ends it.
        _person.Tap(OnInk(0));
        _person.Type("lt");
        Assert.Equal("light", _person.App.View.Theme.Name);
        _person.Person.Click(Widgets.TabOf(0));
        _person.Type("s");
        Assert.Null(Panel.Explanation);
    }

    [Fact]
    public void Line_that_goes_on_and_a_placed_answer_are_explained_with_what_stands_for_them()
    {
        _person.Write("6+9=", y: 200);
        _person.Write("×2=", x: 200, y: 330);
        Assert.Equal("30", _person.Answer);
        _person.Tap(OnInk(1));
        _person.Type("i");
        Assert.True(View.HasStands);
        Assert.Equal(4, View.Answer!.Explanation.Reading.Symbols.Length);
        Assert.Contains(_person.Frame().Written!, one => one.Text.EndsWith("numbers from elsewhere count as 0", StringComparison.Ordinal));
        for (var i = 0; i < 5; i++)
            _person.Press(Key.Left);
        _person.Type("l");
        _person.Frame();
        Assert.NotNull(View.Lens.Activations);
    }

    [Fact]
    public void Networks_of_another_kind_are_explained_but_not_looked_into()
    {
        using var networks = SymbolReader.Load();
        using var person = new SheetPerson(load: () => new Other(networks));
        person.Write("6+9=");
        person.App.Handle(new PointerMoved(person.Person.Tick(), person.PixelOf(person.Last.Symbols[0].Bounds)));
        person.Tap(person.Panel.Space.ToPixel(person.Paper.Strokes[0].Ink.Points[10].Position));
        person.Type("l");
        Assert.Contains(person.Frame().Written!, one => one.Text == "Nobody can look into this network");
        person.Type("i");
        Assert.Contains(person.Frame().Written!, one => one.Text == "best");
    }

    [Theory]
    [InlineData("l", 0)]
    [InlineData("l", 40)]
    [InlineData("lc", 12)]
    [InlineData("i", 0)]
    public void Every_text_has_its_room(string keys, int pages)
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        _person.Tap(OnInk(0));
        _person.Type(keys);
        for (var i = 0; i < pages; i++)
            _person.Press(Key.PageDown);
        Point(new(-1));
        TextRoomTests.Look(_person.Person, keys, TextRoomTests.Wrong);
        var list = new DrawList(Font.Default);
        for (var width = 1; width < 1200; width += 67)
        {
            for (var height = 1; height < 900; height += 93)
            {
                _person.App.Handle(new Resized(_person.Person.Tick(), width, height, 1));
                _person.App.Draw(list, _person.Person.Tick());
            }
        }
    }

    [Fact]
    public void Long_calculation_has_its_room()
    {
        _person.Write("12345+67890+12345+67890=", x: 40, height: 34);
        _person.Tap(OnInk(0));
        _person.Type("i");
        Point(new(-1));
        TextRoomTests.Look(_person.Person, "a long calculation", TextRoomTests.Wrong);
    }

    private char Looked => View.Reading!.Symbols[View.Symbol].Label;

    private void Point(Vector2 at) => _person.App.Handle(new PointerMoved(_person.Person.Tick(), at));

    /// <summary>A point on the first stroke of a symbol of the newest calculation, in pixels.</summary>
    private Vector2 OnInk(int symbol)
    {
        var id = _person.Last.Symbols[symbol].StrokeIds[0];
        var points = _person.Paper.Strokes.First(one => one.Id == id).Ink.Points;
        return Panel.Space.ToPixel(points[points.Length / 2].Position);
    }

    private sealed class Other(SymbolReader networks) : ISymbolClassifier
    {
        public float[] ReadShapes(IReadOnlyList<byte[]> pictures) => networks.ReadShapes(pictures);

        public float[] ReadPlaces(float[] measures) => networks.ReadPlaces(measures);
    }
}
