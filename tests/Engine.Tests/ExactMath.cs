using System.Numerics;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests;

/// <summary>Elementary functions to far more digits than a double has, and how far a double is from them.</summary>
internal static class ExactMath
{
    // Enough for the reduction of the largest double by π.
    private const int Bits = 1400;

    private static readonly BigInteger One = BigInteger.One << Bits;

    // Machin's formula.
    private static readonly BigInteger Pi = 4 * ((4 * InverseTangent(5)) - InverseTangent(239));

    public static Rational Of(double value)
    {
        var (mantissa, exponent) = Parts(value);
        return Rational.Ratio(mantissa << Math.Max(exponent, 0), BigInteger.One << Math.Max(-exponent, 0));
    }

    public static Rational Exp(double x) => HighPrecision.Exp(Of(x));

    public static Rational Log(double x) => HighPrecision.Ln(Of(x));

    public static Rational Log10(double x)
    {
        Rational top = Log(x), ten = Log(10);
        return Rational.Ratio(top.Numerator * ten.Denominator, top.Denominator * ten.Numerator);
    }

    public static Rational Pow(double x, double y)
    {
        Rational logarithm = Log(x), exponent = Of(y);
        return HighPrecision.Exp(Rational.Ratio(logarithm.Numerator * exponent.Numerator, logarithm.Denominator * exponent.Denominator));
    }

    public static Rational Sin(double x) => Sin(Fixed(x));

    public static Rational Cos(double x) => Sin((Pi / 2) - Fixed(x));

    /// <summary>The distance of a value from the true one, in units of the value's last place.</summary>
    public static double Error(double value, Rational truth)
    {
        var (mantissa, exponent) = Parts(value);
        return Distance(mantissa, exponent, truth);
    }

    /// <inheritdoc cref="Error(double, Rational)"/>
    public static double Error(float value, Rational truth)
    {
        var bits = BitConverter.SingleToInt32Bits(value);
        int exponent = (bits >> 23) & 0xFF, rest = bits & 0x7F_FFFF;
        return Distance((exponent > 0 ? rest | 0x80_0000 : rest) * (value < 0 ? -1 : 1), Math.Max(exponent, 1) - 150, truth);
    }

    private static double Distance(BigInteger mantissa, int exponent, Rational truth)
    {
        var (top, bottom) = (truth.Numerator << Math.Max(-exponent, 0), truth.Denominator << Math.Max(exponent, 0));
        return (double)((BigInteger.Abs((mantissa * bottom) - top) << 30) / bottom) / (1 << 30);
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        long exponent = (bits >> 52) & 0x7FF, rest = bits & 0xF_FFFF_FFFF_FFFF;
        return ((exponent > 0 ? rest | 0x10_0000_0000_0000 : rest) * (value < 0 ? -1 : 1), (int)Math.Max(exponent, 1) - 1075);
    }

    private static BigInteger Fixed(double x)
    {
        var (mantissa, exponent) = Parts(x);
        return exponent + Bits >= 0 ? mantissa << (exponent + Bits) : mantissa >> -(exponent + Bits);
    }

    /// <summary>The power series, after the reduction to −π/2 … π/2.</summary>
    private static Rational Sin(BigInteger x)
    {
        // π is wrong by a unit or two, and so is x afterwards by the number of half turns: below 2¹⁰²⁵ of 2¹⁴⁰⁰.
        var turns = BigInteger.DivRem((2 * x) + (x.Sign * Pi), 2 * Pi, out _);
        x -= turns * Pi;
        BigInteger sum = 0, term = turns.IsEven ? x : -x, square = (x * x) >> Bits;
        for (var n = 2; !BigInteger.Abs(term).IsZero; n += 2)
        {
            sum += term;
            term = -(term * square / (n * (n + 1))) / One;
        }

        return Rational.Ratio(sum, One);
    }

    private static BigInteger InverseTangent(int reciprocal)
    {
        BigInteger sum = 0, power = One / reciprocal;
        for (var n = 1; !power.IsZero; n += 2, power /= -reciprocal * reciprocal)
            sum += power / n;
        return sum;
    }
}
