using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

public class RationalTests
{
    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(-7, 1, "−7")]
    [InlineData(7, -2, "−3.5")]
    [InlineData(999_999_999_999_999, 1, "999999999999999")]
    [InlineData(1_000_000_000_000_000, 1, "1e15")]
    [InlineData(9_999_999_999_999_994, 10, "999999999999999")]
    [InlineData(9_999_999_999_999_996, 10, "1e15")]
    [InlineData(-1, 1_000_000, "−0.000001")]
    [InlineData(1, 10_000_000, "1e−7")]
    [InlineData(123, 1_000_000_000_000, "1.23e−10")]
    [InlineData(1_000_000_000_000_005, 1_000_000_000_000_000, "1.00000000000001")] // half away from zero
    [InlineData(-1_000_000_000_000_005, 1_000_000_000_000_000, "−1.00000000000001")]
    [InlineData(1_000_000_000_000_004, 1_000_000_000_000_000, "1")]
    [InlineData(9_999_999_999_999_999, 10_000_000_000_000_000, "1")]
    public void Numbers_have_fifteen_digits(long numerator, long denominator, string text)
    {
        var number = (Rational)numerator / denominator;
        Assert.Equal(text, number.ToString());
        Assert.Equal(text.EndsWith("e15", StringComparison.Ordinal), number.IsTooLarge);
    }

    [Fact]
    public void Random_fractions_agree_with_decimal_arithmetic()
    {
        var random = new Random(5);
        for (var i = 0; i < 5000; i++)
        {
            long a = random.NextInt64(1L << random.Next(1, 45)), b = 1 + random.NextInt64(1L << random.Next(1, 20));
            var c = random.Next(1, 1000);
            var number = ((Rational)a / b - c) * c;
            var expected = ((decimal)a / b - c) * c;
            if (number.IsTooLarge || number.IsZero)
                continue;

            var shown = decimal.Parse(number.ToString().Replace('−', '-'), NumberStyles.Float, CultureInfo.InvariantCulture);
            Assert.InRange(Math.Abs(shown - expected), 0, Math.Abs(expected) * 6e-15m + 1e-20m);
        }
    }

    [Theory]
    [InlineData(1, 3, true)]
    [InlineData(1, 8, false)]
    [InlineData(0, 1, false)]
    [InlineData(-182, 1, false)]
    [InlineData(-2, 7, true)]
    [InlineData(1_000_000_000_000_001, 1_000_000_000_000_000, true)]
    [InlineData(100_000_000_000_001, 100_000_000_000_000, false)]
    public void A_number_knows_whether_it_is_shown_rounded(long numerator, long denominator, bool isRounded) =>
        Assert.Equal(isRounded, ((Rational)numerator / denominator).IsShownRounded);

    [Fact]
    public void No_number_lies_between_zero_and_1e_99()
    {
        foreach (var divisor in (long[])[10, 3, 999_999_999_999_999])
        {
            for (Rational number = 1; !number.IsZero; number /= divisor)
            {
                var text = number.ToString();
                var e = text.IndexOf('e', StringComparison.Ordinal);
                Assert.True(e < 0 || int.Parse(text.AsSpan(e + 2), CultureInfo.InvariantCulture) <= 99, text);
            }
        }
    }

    [Fact]
    public void A_number_is_written_and_read_exactly()
    {
        foreach (var number in (Rational[])[Rational.Zero, 182, (Rational)(-1) / 3, (Rational)22 / 7])
        {
            Assert.True(Rational.TryParse(number.ToFraction(), out var read));
            Assert.Equal(number, read);
        }

        Assert.All((string[])["", "1", "1/0", "1/-3", "a/b", "1/", "/1", "1000000000000000/1", new string('1', 5000) + "/1"],
            text => Assert.False(Rational.TryParse(text, out _), text));
    }

    [Fact]
    public void The_laws_of_fractions_hold()
    {
        Rational third = (Rational)1 / 3, half = (Rational)1 / 2;
        Assert.Equal((Rational)5 / 6, third + half);
        Assert.Equal((Rational)(-1) / 6, third - half);
        Assert.Equal((Rational)2 / 3, third / half);
        Assert.True(third * 3 == 1 && third != half && default(Rational).IsZero && (third - half).IsNegative);
        Assert.Throws<DivideByZeroException>(() => third / Rational.Zero);
    }

    [Fact]
    public void Endless_division_stays_short_and_ends_at_zero()
    {
        Rational number = 1, endless = 999_999_999_999_989;
        for (var i = 0; i < 3000 && !number.IsZero; i++)
            number /= endless;
        Assert.True(number.IsZero);

        // A logistic map squares its denominator at each step; its first dozens of digits must still be right.
        Rational x = (Rational)1 / 3, one = 1;
        BigInteger scale = BigInteger.Pow(10, 400), y = scale / 3;
        for (var i = 0; i < 200; i++)
        {
            x = x * 4 * (one - x) * 9 / 10;
            y = y * 36 * (scale - y) / (scale * 10);
        }

        var expected = (double)(y * 1_000_000_000_000_000 / scale) / 1e15;
        Assert.Equal(expected, double.Parse(x.ToString(), CultureInfo.InvariantCulture), 1e-13);
    }
}
