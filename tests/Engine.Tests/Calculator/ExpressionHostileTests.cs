using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>No text throws, hangs or overflows the stack.</summary>
public sealed class ExpressionHostileTests
{
    private static readonly string[] Pieces =
    [
        "0", "1", "2", "9", "7", ".", ",", "+", "-", "−", "×", "·", "*", "÷", "/", "=", "(", ")", "√", "√(", "%", "^", "^(", "?", "root(",
        "((1)/(2))", "999999999", "0.0000001", " ", "a", "\0", "\uD835",
    ];

    [Fact]
    public void Random_strings_are_read_or_refused()
    {
        var random = new Random(31);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            // Half of them without the pieces that no calculation has.
            var pieces = i % 2 == 0 ? Pieces.Length : Pieces.Length - 3;
            var text = string.Concat(Enumerable.Range(0, random.Next(1, i % 10 == 0 ? 200 : 12)).Select(_ => Pieces[random.Next(pieces)]));
            read += Use(text) ? 1 : 0;
        }

        Assert.InRange(read, 500, 19_000);
    }

    [Fact]
    public void Broken_calculations_are_read_or_refused()
    {
        var random = new Random(32);
        for (var i = 0; i < 5000; i++)
        {
            var text = RandomText.Calculation(random);
            for (var errors = random.Next(1, 4); errors > 0; errors--)
            {
                var at = random.Next(text.Length + 1);
                text = text[..at] + Pieces[random.Next(Pieces.Length)] + text[Math.Min(text.Length, at + random.Next(2))..];
            }

            Use(text);
        }
    }

    [Theory]
    [InlineData("9^(9^(9))+")]
    [InlineData("1/3+1/7+1/11+1/13×")]
    [InlineData("2^√2+")]
    [InlineData("√2×√3×√5×")]
    [InlineData("√2+√3+")]
    [InlineData("1.000001^999999+")]
    [InlineData("root(4096,3)×")]
    [InlineData("root(4093,2)×root(3,5)+")]
    [InlineData("999999999^99×")]
    [InlineData("1÷999999999^99×")]
    [InlineData("?+")]
    [InlineData("5%+")]
    [InlineData("5%-")]
    [InlineData("(2)")]
    [InlineData("√2")]
    [InlineData("1=")]
    [InlineData("√(2)=")]
    [InlineData("1.1=")]
    public void The_longest_texts_of_costly_parts_end(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, Expression.MaxLength / part.Length));
        Assert.True(Use(text.TrimEnd('+', '-', '×')));
    }

    [Theory]
    [InlineData("2^(", ")")]
    [InlineData("1.1^(", ")")]
    [InlineData("√(1+", ")")]
    [InlineData("1÷(3+", ")")]
    [InlineData("(1+√2×", ")^2")]
    [InlineData("(1+3.7×", ")^9")]
    [InlineData("root(1.1,", ")")]
    [InlineData("200+10%×(", ")")]
    public void The_deepest_nesting_of_costly_parts_ends(string before, string after)
    {
        var depth = Expression.MaxDepth - 1;
        Assert.True(Use($"{string.Concat(Enumerable.Repeat(before, depth))}7{string.Concat(Enumerable.Repeat(after, depth))}"));
    }

    /// <summary>Reads, evaluates and writes; whether it is arithmetic.</summary>
    private static bool Use(string text)
    {
        if (!Expression.TryParse(text, out var expression, out var fault))
        {
            Assert.Matches(@"^\S.* \(character [0-9]+\)$", fault);
            return false;
        }

        var value = expression.Evaluate();
        Assert.NotEmpty(value.ToString());
        Assert.NotEmpty(expression.ToString() + expression.ToLatex() + expression.ToMathMl());
        var plain = expression.ToPlain();
        Assert.True(Expression.TryParse(plain, out var again, out fault) || plain.Length > Expression.MaxLength, $"{text}: {fault}");
        Assert.True(again is null || again == expression, $"{text} and {plain}");
        return true;
    }
}
