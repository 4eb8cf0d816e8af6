using System.Xml.Linq;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

public sealed class ExpressionWritingTests
{
    [Fact]
    public void Text_for_people() => Table.Check(text => Table.Parse(text).ToString(), """
        13*14=182             13 × 14 = 182
        13×14=                13 × 14 =
        1+2-3                 1 + 2 − 3
        3÷4                   3 ÷ 4
        3/4                   3/4
        -3                    −3
        2×-3                  2 × −3
        5,1×10^(18)           5,1 × 10^18
        08.4                  08.4
        ((1)/(2))             1/2
        ((1+2)/(3))           (1 + 2)/3
        ((1)/(√(2)))          1/(√2)
        ((((1)/(2)))/(3))     (1/2)/3
        1-((1)/(2))           1 − 1/2
        3÷((1)/(2))           3 ÷ (1/2)
        3÷-((1)/(2))          3 ÷ (−1/2)
        ((1)/(2))^(2)         (1/2)^2
        ((1)/(2))%            (1/2)%
        2((1)/(2))            2 1/2
        2((1)/(2))×3          (2 1/2) × 3
        2^10                  2^10
        2^-3                  2^−3
        2^(1+2)               2^(1 + 2)
        2^(3^(2))             2^(3^2)
        (2^3)^2               (2^3)^2
        √2                    √2
        √(2)                  √2
        √(1+2)                √(1 + 2)
        √((2))                √(2)
        √√16                  √(√16)
        root(3,8)             root(3, 8)
        200+10%               200 + 10%
        2^(3)%                (2^3)%
        2(3+4)                2(3 + 4)
        2√(3)                 2√3
        (1)(2)                (1)(2)
        2^(1)3^(2)            2^1 × 3^2
        √(4)2                 √4 × 2
        13×?=182              13 × ? = 182
        """);

    [Fact]
    public void Latex() => Table.Check(text => Table.Parse(text).ToLatex(), """
        13×14=182             13\times 14=182
        3÷4                   3\div 4
        3/4                   3/4
        ((3)/(4))             \frac{3}{4}
        2((1)/(2))            2\frac{1}{2}
        ((1)/(2))^(2)         \left(\frac{1}{2}\right)^{2}
        √(2)                  \sqrt{2}
        root(3,8)             \sqrt[3]{8}
        root(root(3,8),4)     \sqrt[{\sqrt[3]{8}}]{4}
        2^10                  2^{10}
        2^(3^(2))             2^{3^{2}}
        (1+2)^2               \left(1+2\right)^{2}
        √(2)^(2)              \sqrt{2}^{2}
        5,1×10^(18)           5{,}1\times 10^{18}
        200-10%               200-10\%
        -3                    -3
        13×?=                 13\times ?=
        2√(3)                 2\sqrt{3}
        2^(1)3^(2)            2^{1}3^{2}
        """);

    [Fact]
    public void MathMl()
    {
        Table.Check(text => Body(text), """
            13                    <mn>13</mn>
            1+2                   <mrow><mn>1</mn><mo>+</mo><mn>2</mn></mrow>
            -3                    <mrow><mo>−</mo><mn>3</mn></mrow>
            3/4                   <mrow><mn>3</mn><mo>/</mo><mn>4</mn></mrow>
            ((3)/(4))             <mfrac><mn>3</mn><mn>4</mn></mfrac>
            2^(10)                <msup><mn>2</mn><mn>10</mn></msup>
            √(2)                  <msqrt><mn>2</mn></msqrt>
            root(3,8)             <mroot><mn>8</mn><mn>3</mn></mroot>
            (1)                   <mrow><mo>(</mo><mn>1</mn><mo>)</mo></mrow>
            50%                   <mrow><mn>50</mn><mo>%</mo></mrow>
            ?×2=                  <mrow><mrow><mi>?</mi><mo>×</mo><mn>2</mn></mrow><mo>=</mo></mrow>
            """);
        Assert.Equal("<mrow><mn>2</mn><mo>\u2062</mo><msqrt><mn>3</mn></msqrt></mrow>", Body("2√3"));
        Assert.Equal("<mrow><mn>2</mn><mo>\u2064</mo><mfrac><mn>1</mn><mn>2</mn></mfrac></mrow>", Body("2((1)/(2))"));
    }

    [Theory]
    [InlineData("2×3", "2×4")]
    [InlineData("2×3", "2÷3")]
    [InlineData("2×3", "2×3×4")]
    [InlineData("2+3", "2+4")]
    [InlineData("2+3", "2-3")]
    [InlineData("2+3", "2+3+4")]
    [InlineData("2=3", "2=4")]
    [InlineData("2=", "2=2")]
    [InlineData("2^3", "3^2")]
    [InlineData("√(2)", "root(2,2)")]
    public void Other_expressions_are_not_equal(string one, string other)
    {
        Assert.NotEqual(Table.Parse(one), Table.Parse(other));
        Assert.False(Table.Parse(one).Equals(null));
    }

    [Fact]
    public void The_first_part_has_the_sign_that_is_not_written()
    {
        Assert.Equal([false, true], Assert.IsType<Sum>(Table.Parse("1-2")).Terms.Select(term => term.IsSubtracted));
        Assert.Equal(
            [FactorSign.Times, FactorSign.Divide], Assert.IsType<Product>(Table.Parse("1÷2")).Factors.Select(factor => factor.Sign));
    }

    [Fact]
    public void Random_expressions_are_the_same_after_they_were_written_and_read()
    {
        var random = new Random(11);
        for (var i = 0; i < 1000; i++)
        {
            var text = RandomText.Calculation(random);
            var expression = Table.Parse(text);
            var plain = expression.ToPlain();
            var again = Table.Parse(plain);
            Assert.Equal(expression, again);
            Assert.Equal(expression.GetHashCode(), again.GetHashCode());
            Assert.Equal(plain, again.ToPlain());
            Assert.Equal(expression.Evaluate(), again.Evaluate());
            Assert.Equal("math", Xml(expression).Name.LocalName);

            // LaTeX's groups are closed.
            var latex = expression.ToLatex();
            Assert.Equal(latex.Count(sign => sign == '{'), latex.Count(sign => sign == '}'));
        }
    }

    /// <summary>The text for people of what has no mixed number is read as the same value.</summary>
    [Fact]
    public void Text_for_people_does_not_change_the_value()
    {
        var random = new Random(12);
        var count = 0;
        for (var i = 0; i < 2000; i++)
        {
            var expression = Table.Parse(RandomText.Calculation(random));
            var text = expression.ToString();
            if (!Expression.TryParse(text, out var read, out _))
                continue;
            count++;
            Assert.Equal((text, expression.Evaluate()), (text, read.Evaluate()));
        }

        Assert.InRange(count, 500, 2000);
    }

    private static string Body(string text) => string.Concat(
        Xml(Table.Parse(text)).Elements().Select(one => one.ToString(SaveOptions.DisableFormatting)))
        .Replace(" xmlns=\"http://www.w3.org/1998/Math/MathML\"", "", StringComparison.Ordinal);

    private static XElement Xml(Expression expression) => XDocument.Parse(expression.ToMathMl()).Root!;
}
