using System.Numerics;
using GpuDigits.Scenes.App;
using GpuDigits.Scenes.Painting;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Where answers stand behind what was written or typed, and how they look.</summary>
public sealed class AnswerLookTests : IDisposable
{
    private readonly SheetPerson _person = new();

    private PaperSpace Space => _person.Panel.Space;

    public void Dispose() => _person.Dispose();

    [Theory]
    [InlineData("6+9=", 0)]
    [InlineData("1/3=", 0)]
    [InlineData("13*?=182", 0)]
    [InlineData("3*?=7", 0)]
    [InlineData("2*6=", 6)]
    public void Box_of_an_answer_is_where_it_is_drawn(string text, int notches)
    {
        Type(text);
        _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
        var frame = new SheetFrame(_person);
        var answer = _person.Last.Answer!;
        var box = CalculationLook.Of(_person.Last).AnswerBox(Space)!.Value;
        var drawn = frame.Glyphs(frame.Theme.Accent);
        var digit = answer.Height * Space.Scale;
        Assert.Equal(Space.ToPixel(answer.At).X, box.X, 0.1f);
        Assert.Equal(box.X, drawn.X, 0.3f * digit);
        Assert.Equal(box.Right, drawn.Right, 0.3f * digit);
        Assert.Equal(box.Y, drawn.Y, 0.3f * digit);
        Assert.Equal(box.Bottom, drawn.Bottom, 0.4f * digit);
        // A whole number is as high as the digits of the calculation, on their line.
        if (!answer.ShowsFraction)
        {
            Assert.Equal(digit, box.Height, 0.12f * digit);
            Assert.Equal(Space.ToPixel(answer.At).Y, box.Bottom, 0.1f * digit);
        }

        // What is named begins with its question, and has more room before it.
        var gap = (answer.At.X - _person.Last.Bounds.Max.X) / answer.Height;
        Assert.Equal(answer.IsNamed ? 0.9f : 0.35f, gap, 0.001f);
        Assert.Equal(answer.IsNamed, answer.Shown.StartsWith("? = ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(0)]
    [InlineData(30)]
    public void Message_in_the_place_of_an_answer_is_smaller_than_digits_but_can_be_read(int notches)
    {
        Type("1/0=");
        _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
        var box = CalculationLook.Of(_person.Last).AnswerBox(Space)!.Value;
        var digit = _person.Last.Answer!.Height * Space.Scale;
        var em = box.Height / Font.Default.CapHeight;
        Assert.Equal(MathF.Max(MathF.Min(14, digit / Font.Default.CapHeight), 0.45f * digit / Font.Default.CapHeight), em, 0.01f);
        Assert.Equal(Font.Default.Measure(_person.Last.Answer.Text, em), box.Width, 0.1f);
        Assert.Equal(Space.ToPixel(_person.Last.Answer.At).Y, box.Bottom, 0.01f);
    }

    [Fact]
    public void Small_line_stands_under_the_ink_and_its_symbols_can_be_pressed()
    {
        foreach (var notches in (int[])[0, 6])
        {
            _person.App.Handle(new Zoomed(_person.Person.Tick(), notches));
            _person.Write("13×14=", height: 60);
            var look = CalculationLook.Of(_person.Last);
            var (ink, box) = (Space.ToPixels(_person.Last.Bounds), look.LineBox(Space, _person.Paper.Calculations)!.Value);
            Assert.Equal((ink.X, ink.Bottom + 14), (box.X, box.Y));
            Assert.InRange(box.Height, 8, 20);
            var frame = new SheetFrame(_person);
            var drawn = frame.Glyphs(frame.Theme.DimText);
            Assert.True(drawn.Width > 0.9f * box.Width && drawn.LiesIn(box.Grown(4)), $"{drawn} in {box}");
            for (var i = 0; i < 6; i++)
            {
                var at = new Vector2(box.X + ((i + 0.5f) * box.Width / 6), box.Centre.Y);
                Assert.Contains(look.SymbolInLine(at, Space, _person.Paper.Calculations)!, _person.Last.Symbols);
            }

            Assert.Equal('1', look.SymbolInLine(new(box.X + 1, box.Centre.Y), Space, _person.Paper.Calculations)!.Label);
            Assert.Equal('=', look.SymbolInLine(new(box.Right - 1, box.Centre.Y), Space, _person.Paper.Calculations)!.Label);
            Assert.Null(look.SymbolInLine(new(box.X - 5, box.Centre.Y), Space, _person.Paper.Calculations));
            Assert.Null(look.SymbolInLine(new(box.X, box.Bottom + 5), Space, _person.Paper.Calculations));
            _person.Paper.Clear();
        }
    }

    [Fact]
    public void One_symbol_has_no_small_line()
    {
        _person.Write("8");
        Assert.Null(CalculationLook.Of(_person.Last).LineBox(Space, _person.Paper.Calculations));
        Assert.DoesNotContain(new SheetFrame(_person).Quads, quad => SheetFrame.Is(quad, QuadKind.Glyph));
    }

    [Fact]
    public void Doubtful_symbol_is_underlined_with_dots_under_the_ink_under_the_answer_and_in_the_small_line()
    {
        var (calculation, symbol) = Doubtful();
        var frame = new SheetFrame(_person);
        var dots = frame.Lines(frame.Theme.Unsure);
        Assert.All(dots, dot => Assert.Equal(dot.From, dot.To));
        var (box, look) = (Space.ToPixels(symbol.Bounds), CalculationLook.Of(calculation));
        var (answer, line) = (look.AnswerBox(Space)!.Value, look.LineBox(Space, _person.Paper.Calculations)!.Value);
        Spans(box.X, box.Right, box.Bottom + 4 + _person.Panel.PenRadius);
        Spans(answer.X, answer.Right, answer.Bottom + 6);
        // Of the signs in the small line it is the fourth.
        Assert.Contains(dots, dot => dot.From.Y > line.Y && dot.From.Y < line.Bottom + 4 && dot.From.X > line.X + (0.4f * line.Width)
            && dot.From.X < line.X + (0.8f * line.Width));
        Assert.DoesNotContain(dots, dot => dot.From.X < box.X - 1 && dot.From.Y < line.Y);

        void Spans(float left, float right, float y)
        {
            float[] there = [.. dots.Where(dot => MathF.Abs(dot.From.Y - y) < 0.1f && dot.From.X > left - 1 && dot.From.X < right + 1)
                .Select(dot => dot.From.X).Order()];
            Assert.Equal(left, there[0], 0.1f);
            Assert.Equal(right, there[^1], 0.1f);
            Assert.All(there.Zip(there.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 3, 8));
        }
    }

    [Fact]
    public void Symbol_that_is_asked_about_is_framed_and_not_underlined()
    {
        var (_, symbol) = Doubtful();
        var ink = _person.Paper.Strokes.First(one => one.Id == symbol.StrokeIds[0]).Ink.Points;
        _person.Tap(Space.ToPixel(ink[ink.Length / 2].Position));
        var frame = new SheetFrame(_person);
        var box = Space.ToPixels(symbol.Bounds);
        Assert.Equal([box.Grown(8)], frame.Boxes(frame.Theme.Accent.WithAlpha(0.14f)));
        Assert.DoesNotContain(frame.Lines(frame.Theme.Unsure), dot =>
            dot.From.X == box.X && MathF.Abs(dot.From.Y - box.Bottom - 4 - _person.Panel.PenRadius) < 0.1f);
    }

    [Fact]
    public void Small_line_gives_way_to_the_sum_under_a_column()
    {
        var paper = _person.Paper;
        foreach (var (row, y) in ((string, float)[])[("25", 200), ("13", 320)])
            _person.Write(row, x: 300, y: y, height: 70);
        var box = paper.Calculations[^1].Bounds;
        paper.Write(SheetInk.Line(box.Min.X - 40, box.Max.Y + 25, box.Max.X + 10, box.Max.Y + 27));
        _person.App.FinishReading();
        var sum = Assert.Single(paper.Calculations, one => one.Answer is not null);
        Assert.Equal("38", sum.Answer!.Shown);
        var look = CalculationLook.Of(sum);
        var (answer, line) = (look.AnswerBox(Space)!.Value, look.LineBox(Space, paper.Calculations));
        if (line is { } small)
            Assert.Equal(answer.Bottom + 20, small.Y, 0.1f);
        // The sum ends under its numbers.
        Assert.Equal(box.Max.X, Space.ToInk(new(answer.Right, 0)).X, 12f);
        Assert.True(answer.Y > Space.ToPixel(new(0, box.Max.Y + 27)).Y);
    }

    [Fact]
    public void Answers_are_in_the_line_of_what_they_answer()
    {
        // A line that climbs: the last digits are nearest to the answer.
        var x = 100f;
        foreach (var (i, sign) in "12345678+1=".Index())
        {
            var stroke = new PaperHand(60, 3).Write($"{sign}", new(x, 500 - (5 * i)));
            _person.Draw(stroke);
            x = PaperHand.RightOf(stroke) + 18;
        }

        _person.App.FinishReading();
        var answer = Assert.Single(_person.Paper.Calculations).Answer!;
        var digits = _person.Last.Symbols.Where(symbol => char.IsAsciiDigit(symbol.Label)).Select(symbol => symbol.Bounds).ToArray();
        Assert.True(digits.Length >= 8);
        float[] bottoms = [.. digits[^4..].Select(box => box.Max.Y).Order()];
        Assert.Equal(bottoms[2], answer.At.Y, 0.1f);
        float[] heights = [.. digits[^4..].Select(box => box.Size.Y).Order()];
        Assert.Equal(heights[2], answer.Height, 0.1f);
    }

    /// <summary>A calculation with a symbol that a person should look at.</summary>
    private (PaperCalculation Calculation, PaperSymbol Symbol) Doubtful()
    {
        _person.App.Handle(new Resized(0, 1100, 700, 1));
        SheetScenes.Show(_person, "sheet-doubtful", 1);
        var calculation = Assert.Single(_person.Paper.Calculations, one => one.Symbols.Any(symbol => symbol.IsDoubtful));
        return (calculation, Assert.Single(calculation.Symbols, symbol => symbol.IsDoubtful));
    }

    private void Type(string text)
    {
        _person.Type(text);
        _person.Press(Key.Enter);
        Assert.NotNull(_person.Last.Answer);
    }
}
