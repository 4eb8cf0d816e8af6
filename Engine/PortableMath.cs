namespace GpuDigits.Engine;

/// <summary>
/// Elementary functions with the same bits on every system. Those of <see cref="Math"/> come from the system's C library, so their last
/// bits differ between Windows, Linux and macOS. These consist of IEEE 754 additions, multiplications, divisions and exact fused
/// multiply-adds, in a fixed order. Whatever reaches weights, ink or pictures uses them; a test holds that.
/// </summary>
/// <remarks>
/// Accuracies are measured by the tests, in units in the last place (ulp); a correctly rounded result has an error of at most 0.5. Special
/// values are as IEEE 754-2019 (section 9.2) says. The polynomials are our own: Chebyshev fits, computed with 400 bits.
/// </remarks>
internal static partial class PortableMath
{
    private const double Ln2High = 0.6931471805598903, Ln2Low = 5.497923018708371e-14, Log2E = 1.4426950408889634;

    // Added and subtracted again, it rounds to a whole number; its bits then hold that number.
    private const double Rounder = 6755399441055744;

    private const long OneBits = 0x3FF0_0000_0000_0000, RootHalfBits = 0x3FE6_A09E_667F_3BCD;

    // All beyond these overflow, or are rounded to 0.
    private const double MostExponent = 746;

    /// <summary>eˣ; error below 0.65 ulp, and below 0.9 where the result is denormal.</summary>
    public static double Exp(double x) => Exp(x, 0);

    /// <summary>The natural logarithm; error below 0.9 ulp.</summary>
    /// <remarks>
    /// x = 2ᵏ · (1 + f) with 1 + f from √½ to √2, and ln(1 + f) = 2 artanh s for s = f / (2 + f), arranged so that the largest terms are
    /// exact, as in FDLIBM (Sun Microsystems, 1993).
    /// </remarks>
    public static double Log(double x)
    {
        if (!(x > 0 && x < double.PositiveInfinity))
            return LogOfSpecial(x);
        var (k, m) = Split(x);
        double f = m - 1, s = f / (2 + f), z = s * s, half = 0.5 * f * f, z2 = z * z;
        var even = 0.6666666666666666 + (z * 0.40000000000000885) + (z2 * (0.28571428570799784 + (z * 0.22222222392581045)));
        var odd = 0.18181795547521137 + (z * 0.15386244737621665) + (z2 * (0.13268638369266825 + (z * 0.13088034850927555)));
        var rest = z * (even + (z2 * z2 * odd));
        return (k * Ln2High) - (half - ((s * (half + rest)) + (k * Ln2Low)) - f);
    }

    /// <summary>The logarithm to base 10; error below 0.51 ulp, and none for a power of ten.</summary>
    public static double Log10(double x)
    {
        if (!(x > 0 && x < double.PositiveInfinity))
            return LogOfSpecial(x);
        var (high, low) = PreciseLog(x);
        return Sum(Times((high, low), (0.4342944819032518, 1.098319650216765e-17)));
    }

    /// <summary>x to the power of y; error below 0.65 ulp, and none where the power is a double.</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
            return 1;
        if (double.IsNaN(x) || double.IsNaN(y))
            return double.NaN;
        if (x < 0 && double.IsFinite(x) && double.IsFinite(y) && !double.IsInteger(y))
            return double.NaN;
        var size = Math.Abs(x);
        double power;
        if (size is 0 or 1 or double.PositiveInfinity || double.IsInfinity(y))
        {
            power = size == 1 ? 1 : size > 1 == y > 0 ? double.PositiveInfinity : 0;
        }
        else
        {
            // The logarithm is at most 745 in size. Where its product with y overflows, so does the power.
            var exponent = Math.Clamp(y, -1e300, 1e300);
            var (high, low) = Times(PreciseLog(size), (exponent, 0));
            power = Exp(high, low);
        }

        return double.IsNegative(x) && double.IsOddInteger(y) ? -power : power;
    }

    /// <summary>The exponential function of x + low, where low is below an ulp of x.</summary>
    private static double Exp(double x, double low)
    {
        if (!(Math.Abs(x) < MostExponent))
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;
        var rounded = (x * Log2E) + Rounder;
        var n = rounded - Rounder;
        double high = x - (n * Ln2High), rest = (n * Ln2Low) - low, r = high - rest;
        var lost = high - r - rest;

        // (eʳ − 1 − r) / r² for |r| up to ½ ln 2.
        double r2 = r * r, r4 = r2 * r2;
        var a = 0.5 + (r * 0.1666666666666667) + (r2 * (0.04166666666666667 + (r * 0.008333333333326136)));
        var b = 0.0013888888888883748 + (r * 0.00019841269874820627) + (r2 * (2.4801587325547743e-05 + (r * 2.7557255400206422e-06)));
        var c = 2.75572736431103e-07 + (r * 2.5105217004720745e-08) + (r2 * 2.0914686968086876e-09);
        var sum = 1 + r;
        var power = sum + (1 - sum + r + ((r2 * (a + (r4 * (b + (r4 * c))))) + lost));

        // Times 2ⁿ in two steps, as 2ⁿ alone may overflow or be denormal.
        var whole = BitConverter.DoubleToInt64Bits(rounded) - BitConverter.DoubleToInt64Bits(Rounder);
        var half = whole >> 1;
        return power * PowerOf2(half) * PowerOf2(whole - half);
    }

    /// <summary>The natural logarithm of a positive finite number as a sum of two doubles; relative error below 2⁻⁶⁸.</summary>
    /// <remarks>2 artanh s by its series, the first terms with twice the precision.</remarks>
    private static (double High, double Low) PreciseLog(double x)
    {
        var (k, m) = Split(x);
        double top = m - 1, bottom = m + 1, lost = m - (bottom - 1), high = top / bottom;
        var s = (High: high, Low: (Math.FusedMultiplyAdd(-high, bottom, top) - (high * lost)) / bottom);
        var square = Times(s, s);
        double z = square.High, series = 1 / 27.0;
        for (var n = 25; n >= 7; n -= 2)
            series = (series * z) + (1.0 / n);
        var fifth = Plus((0.2, -1.1102230246251566e-17), (z * series, 0));
        var third = Plus((0.3333333333333333, 1.850371707708594e-17), Times(square, fifth));
        (double High, double Low) twice = (2 * s.High, 2 * s.Low);
        var logarithm = Plus(twice, Times(twice, Times(square, third)));
        return k == 0 ? logarithm : Plus((k * Ln2High, k * Ln2Low), logarithm);
    }

    /// <summary>x = 2ᵏ · m with m from √½ to √2, for a positive finite x.</summary>
    private static (double K, double M) Split(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        long extra = 0;
        if (x < 2.2250738585072014e-308)
        {
            // A denormal number, made normal.
            bits = BitConverter.DoubleToInt64Bits(x * 18014398509481984);
            extra = 54;
        }

        var k = (bits - RootHalfBits) >> 52;
        return (k - extra, BitConverter.Int64BitsToDouble(bits - (k << 52)));
    }

    private static double LogOfSpecial(double x) =>
        x == 0 ? double.NegativeInfinity : x == double.PositiveInfinity ? x : double.NaN;

    private static double PowerOf2(long n) => BitConverter.Int64BitsToDouble(OneBits + (n << 52));

    /// <summary>a · b with twice the precision. T. J. Dekker, Numerische Mathematik 18, 1971, with a fused multiply-add.</summary>
    private static (double High, double Low) Times((double High, double Low) a, (double High, double Low) b)
    {
        var high = a.High * b.High;
        return Normal(high, Math.FusedMultiplyAdd(a.High, b.High, -high) + ((a.High * b.Low) + (a.Low * b.High)));
    }

    /// <summary>a + b with twice the precision, where a is the larger or 0.</summary>
    private static (double High, double Low) Plus((double High, double Low) a, (double High, double Low) b)
    {
        var high = a.High + b.High;
        return Normal(high, a.High - high + b.High + (a.Low + b.Low));
    }

    private static (double High, double Low) Normal(double high, double low)
    {
        var sum = high + low;
        return (sum, high - sum + low);
    }

    private static double Sum((double High, double Low) a) => a.High + a.Low;
}
