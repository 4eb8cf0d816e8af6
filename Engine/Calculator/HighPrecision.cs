using System.Numerics;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// Logarithm and exponential function to more than 115 significant digits, in binary fixed point. Sources of the series: Abramowitz and
/// Stegun, 4.1.27 and 4.2.1.
/// </summary>
internal static class HighPrecision
{
    /// <summary>Bits behind the point: 115 digits, and 66 bits for the errors of the sums and the halvings.</summary>
    private const int Bits = 448;

    private const int Halvings = 8;

    private static readonly BigInteger Ln2 = 2 * InverseHyperbolicTangent((BigInteger.One << Bits) / 3, Bits);

    /// <summary>The natural logarithm of a positive number; the relative error is below 1e−115.</summary>
    public static Rational Ln(Rational value)
    {
        // value = numerator ÷ denominator · 2^shift with a quotient of 2/3 to 4/3.
        var (numerator, denominator) = (value.Numerator, value.Denominator);
        var shift = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        numerator <<= Math.Max(-shift, 0);
        denominator <<= Math.Max(shift, 0);
        if (3 * numerator > 4 * denominator)
        {
            denominator *= 2;
            shift++;
        }
        else if (3 * numerator < 2 * denominator)
        {
            numerator *= 2;
            shift--;
        }

        // ln m = 2 artanh((m − 1) ÷ (m + 1)). Near 1 the logarithm begins with zeros, which take bits of their own.
        var (difference, sum) = (numerator - denominator, numerator + denominator);
        var zeros = shift == 0 ? (int)(sum.GetBitLength() - difference.GetBitLength()) : 0;
        var bits = Bits + Math.Max(zeros, 0);
        var logarithm = 2 * InverseHyperbolicTangent((difference << bits) / sum, bits);
        return Rational.Ratio(logarithm + shift * (Ln2 << (bits - Bits)), BigInteger.One << bits);
    }

    /// <summary>e to the power of a number between −2400 and 2400; the relative error is below 1e−115.</summary>
    public static Rational Exp(Rational value)
    {
        // e^x = 2^shift · (e^(r / 2^Halvings))^(2^Halvings) with |r| below 0.35.
        var x = (value.Numerator << Bits) / value.Denominator;
        var shift = (int)((2 * x + Ln2) / (2 * Ln2));
        var part = (x - shift * Ln2) >> Halvings;
        var (sum, term) = (BigInteger.One << Bits, BigInteger.One << Bits);
        for (var n = 1; ; n++)
        {
            term = ((term * part) >> Bits) / n;
            if (term.IsZero)
                break;
            sum += term;
        }

        for (var i = 0; i < Halvings; i++)
            sum = (sum * sum) >> Bits;
        return Rational.Ratio(sum << Math.Max(shift, 0), BigInteger.One << (Bits + Math.Max(-shift, 0)));
    }

    /// <summary>The whole part of the root of a whole number of 0 or more, by Newton's method from above.</summary>
    public static BigInteger Root(BigInteger value, int index)
    {
        if (value.IsZero || value.IsOne || index == 1)
            return value;

        // The first guess is right to nine digits, and too large.
        var logarithm = BigInteger.Log(value, 2) / index;
        var whole = Math.Max((int)logarithm - 60, 0);
        var root = ((BigInteger)(PortableMath.Pow(2, logarithm - whole) * (1 + 1e-9)) + 1) << whole;
        while (true)
        {
            var next = ((index - 1) * root + value / BigInteger.Pow(root, index - 1)) / index;
            if (next >= root)
                return root;
            root = next;
        }
    }

    /// <summary>artanh z = z + z³/3 + z⁵/5 + … for |z| of at most 1/3.</summary>
    private static BigInteger InverseHyperbolicTangent(BigInteger z, int bits)
    {
        // Of the absolute value, because a shift rounds a negative number away from 0.
        var (power, square) = (BigInteger.Abs(z), (z * z) >> bits);
        var sum = power;
        for (var n = 3; ; n += 2)
        {
            power = (power * square) >> bits;
            if (power.IsZero)
                return z.Sign * sum;
            sum += power / n;
        }
    }
}
