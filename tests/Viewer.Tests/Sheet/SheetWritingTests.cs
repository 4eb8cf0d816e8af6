using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
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
        // The next line is written close below, where the small one stood.
        _person.Write("6+9=", y: 360);
        var moved = Line(_person.Paper.Calculations.Single(one => one.Id == first.Id));
        foreach (var other in _person.Paper.Calculations)
            Assert.False(moved.Overlaps(_person.Panel.Space.ToPixels(other.Bounds)), SheetSelection.ReadText(other));

        Box Line(PaperCalculation calculation) =>
            CalculationLook.Of(calculation).LineBox(_person.Panel.Space, _person.Paper.Calculations)!.Value;
    }
}
