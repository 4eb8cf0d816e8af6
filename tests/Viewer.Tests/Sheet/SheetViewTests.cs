using System.Numerics;
using System.Text.Json.Nodes;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;
using GpuDigits.Scenes.Ui;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>The sheet as a person uses it, with the shipped networks.</summary>
public sealed class SheetViewTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private Paper Paper => _person.Paper;

    private SheetPanel Panel => _person.Panel;

    public void Dispose() => _person.Dispose();

    [Fact]
    public void What_is_written_is_answered_and_what_is_added_is_counted()
    {
        var strokes = _person.Write("13×14=");
        Assert.Equal(("13×14=", "182"), (_person.Text, _person.Answer));
        Assert.True(CalculationLook.Of(_person.Last).AnswerBox(Panel.Space)!.Value.X > PaperHand.RightOf(strokes));
        // The 4 becomes a 5: the old digit is erased, the new one written in its place.
        var four = _person.Last.Symbols[4];
        Assert.Equal('4', four.Label);
        var box = four.Bounds;
        _person.Person.Trace(PointerButton.Right, _person.PixelOf(box), _person.PixelOf(box) + new Vector2(0, 30));
        _person.App.FinishReading();
        Assert.NotEqual("182", _person.Answer);
        var at = Panel.Space.ToPixel(new(box.Min.X, box.Max.Y));
        _person.Draw(new PaperHand(80, 7).Write("5", at));
        Assert.Equal(("13×15=", "195"), (_person.Text, _person.Answer));
        while (_person.App.View.Enabled[(int)Widget.Undo])
            _person.Press(Key.Undo);
        Assert.Empty(Paper.Strokes);
        Assert.Empty(Paper.Calculations);
        while (_person.App.View.Enabled[(int)Widget.Redo])
            _person.Press(Key.Redo);
        Assert.Equal("195", _person.Answer);
    }

    [Fact]
    public void Fraction_is_answered_as_one_and_a_tap_makes_it_a_decimal()
    {
        _person.Draw(new PaperHand(56, 3).SumOfFractions(new(100, 420)));
        Assert.Equal("5/4", _person.Answer);
        _person.Tap(_person.PixelOfAnswer);
        Assert.Equal("1.25", _person.Answer);
        Assert.Null(Panel.Asked);
        _person.Press(Key.Undo);
        Assert.Equal("5/4", _person.Answer);
    }

    [Fact]
    public void Tap_on_a_symbol_offers_other_readings_and_one_click_chooses()
    {
        // Most fours can be nothing else: the first one of several hands that can.
        var other = Enumerable.Range(1, 30).Select(OtherDigit).First(one => one is not null)!.Value;
        var strokes = Paper.Strokes.Length;
        _person.Tap(OnInk(4));
        Assert.Equal('4', Panel.Asked?.Symbol.Label);
        Assert.Equal(strokes, Paper.Strokes.Length);
        _person.Tap(_person.KeyOf(other.ToString()), pause: 0.01);
        Assert.Equal(($"13×1{other}=", $"{13 * (10 + other - '0')}"), (_person.Text, _person.Answer));
        Assert.True(_person.Last.Symbols[4].IsLocked);
        Assert.Equal(strokes, Paper.Strokes.Length);
        // Any other sign can be typed while the row is open.
        _person.Tap(OnInk(4));
        _person.Type("5");
        Assert.Equal("195", _person.Answer);
        // The small line below says the same, and can be tapped too.
        var (at, size) = CalculationLook.Of(_person.Last).LinePlace(Panel.Space, Paper.Calculations)!.Value;
        _person.Tap(at + new Vector2(0.3f, -0.3f) * size);
        Assert.Equal('1', Panel.Asked?.Symbol.Label);
        _person.Press(Key.Escape);
        Assert.Null(Panel.Row);
        Assert.NotNull(_person.App.View.Panel);

        char? OtherDigit(int seed)
        {
            Paper.Clear();
            _person.Write("13×14=", seed: seed);
            var offered = _person.Text == "13×14=" ? _person.Last.Symbols[4].Alternatives : [];
            return offered.Select(one => (char?)one.Label).FirstOrDefault(label => label != '4' && char.IsAsciiDigit(label!.Value));
        }
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(2)]
    public void Dots_beside_ink_are_written(double pause)
    {
        _person.Write("8");
        var box = Paper.Strokes[^1].Ink.Bounds;
        var at = Panel.Space.ToPixel(new(box.Max.X + 14, box.Max.Y));
        _person.Tap(at, pause);
        Assert.Null(Panel.Asked);
        Assert.Single(Paper.Strokes[^1].Ink.Points);
        _person.Draw(new PaperHand().Write("5+1=", Panel.Space.ToPixel(new(box.Max.X + 34, box.Max.Y))));
        Assert.Matches("^8[.·,]5", _person.Text);
    }

    [Theory]
    [InlineData(0.15)]
    [InlineData(2)]
    public void Dots_of_a_division_are_written(double pause)
    {
        var first = _person.Write("84");
        var bar = new PaperHand().Write("-", new(PaperHand.RightOf(first) + 24, first[0].Max(point => point.Y)));
        _person.Draw(bar);
        var middle = (bar[0][0] + bar[0][^1]) / 2;
        _person.Tap(middle - new Vector2(0, 18), pause);
        _person.Tap(middle + new Vector2(0, 18), pause);
        _person.Draw(new PaperHand().Write("2=", new(PaperHand.RightOf(bar) + 24, first[0].Max(point => point.Y))));
        Assert.Equal(("84÷2=", "42"), (_person.Text, _person.Answer));
    }

    [Fact]
    public void Who_goes_on_writing_does_not_tap()
    {
        _person.Write("13");
        _person.Tap(OnInk(1), pause: 0.1);
        Assert.Null(Panel.Asked);
        Assert.Single(Paper.Strokes[^1].Ink.Points);
    }

    [Fact]
    public void Typed_calculation_is_put_on_the_paper_and_can_be_changed()
    {
        _person.Type("13*14=");
        Assert.Equal("13×14=", Panel.Entry?.Text);
        Assert.Empty(Paper.Calculations);
        _person.Press(Key.Enter);
        Assert.Equal(("13×14=", "182"), (_person.Text, _person.Answer));
        _person.Type("1/3");
        _person.Press(Key.Backspace);
        _person.Type("4");
        _person.Press(Key.Enter);
        Assert.Equal(("1/4=", 2), (_person.Text, Paper.Calculations.Length));
        _person.Tap(_person.PixelOf(_person.Last.Bounds));
        Assert.Equal(_person.Last.Id, Panel.Entry?.Calculation);
        _person.Press(Key.Backspace);
        _person.Press(Key.Backspace);
        _person.Type("8=");
        _person.Press(Key.Enter);
        Assert.Equal(("1/8=", "1/8", 2), (_person.Text, _person.Answer, Paper.Calculations.Length));
        _person.Type("77");
        _person.Press(Key.Escape);
        Assert.Equal((null, 2), (Panel.Entry, Paper.Calculations.Length));
        Assert.Equal("0", _person.App.Calculator.Display);
    }

    [Fact]
    public void Letters_and_buttons_stay_commands()
    {
        _person.Type("12t");
        Assert.Equal(("12", "light"), (Panel.Entry?.Text, _person.App.View.Theme.Name));
        _person.Type("lLs");
        Assert.Equal("Sheet", _person.App.View.Panel?.Name);
        _person.Type("n");
        _person.Press(Key.Enter);
        _person.Press(Key.Backspace);
        Assert.Equal("0", _person.App.Calculator.Display);
        _person.Press(Key.Help);
        Assert.Equal(("Sheet", 1), (_person.App.View.Panel?.Name, Help()));
        _person.Press(Key.Escape);
        Assert.Equal(("Sheet", 0), (_person.App.View.Panel?.Name, Help()));

        float Help()
        {
            _person.App.Settle();
            return _person.App.View.Help;
        }
    }

    [Fact]
    public void What_is_selected_is_copied_moved_doubled_and_deleted()
    {
        _person.Write("6+9=");
        _person.Write("13×14=", y: 420);
        _person.Type("o");
        _person.Person.Trace([.. PaperHand.Around(_person.Last.Bounds, 30).Select(Panel.Space.ToPixel)]);
        Assert.Equal(_person.Last.StrokeIds.Order(), Panel.Selection?.Ids.Order());
        _person.Press(Key.Copy);
        Assert.Equal("13×14=182", _person.App.Clipboard.Text);
        var from = Panel.Space.ToPixel(Panel.Selection!.Bounds.Center);
        _person.Drag(from, from + new Vector2(90, 40));
        Assert.Equal(from + new Vector2(90, 40), Panel.Space.ToPixel(Panel.Selection!.Bounds.Center), Close);
        _person.Tap(_person.KeyOf("Duplicate"));
        Assert.Equal(["15", "182", "182"], Paper.Calculations.Select(one => one.Answer?.Shown));
        _person.Press(Key.Delete);
        Assert.Equal(["15", "182"], Paper.Calculations.Select(one => one.Answer?.Shown));
        _person.Type("o");
        _person.Press(Key.Copy);
        Assert.Equal("6+9=15\n13×14=182", _person.App.Clipboard.Text);
    }

    [Fact]
    public void Answer_that_is_dragged_into_another_calculation_stays_linked()
    {
        _person.Write("6+9=");
        var source = _person.Last;
        var to = _person.PixelOfAnswer + new Vector2(-120, 200);
        _person.Drag(_person.PixelOfAnswer, to);
        var link = Assert.Single(Paper.Links);
        Assert.Equal((source.Id, "15"), (link.Link.Source, link.Text));
        var box = Panel.Space.ToPixels(link.Bounds);
        _person.Draw(new PaperHand().Write("+2=", new(box.Right + 24, box.Bottom)));
        var goesOn = Paper.Calculations.Single(one => one.Id != source.Id);
        Assert.Equal("17", goesOn.Answer?.Shown);
        Assert.Equal("15+2=", goesOn.Expression?.ToPlain());
        // The small line below writes the number out, which is only a place in the ink.
        var line = CalculationLook.Of(goesOn).LineBox(Panel.Space, Paper.Calculations)!.Value;
        var (written, ink) = (MathTypesetter.Lay(goesOn.Expression!), MathTypesetter.Lay(goesOn.Reading!.Formula!));
        Assert.Equal(written.Width / written.Height, line.Width / line.Height, 0.01f);
        Assert.NotEqual(ink.Width / ink.Height, line.Width / line.Height, 0.1f);
    }

    [Fact]
    public void Corrected_digit_is_kept_for_learning_if_the_person_allows_it()
    {
        var folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
        var file = Path.Combine(folder, "corrections.jsonl");
        using (var person = new SheetPerson(corrections: file))
        {
            var seven = person.Write("7+8=")[0];
            person.Tap(seven[seven.Length / 2]);
            person.Type("7");
            Assert.Equal(7, Assert.Single(CorrectionFile.Read(file).Samples).Label);
            person.Person.Settings.KeepCorrections = false;
            person.Tap(seven[seven.Length / 2]);
            person.Type("1");
            Assert.Equal("9", person.Answer);
            Assert.Single(CorrectionFile.Read(file).Samples);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Who_writes_over_an_answer_at_once_writes()
    {
        _person.Write("6+9=");
        _person.Person.Wait(0.2);
        var at = _person.PixelOfAnswer;
        _person.Person.Trace(at - new Vector2(0, 30), at, at + new Vector2(0, 30));
        Assert.Empty(Paper.Links);
        Assert.Equal(3, Paper.Strokes[^1].Ink.Points.Length);
    }

    [Fact]
    public void Wheel_scrolls_and_with_Ctrl_enlarges_what_is_under_the_pointer()
    {
        _person.Write("6+9=", x: 700, y: 700);
        var before = Panel.Space;
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, -3)));
        Assert.Equal(before.Corner + new Vector2(0, 180), Panel.Space.Corner);
        _person.App.Handle(new PointerMoved(_person.Person.Tick(), new(640, 500)));
        var under = Panel.Space.ToInk(new(640, 500));
        _person.App.Handle(new Zoomed(_person.Person.Tick(), 4));
        Assert.True(Panel.Space.Zoom > 1.3f);
        Assert.Equal(under, Panel.Space.ToInk(new(640, 500)), Close);
        // What is written now is as wide on the screen as it is on the paper times the zoom.
        _person.Draw([[new(640, 500), new(740, 500)]]);
        Assert.Equal(100 / Panel.Space.Zoom, Paper.Strokes[^1].Ink.Bounds.Size.X, 0.01f);
        for (var i = 0; i < 3; i++)
            _person.App.Handle(new Zoomed(_person.Person.Tick(), -100));
        Assert.Equal(PaperSpace.SmallestZoom, Panel.Space.Zoom, 0.001f);
        Assert.Equal(default, Panel.Space.Corner);
        for (var i = 0; i < 1000; i++)
            _person.Press(Key.PageDown);
        Assert.True(Panel.Space.Shows(Paper.Bounds));
    }

    [Fact]
    public void Long_page_draws_only_what_is_in_sight_and_keeps_its_shapes()
    {
        var hand = new PaperHand(40);
        for (var line = 0; line < 40; line++)
            foreach (var stroke in hand.Write("123+456", new(60, 80 + 70 * line)))
                Paper.Write(new([.. stroke.Select((at, i) => new InkPoint(at.X, at.Y, 8 * i))]));
        var all = Paper.Strokes.Length;
        var list = _person.Frame();
        Assert.InRange(Panel.Ink.Kept, all / 8, all / 2);
        var capsules = Capsules(list);
        _person.App.Handle(new Scrolled(_person.Person.Tick(), new(0, -1)));
        var kept = Panel.Ink.Kept;
        list = _person.Frame();
        Assert.InRange(Panel.Ink.Kept, kept, kept + all / 8);
        Assert.InRange(Capsules(list), capsules * 8 / 10, capsules * 12 / 10);
        Assert.False(_person.App.NeedsFrame);

        static int Capsules(DrawList list)
        {
            var count = 0;
            foreach (var quad in list.Quads)
                count += quad.Traits.W == (int)QuadKind.Capsule && quad.Fill == Theme.Dark.Ink ? 1 : 0;
            return count;
        }
    }

    [Fact]
    public void Stroke_that_ends_over_a_button_is_ink()
    {
        var button = _person.App.View.Layout[Widget.Theme].Centre;
        _person.Person.Trace(button + new Vector2(-40, 300), button + new Vector2(0, 60), button);
        Assert.Equal("dark", _person.App.View.Theme.Name);
        Assert.Single(Paper.Strokes);
        Assert.False(Panel.IsDragging);
    }

    [Fact]
    public void State_holds_the_calculations()
    {
        _person.Write("6+9=");
        _person.Write("13×14=", y: 420);
        var sheet = JsonNode.Parse(_person.App.StateJson())!["sheet"]!.AsArray();
        Assert.Equal([("6+9=", "15"), ("13×14=", "182")], sheet.Select(one => ((string)one!["text"]!, (string)one["value"]!)));
        Assert.Equal([_person.Paper.Calculations[0].IsDoubtful, _person.Last.IsDoubtful], sheet.Select(one => (bool)one!["marked"]!));
    }

    [Fact]
    public void Program_opens_in_the_view_that_was_left()
    {
        var settings = new Settings();
        using var first = new Person(settings: settings);
        Assert.Equal(("calculator", false), (settings.View, first.App.View.KnowsSheet));
        first.App.OpenLastView();
        Assert.Null(first.App.View.Panel);
        first.Type("s");
        Assert.Equal(("sheet", true), (settings.View, first.App.View.KnowsSheet));
        using var second = new Person(settings: settings);
        second.App.OpenLastView();
        Assert.Equal("Sheet", second.App.View.Panel?.Name);
        second.Click(Widgets.TabOf(0));
        Assert.Equal(("calculator", true), (settings.View, second.App.View.KnowsSheet));
    }

    [Fact]
    public void Without_a_model_the_sheet_says_so_and_the_calculator_works()
    {
        using var person = new SheetPerson(load: () => throw new ModelFileException("models/symbols.safetensors: is missing"));
        person.Write("13×14=");
        Assert.Equal("The sheet reads nothing: models/symbols.safetensors: is missing", person.App.View.Hint);
        person.Type("5*5=");
        person.Press(Key.Enter);
        Assert.Equal("25", person.Answer);
        person.Person.Click(Widgets.TabOf(0));
        person.Type("6*7=");
        Assert.Equal("42", person.App.Calculator.Display);
    }

    [Fact]
    public void Pointer_says_what_it_would_do()
    {
        _person.Write("6+9=");
        Assert.Equal(PointerMeaning.Press, Panel.MeaningAt(_person.PixelOfAnswer));
        Assert.Equal(PointerMeaning.Write, Panel.MeaningAt(_person.PixelOfAnswer + new Vector2(0, 300)));
        Assert.Equal(PointerMeaning.Nothing, Panel.MeaningAt(new(100, 5)));
    }

    /// <summary>A point on the first stroke of a symbol, in pixels.</summary>
    private Vector2 OnInk(int symbol)
    {
        var id = _person.Last.Symbols[symbol].StrokeIds[0];
        var points = Paper.Strokes.First(one => one.Id == id).Ink.Points;
        return Panel.Space.ToPixel(points[points.Length / 2].Position);
    }

    private static bool Close(Vector2 a, Vector2 b) => Vector2.Distance(a, b) < 0.6f;
}
