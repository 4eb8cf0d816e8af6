using System.Drawing;
using System.Numerics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Reading;
using GpuDigits.Pictures.Typesetting;
using Font = GpuDigits.Pictures.Font;

namespace GpuDigits.Engine.Tests.Pictures;

/// <summary>Rules that hold for every typeset formula, and the places of the parts of single ones.</summary>
public sealed class MathTypesetterTests
{
    private const int Formulas = 500;

    [Fact]
    public void No_character_touches_another_or_a_line_and_all_lie_within_the_measures() => Assert.All(Written(), formula =>
    {
        var layout = MathTypesetter.Lay(formula);
        var boxes = Characters(layout);
        for (var i = 0; i < boxes.Count; i++)
        {
            Assert.True(boxes[i].Left > -1e-4f && boxes[i].Right < layout.Width + 1e-4f, $"{formula} leaves its width");
            Assert.True(-boxes[i].Top <= layout.Ascent + 1e-4f && boxes[i].Bottom <= layout.Descent + 1e-4f, $"{formula} is too high");
            for (var j = 0; j < i; j++)
                Assert.False(Shrunk(boxes[i]).IntersectsWith(Shrunk(boxes[j])), $"characters {j} and {i} of {formula} overlap");
            foreach (var line in layout.Lines)
                Assert.False(Crosses(line, Shrunk(boxes[i])), $"a line of {formula} crosses character {i}");
        }

        foreach (var at in layout.Lines.SelectMany(line => line.Path))
            Assert.True(at.X > 0 && at.X < layout.Width && -at.Y < layout.Ascent && at.Y < layout.Descent, $"{formula}: {at}");
    });

    [Fact]
    public void Each_symbol_is_found_in_its_box() => Assert.All(Written(), formula =>
    {
        var layout = MathTypesetter.Lay(formula);
        Assert.Equal(Enumerable.Range(0, layout.Symbols.Length), layout.Symbols.Select(one => one.Symbol).Order());
        // The foot of a root reaches below what stands in it, and its box holds no character: only the middle of the others is theirs.
        foreach (var one in layout.Symbols)
            Assert.Equal(one.Symbol, layout.SymbolAt(Centre(one.Box)));
    });

    [Fact]
    public void A_formula_and_its_expression_are_typeset_alike()
    {
        var compared = 0;
        foreach (var formula in Written())
        {
            if (!Expression.TryParse(formula.ToString(), out var expression, out _) || expression.ToPlain() != formula.ToString())
                continue;
            compared++;
            var (read, meant) = (MathTypesetter.Lay(formula), MathTypesetter.Lay(expression));
            Assert.True(read.Runs.SequenceEqual(meant.Runs), $"{formula} is typeset in two ways");
            Assert.Equal(read.Width, meant.Width);
            Assert.Empty(meant.Symbols);
        }

        Assert.True(compared > Formulas / 2, $"only {compared} formulas are written as their expressions are");
    }

    [Theory]
    [InlineData("((3)/(4))")]
    [InlineData("((1+2)/(10))")]
    [InlineData("((((1)/(2)))/(√(3)))")]
    public void A_fraction_bar_lies_between_its_parts_and_is_as_long_as_the_longer_one(string plain)
    {
        var layout = MathTypesetter.Lay(Parse(plain));
        var bar = layout.Lines.MaxBy(line => line.Path[^1].X - line.Path[0].X)!;
        var y = bar.Path[0].Y;
        var above = Characters(layout).Where(box => box.Bottom < y).ToArray();
        var below = Characters(layout).Where(box => box.Top > y).ToArray();
        Assert.NotEmpty(above);
        Assert.NotEmpty(below);
        Assert.Equal(Characters(layout).Count, above.Length + below.Length);
        Assert.True(above.Min(box => box.Left) > 0 && above.Max(box => box.Right) < layout.Width);
        Assert.InRange(bar.Path[^1].X - bar.Path[0].X + bar.Thickness, layout.Width - 1e-4f, layout.Width + 1e-4f);
        // Of equal parts the distances are equal, and centred is each.
        Assert.InRange(above.Min(box => box.Left) + above.Max(box => box.Right), layout.Width - 0.01f, layout.Width + 0.01f);
    }

    [Theory]
    [InlineData("2^(10)")]
    [InlineData("(((1)/(2)))^(3)")]
    [InlineData("2^(((1)/(2)))")]
    public void An_exponent_is_smaller_and_lies_above_the_baseline(string plain)
    {
        var layout = MathTypesetter.Lay(Parse(plain));
        var exponent = layout.Runs.Where(run => run.Size < 0.8f).ToArray();
        Assert.NotEmpty(exponent);
        var right = layout.Runs.Where(run => run.Size == 1).Max(run => run.At.X);
        Assert.All(exponent, run => Assert.True(run.At.X > right && run.At.Y < 0));
        Assert.True(layout.Ascent > MathTypesetter.Lay(Parse("2")).Ascent);
    }

    [Fact]
    public void A_root_covers_what_stands_in_it_and_its_index_lies_above_the_hook()
    {
        var layout = MathTypesetter.Lay(Parse("root(3,8+1)"));
        var root = Assert.Single(layout.Lines);
        var index = Assert.Single(layout.Runs, run => run.Size < 1);
        var content = Characters(layout).Where((_, i) => i > 0).ToArray();
        Assert.Equal("3", index.Text);
        Assert.All(content, box => Assert.True(root.Path[^1].Y < box.Top && root.Path[^1].X > box.Right && root.Path[^2].X < box.Left));
        Assert.True(index.At.Y < root.Path[1].Y);
    }

    [Fact]
    public void Brackets_grow_with_what_stands_in_them()
    {
        var (low, high) = (MathTypesetter.Lay(Parse("(1+2)")), MathTypesetter.Lay(Parse("(((1)/(2))+1)")));
        Assert.Empty(low.Lines);
        var brackets = high.Lines.Where(line => line.Path.Length > 2).ToArray();
        Assert.Equal(2, brackets.Length);
        Assert.All(brackets, line => Assert.All(Characters(high), box =>
            Assert.True(line.Path.Min(point => point.Y) < box.Top && line.Path.Max(point => point.Y) > box.Bottom)));
    }

    [Fact]
    public void Widths_add_up()
    {
        var (one, two) = (MathTypesetter.Lay(Parse("12")), MathTypesetter.Lay(Parse("345")));
        Assert.Equal(one.Width + two.Width, MathTypesetter.Lay(Parse("12345")).Width, 4);
        Assert.Equal(Font.Default.Measure("12", 1), one.Width, 4);
        // A binary sign has 4/18 em on either side (The TeXbook, chapter 18), a sign before a number has none.
        Assert.Equal(
            one.Width + two.Width + Font.Default.Measure("+", 1) + (8 / 18f), MathTypesetter.Lay(Parse("12+345")).Width, 4);
        var negative = one.Width + Font.Default.Measure("−", 1);
        Assert.InRange(MathTypesetter.Lay(Parse("-12")).Width, negative, negative + 0.05f);
    }

    [Theory]
    [InlineData("182", "182", 0)]
    [InlineData("−7/2", "−72", 1)]
    [InlineData("≈1.5e−9", "≈1.5×10−9", 0)]
    public void A_number_is_typeset_as_it_is_written(string number, string characters, int bars)
    {
        var layout = MathTypesetter.LayNumber(number);
        Assert.Equal(characters, string.Concat(layout.Runs.Select(run => run.Text)));
        Assert.Equal(bars, layout.Lines.Length);
    }

    [Theory]
    [InlineData(")")]
    [InlineData("((1)")]
    [InlineData("+×=")]
    [InlineData("")]
    public void What_is_no_arithmetic_is_typeset_too(string text)
    {
        var formula = new Formula([.. text.Select((label, i) => (FormulaPart)new SymbolPart(i, label))]);
        Assert.Equal(text, string.Concat(MathTypesetter.Lay(formula).Runs.Select(run => run.Text)));
    }

    private static IEnumerable<Formula> Written() =>
        Enumerable.Range(0, Formulas).Select(i => new CalculationGrammar(18, (uint)i, '.').Next());

    private static Expression Parse(string plain) => Expression.TryParse(plain, out var expression, out var fault)
        ? expression
        : throw new ArgumentException(fault);

    private static List<RectangleF> Characters(MathLayout layout)
    {
        var boxes = new List<RectangleF>();
        foreach (var run in layout.Runs)
        {
            var x = run.At.X;
            foreach (var character in run.Text)
            {
                var (bottom, top) = Font.Default.HeightsOf(character);
                var advance = Font.Default.Measure([character], run.Size);
                boxes.Add(RectangleF.FromLTRB(x, run.At.Y - (top * run.Size), x + advance, run.At.Y - (bottom * run.Size)));
                x += advance;
            }
        }

        return boxes;
    }

    private static RectangleF Shrunk(RectangleF box) => RectangleF.Inflate(box, -0.005f, -0.005f);

    private static Vector2 Centre(RectangleF box) => new((box.Left + box.Right) / 2, (box.Top + box.Bottom) / 2);

    private static bool Crosses(MathLine line, RectangleF box)
    {
        var grown = RectangleF.Inflate(box, line.Thickness / 2, line.Thickness / 2);
        for (var i = 1; i < line.Path.Length; i++)
        {
            for (var t = 0f; t <= 1; t += 0.02f)
            {
                var point = Vector2.Lerp(line.Path[i - 1], line.Path[i], t);
                if (grown.Contains(point.X, point.Y))
                    return true;
            }
        }

        return false;
    }
}
