using System.Numerics;
using GpuDigits.Pictures.Typesetting;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Panels;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>What a person sees under the pen and beside the ink.</summary>
public sealed class SheetWritingTests : IDisposable
{
    private readonly SheetPerson _person = new();

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Every_frame_shows_the_line_up_to_the_last_place_of_the_pen(int eventsInAFrame)
    {
        var path = new PaperHand(120).Write("8", new(300, 400))[0];
        foreach (var isOnPad in (bool[])[false, true])
        {
            if (isOnPad)
                _person.Press(Key.Escape);
            var pad = _person.App.View.Layout.Pad;
            Vector2[] way = [.. path.Select(at => isOnPad ? pad.Centre + (at - path[0]) / 2 : at)];
            var person = _person.Person;
            person.Do(new PointerMoved(person.Tick(), way[0]));
            person.Do(new PointerPressed(person.Tick(), PointerButton.Left));
            for (var i = 1; i < way.Length; i++)
            {
                person.Do(new PointerMoved(person.Tick(), way[i]));
                if (i % eventsInAFrame != 0)
                    continue;
                Assert.True(_person.App.NeedsFrame);
                var list = new DrawList(Font.Default);
                _person.App.Draw(list, 0);
                Assert.True(EndsAt(list, way[i], _person.App.View.Theme.Ink), $"event {i}");
            }
            person.Do(new PointerReleased(person.Tick(), PointerButton.Left));
        }

        static bool EndsAt(DrawList list, Vector2 at, Rgba ink)
        {
            foreach (var quad in list.Quads)
            {
                if (quad.Traits.W == (int)QuadKind.Capsule && quad.Fill == ink
                    && Vector2.Distance(new(quad.Shape.Z, quad.Shape.W), at) < 0.01f)
                    return true;
            }
            return false;
        }
    }

    [Theory]
    [InlineData("5")]
    [InlineData("w")]
    public void Character_that_is_typed_while_the_pen_draws_does_nothing_behind_the_sheet(string typed)
    {
        var person = _person.Person;
        var (calculator, panel) = (_person.App.Calculator, _person.App.View.Panel);
        person.Do(new PointerMoved(person.Tick(), new(400, 400)));
        person.Do(new PointerPressed(person.Tick(), PointerButton.Left));
        person.Do(new PointerMoved(person.Tick(), new(480, 480)));
        person.Type(typed);
        person.Do(new PointerReleased(person.Tick(), PointerButton.Left));
        Assert.Equal(calculator, _person.App.Calculator);
        Assert.Same(panel, _person.App.View.Panel);
        Assert.Single(_person.Paper.Strokes);
    }

    [Fact]
    public void Empty_place_in_a_written_equation_receives_the_number()
    {
        var left = _person.Write("13×", x: 80);
        _person.Draw(new PaperHand(80, 5).Write("=182", new(PaperHand.RightOf(left) + 170, left[0].Max(point => point.Y))));
        Assert.Equal(("13×=182", "14"), (_person.Text, _person.Answer));
        // It stands in the gap, not behind the equation.
        Assert.InRange(_person.PixelOfAnswer.X, PaperHand.RightOf(left), PaperHand.RightOf(left) + 170);
    }

    [Theory]
    [InlineData("13*?=182", "? = 14")]
    [InlineData("13*=182", "? = 14")]
    [InlineData("?/4+1/2=2", "? = 6")]
    public void Typed_equation_is_solved(string typed, string answer)
    {
        _person.Type(typed);
        _person.Press(Key.Enter);
        Assert.Equal(answer, _person.Answer);
    }

    /// <summary>The number from above has no strokes in the line: the small line below writes it out.</summary>
    [Fact]
    public void Line_that_goes_on_is_written_with_the_answer_it_goes_on_from()
    {
        _person.Write("13×14=");
        _person.Write("+18=", y: 330);
        Assert.Equal("200", _person.Answer);
        var box = CalculationLook.Of(_person.Last).LineBox(_person.Panel.Space, _person.Paper.Calculations)!.Value;
        var size = box.Height / MathTypesetter.Lay(_person.Last.Expression!).Height;
        Assert.Equal("182+18=", _person.Last.Expression!.ToPlain());
        Assert.Equal(MathTypesetter.Lay(_person.Last.Expression!).Width * size, box.Width, 0.01f);
        Assert.NotEqual(MathTypesetter.Lay(_person.Last.Reading!.Formula!).Width * size, box.Width, 1f);
    }

    [Fact]
    public void Message_in_the_place_of_an_answer_is_where_it_is_drawn()
    {
        _person.Type("1/0=");
        _person.Press(Key.Enter);
        Assert.True(_person.Last.Answer!.IsFault);
        var box = CalculationLook.Of(_person.Last).AnswerBox(_person.Panel.Space)!.Value;
        Quad[] glyphs =
        [
            .. _person.Frame().Quads.ToArray()
                .Where(quad => quad.Traits.W == (int)QuadKind.Glyph && quad.Fill == _person.App.View.Theme.Error)
        ];
        Assert.True(glyphs.Length > 10);
        // A glyph's quad has some air around it.
        Assert.Equal(glyphs.Min(quad => quad.Bounds.X), box.X, 5f);
        Assert.Equal(glyphs.Max(quad => quad.Bounds.Right), box.Right, 5f);
        Assert.InRange(box.Y, glyphs.Min(quad => quad.Bounds.Y), glyphs.Max(quad => quad.Bounds.Y));
        Assert.InRange(box.Bottom, glyphs.Min(quad => quad.Bounds.Bottom), glyphs.Max(quad => quad.Bounds.Bottom));
    }

    [Fact]
    public void Answer_under_the_pointer_is_framed_unless_the_eraser_is_in_the_hand()
    {
        _person.Write("13×14=");
        _person.Person.Do(new PointerMoved(_person.Person.Tick(), _person.PixelOfAnswer));
        Assert.Equal((true, PointerMeaning.Press), (IsFramed(), _person.App.PointerMeaning));
        _person.Type("e");
        Assert.Equal((false, PointerMeaning.Write), (IsFramed(), _person.App.PointerMeaning));
        _person.Type("e");
        Assert.True(IsFramed());
        _person.Person.Do(new PointerMoved(_person.Person.Tick(), _person.PixelOfAnswer + new Vector2(0, 200)));
        Assert.Equal((false, PointerMeaning.Write), (IsFramed(), _person.App.PointerMeaning));

        bool IsFramed()
        {
            var frame = _person.App.View.Theme.Accent.WithAlpha(0.10f);
            foreach (var quad in _person.Frame().Quads)
                if (quad.Traits.W == (int)QuadKind.Box && quad.Fill == frame && quad.Bounds.Contains(_person.PixelOfAnswer))
                    return true;
            return false;
        }
    }

    [Fact]
    public void Pen_ends_what_is_typed()
    {
        _person.Type("1+1");
        Assert.NotNull(_person.Panel.Entry);
        _person.Draw(new PaperHand().Write("7", new(700, 500)));
        Assert.Null(_person.Panel.Entry);
        Assert.Equal(["1+1="], _person.Paper.Content.Texts.Select(text => text.Typed.Text));
        Assert.Single(_person.Paper.Strokes);
    }

    /// <summary>As a formula over another is placed by an explanation.</summary>
    [Theory]
    [InlineData(400, 200, 30)]
    [InlineData(60, 200, 0)]
    [InlineData(400, 12, 0)]
    public void Formula_is_as_large_as_it_may_be_and_in_the_middle_of_its_room(float width, float height, float size)
    {
        _person.Write("13×14=");
        var (formula, room) = (_person.Last.Reading!.Formula!, new Box(100, 50, width, height));
        foreach (var (align, left) in ((Align, float)[])[(Align.Left, 0), (Align.Centre, 0.5f), (Align.Right, 1)])
        {
            var placed = PlacedFormula.In(formula, room, size > 0 ? size : 1000, align);
            var (wide, high) = (placed.Size * placed.Math.Width, placed.Size * placed.Math.Height);
            Assert.True(size > 0 ? placed.Size == size : MathF.Abs(wide - width) < 0.01f || MathF.Abs(high - height) < 0.01f);
            Assert.True(wide < width + 0.01f && high < height + 0.01f);
            Assert.Equal(100 + (left * (width - wide)), placed.At.X, 0.01f);
            Assert.Equal(room.Centre.Y, placed.At.Y - (placed.Size * placed.Math.Ascent) + (high / 2), 0.01f);
        }
    }

    [Fact]
    public void Person_is_told_of_the_question_mark()
    {
        Assert.Contains(_person.Frame().Written!, text => text.Text.Contains("13 × ? = 182", StringComparison.Ordinal));
        _person.Press(Key.Help);
        Assert.Contains(_person.Frame().Written!, text => text.Text.Contains("13×?=182", StringComparison.Ordinal));
        _person.Press(Key.Escape);
        // No written symbol is a ?; who wants one learns what to do instead.
        _person.Write("13×14=");
        _person.Tap(_person.PixelOf(_person.Last.Symbols[4].Bounds));
        Assert.NotNull(_person.Panel.Asked);
        _person.Type("?");
        Assert.Equal("182", _person.Answer);
        Assert.Contains("leave its place empty", _person.App.View.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_readings_cover_no_symbol_of_the_line()
    {
        _person.Write("25+17=", y: 400);
        for (var symbol = 0; symbol < _person.Last.Symbols.Length; symbol++)
        {
            var id = _person.Last.Symbols[symbol].StrokeIds[0];
            var points = _person.Paper.Strokes.First(one => one.Id == id).Ink.Points;
            _person.Tap(_person.Panel.Space.ToPixel(points[points.Length / 2].Position));
            var (keys, anchor) = _person.Panel.Row!.Value;
            var row = keys.Lay(anchor, _person.App.View.Layout).Row;
            Assert.False(row.Overlaps(_person.Panel.Space.ToPixels(_person.Last.Bounds)), $"symbol {symbol}");
            _person.Press(Key.Escape);
        }
    }

    [Fact]
    public void Line_that_was_read_stands_where_no_other_ink_is()
    {
        _person.Write("25+17=", y: 250);
        var first = _person.Last;
        var free = Line(first);
        Assert.True(free.Y > _person.Panel.Space.ToPixels(first.Bounds).Bottom);
        // From afar the small line, which stays readable, has no room before the next one.
        _person.Write("6+9=", y: 360);
        Assert.Equal(2, _person.Paper.Calculations.Length);
        _person.App.Handle(new Zoomed(_person.Person.Tick(), -5));
        var moved = Line(_person.Paper.Calculations.Single(one => one.Id == first.Id));
        foreach (var other in _person.Paper.Calculations)
            Assert.False(moved.Overlaps(_person.Panel.Space.ToPixels(other.Bounds)), SheetSelection.ReadText(other));
        Assert.Equal(_person.Panel.Space.ToPixels(first.Bounds).Y - 14, moved.Bottom, 0.1f);

        Box Line(PaperCalculation calculation) =>
            CalculationLook.Of(calculation).LineBox(_person.Panel.Space, _person.Paper.Calculations)!.Value;
    }
}
