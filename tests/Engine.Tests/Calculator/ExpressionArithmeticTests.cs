using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>Values against references that are worked out in other ways.</summary>
public sealed class ExpressionArithmeticTests
{
    /// <summary>The first 60 decimals of a reference; its errors lie far behind the digits that are shown.</summary>
    private static readonly BigInteger One = BigInteger.Pow(10, 60);

    /// <summary>Operator precedence with two stacks, on fractions that are never reduced.</summary>
    [Fact]
    public void Random_sums_products_and_powers_agree_with_a_stack_machine()
    {
        var random = new Random(21);
        for (var i = 0; i < 5000; i++)
        {
            var tokens = RandomTokens(random, 4);
            var text = string.Concat(tokens);
            var value = Table.Parse(text).Evaluate();
            if (StackMachine(tokens) is not var (numerator, denominator))
            {
                Assert.True(value.Fault is "Can't divide by zero" or "0^(0) has no value", $"{text}: {value}");
                continue;
            }

            Assert.True(value.IsExact, $"{text}: {value}");
            Assert.Equal((text, numerator * value.Number.Denominator), (text, value.Number.Numerator * denominator));
        }
    }

    [Fact]
    public void Roots_agree_with_bisection()
    {
        var random = new Random(22);
        for (var i = 0; i < 300; i++)
        {
            var (index, top) = (random.Next(2, 12), random.NextInt64(1, 1L << random.Next(1, 60)));
            var bottom = random.NextInt64(1, 1L << random.Next(1, 30));
            var root = BisectedRoot(BigInteger.Pow(One, index) * top / bottom, index);
            Check($"root({index},(({top})/({bottom})))", root);
            Check($"({top}/{bottom})^(1/{index})", root);
        }
    }

    [Fact]
    public void Fractional_powers_agree_with_bisection()
    {
        var random = new Random(23);
        for (var i = 0; i < 200; i++)
        {
            var (power, index, number) = (random.Next(1, 40), random.Next(2, 30), random.Next(1, 100));
            Check($"{number}^({power}/{index})", BisectedRoot(BigInteger.Pow(One, index) * BigInteger.Pow(number, power), index));
        }
    }

    /// <summary>a^x is the product of the square roots a^(1/2), a^(1/4), … at the ones among the binary digits of x.</summary>
    [Fact]
    public void Powers_with_irrational_exponents_agree_with_repeated_square_roots()
    {
        var random = new Random(24);
        for (var i = 0; i < 100; i++)
        {
            var (number, radicand) = (random.Next(2, 1000), random.Next(2, 200));
            var exponent = BisectedRoot(One * One * radicand, 2);
            var power = BigInteger.Pow(number, (int)(exponent / One)) * One;
            var (rest, factor) = (exponent % One, number * One);
            for (var bit = 0; bit < 190; bit++)
            {
                factor = BisectedRoot(factor * One, 2);
                rest *= 2;
                if (rest < One)
                    continue;
                power = power * factor / One;
                rest -= One;
            }

            Check($"{number}^√({radicand})", power);
        }
    }

    [Fact]
    public void Large_whole_exponents_agree_with_whole_numbers()
    {
        (int, int)[] powers = [(10001, 3000), (10001, 50000), (10700, 20000), (10010, 100000), (9000, 2000)];
        foreach (var (number, exponent) in powers)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{number / 10_000m}^{exponent}");
            Check(text, BigInteger.Pow(number, exponent), BigInteger.Pow(10_000, exponent));
        }
    }

    /// <summary>Whether the 15 digits that are shown are those of the reference, which is a multiple of 1e−60.</summary>
    private static void Check(string text, BigInteger reference) => Check(text, reference, One);

    private static void Check(string text, BigInteger numerator, BigInteger denominator)
    {
        var value = Table.Parse(text).Evaluate();
        Assert.Null(value.Fault);
        var expected = Rational.Ratio(numerator, denominator).RoundedTo(Rational.Digits).ToString();
        Assert.Equal((text, expected), (text, value.ToString().TrimStart('≈')));
    }

    private static BigInteger BisectedRoot(BigInteger value, int index)
    {
        var (low, high) = (BigInteger.Zero, BigInteger.One << (int)(value.GetBitLength() / index + 1));
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (BigInteger.Pow(middle, index) <= value)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static List<string> RandomTokens(Random random, int depth)
    {
        var tokens = new List<string>();
        for (var i = random.Next(1, 4); ; i--)
        {
            if (depth > 0 && random.Next(3) == 0)
                tokens.AddRange(["(", .. RandomTokens(random, depth - 1), ")"]);
            else
                tokens.Add(random.Next(20).ToString(CultureInfo.InvariantCulture));
            if (random.Next(4) == 0)
                tokens.AddRange(["^", random.Next(4).ToString(CultureInfo.InvariantCulture)]);
            if (i == 0)
                return tokens;
            tokens.Add("+-×÷"[random.Next(4)].ToString());
        }
    }

    private static (BigInteger Numerator, BigInteger Denominator)? StackMachine(List<string> tokens)
    {
        var (numbers, signs) = (new Stack<(BigInteger Top, BigInteger Bottom)>(), new Stack<string>());
        foreach (var token in tokens)
        {
            if (char.IsAsciiDigit(token[0]))
                numbers.Push((BigInteger.Parse(token, CultureInfo.InvariantCulture), 1));
            if (token == "(")
                signs.Push(token);
            if (token == ")")
            {
                while (signs.Peek() != "(")
                {
                    if (!Apply())
                        return null;
                }

                signs.Pop();
            }

            if (Rank(token) == 0)
                continue;
            while (signs.Count > 0 && Rank(signs.Peek()) >= Rank(token))
            {
                if (!Apply())
                    return null;
            }

            signs.Push(token);
        }

        while (signs.Count > 0)
        {
            if (!Apply())
                return null;
        }

        return numbers.Single();

        bool Apply()
        {
            var ((c, d), (a, b), sign) = (numbers.Pop(), numbers.Pop(), signs.Pop());
            if ((sign == "÷" && c.IsZero) || (sign == "^" && a.IsZero && c.IsZero))
                return false;
            numbers.Push(sign switch
            {
                "+" => (a * d + c * b, b * d),
                "-" => (a * d - c * b, b * d),
                "×" => (a * c, b * d),
                "÷" => (a * d, b * c),
                _ => (BigInteger.Pow(a, (int)c), BigInteger.Pow(b, (int)c)),
            });
            return true;
        }
    }

    private static int Rank(string token) => token switch
    {
        "+" or "-" => 1,
        "×" or "÷" => 2,
        "^" => 3,
        _ => 0,
    };
}
