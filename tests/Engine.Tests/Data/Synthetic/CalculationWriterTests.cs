using System.Numerics;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Data.Synthetic;

/// <summary>Where the parts of a formula stand. Each way of laying out is here, inside each other too.</summary>
public sealed class CalculationWriterTests
{
    private const int Hands = 30;

    private static readonly Formula[] Formulas =
    [
        Of(Text("12+3-4×5÷6=789")),
        Of(Text("1.5·2,7*8%")),
        Of(Text("12/34+5/6")),
        Of([.. Text("("), .. Text("1-2", 1), .. Text(")", 4)]),
        Of(Text("((1+2)×3)-(4)")),
        Of(Text("(1")),
        Of(Text("()")),
        Of([.. Text("7"), new FractionPart(1, Of(Text("(1-2)", 2)), Of(Text("3/4", 7))), .. Text("+", 10)]),
        Of([new RootPart(0, null, Of(Text("(2)-1", 1)))]),
        Of([new RootPart(0, Of(Text("3", 1)), Of([new FractionPart(2, Of(Text("-", 3)), Of(Text("45", 4)))])), .. Text("=6", 6)]),
        Of([.. Text("2"), new PowerPart(Of([.. Text("-3", 1), new PowerPart(Of(Text("(-)", 3)))])), .. Text("1", 6)]),
        Of([new FractionPart(
            0, Of([new RootPart(1, Of(Text("-", 2)), Of(Text("-", 3)))]), Of([new RootPart(4, null, Of(Text("5+6", 5)))]))]),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Formulas.Length)];

    /// <summary>What the shipped models learned from, as in <see cref="GeneratorTests"/>; here each way to lay out is among it.</summary>
    [SkippableFact]
    public void Layouts_are_as_ever()
    {
        var written = Formulas.SelectMany(formula => Enumerable.Range(0, Hands).Select(hand => Write(formula, hand, 1)));
        var text = string.Join('\n', written.SelectMany(box => box.Strokes).Select(stroke =>
            $"{stroke.Symbol} " + string.Join(';', stroke.Path.Select(at => FormattableString.Invariant($"{at.X:R},{at.Y:R}")))));
        Assert.Equal("9c8ad2b8c6e8", PortableHash.Of(text));
    }

    /// <summary>All lengths are parts of the size of the line, whatever stands in it. Half and twice are exact in floats.</summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void Writing_of_another_size_is_as_the_usual_one_but_larger_or_smaller(int number)
    {
        for (var hand = 0; hand < Hands; hand++)
        {
            var usual = Write(Formulas[number], hand, 1);
            foreach (var size in (float[])[0.5f, 2])
            {
                var other = Write(Formulas[number], hand, size);
                Assert.Equal(usual.Strokes.Select(stroke => stroke.Symbol), other.Strokes.Select(stroke => stroke.Symbol));
                foreach (var (a, b) in Points(usual).Zip(Points(other)))
                    Assert.InRange(Vector2.Distance(a, b / size), 0, 1e-4f);
                Assert.InRange(Vector2.Distance(usual.Bounds.Min, other.Bounds.Min / size), 0, 1e-4f);
                Assert.InRange(Vector2.Distance(usual.Bounds.Max, other.Bounds.Max / size), 0, 1e-4f);
            }
        }
    }

    [Fact]
    public void A_fraction_has_its_bar_between_its_parts_and_an_exponent_is_higher_than_its_base()
    {
        for (var hand = 0; hand < Hands; hand++)
        {
            var fraction = Write(Of([new FractionPart(0, Of(Text("12", 1)), Of(Text("34", 3)))]), hand, 1);
            var bar = Symbol(fraction, 0).Center.Y;
            Assert.InRange(Symbol(fraction, 1).Center.Y, -5, bar);
            Assert.InRange(Symbol(fraction, 3).Center.Y, bar, 5);

            var power = Write(Of([.. Text("5"), new PowerPart(Of(Text("2", 1)))]), hand, 1);
            Assert.True(Symbol(power, 1).Center.Y < Symbol(power, 0).Center.Y, $"hand {hand}");
            Assert.True(Symbol(power, 1).Center.X > Symbol(power, 0).Center.X, $"hand {hand}");
        }
    }

    /// <summary>From left to right, and what stands before a slash is above what stands behind it, where the hand does so at all.</summary>
    [Fact]
    public void Signs_of_a_line_follow_each_other()
    {
        for (var hand = 0; hand < Hands; hand++)
        {
            var line = Write(Formulas[0], hand, 1);
            float[] middles = [.. Enumerable.Range(0, 14).Select(i => Symbol(line, i).Center.X)];
            Assert.Equal(middles.Order(), middles);
            var slashed = Write(Of(Text("8/8")), hand, 1);
            var lower = Symbol(slashed, 2).Center.Y - Symbol(slashed, 0).Center.Y;
            var shift = new SyntheticHand(5, (uint)hand).SlashShift;
            Assert.Equal(2 * shift, lower, 0.45f);
        }
    }

    private static InkBox Write(Formula formula, int hand, float size) =>
        new CalculationWriter(new(5, (uint)hand), new(6, (uint)hand)).Line(formula.Parts.AsSpan(), size);

    private static Vector2[] Points(InkBox box) => [.. box.Strokes.SelectMany(stroke => stroke.Path)];

    private static InkBounds Symbol(InkBox box, int symbol) =>
        InkBounds.Of(box.Strokes.Where(stroke => stroke.Symbol == symbol).SelectMany(stroke => stroke.Path));

    private static Formula Of(IEnumerable<FormulaPart> parts) => new([.. parts]);

    private static FormulaPart[] Text(string text, int first = 0) => [.. text.Select((label, i) => new SymbolPart(first + i, label))];
}
