using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuDigits.Engine;

/// <content>
/// The functions of floats. They compute in double, with polynomials of as few terms as a float needs, and round once.
/// </content>
internal static partial class PortableMath
{
    private const double Ln2 = 0.6931471805599453, Log10E = 0.4342944819032518;
    private const float FloatRounder = 12582912;

    // All beyond these overflow as floats, or are rounded to 0.
    private const double MostFloatExponent = 105;

    /// <summary>eˣ; error below 0.5001 ulp.</summary>
    public static float Exp(float x) => PowerOfE(x);

    /// <summary>
    /// eˣ of each value; error below 1.1 ulp, also where the result is denormal. Each value has the same bits, whatever its neighbours are.
    /// </summary>
    /// <remarks>The reduction with a constant in two parts is that of Cody and Waite, Software Manual for the Elementary Functions,
    /// 1980, chapter 6.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Exp(Vector128<float> x)
    {
        // NaN is neither greater nor less, and so stays NaN.
        Vector128<float> most = Vector128.Create(89f), least = Vector128.Create(-104f), rounder = Vector128.Create(FloatRounder);
        x = Vector128.ConditionalSelect(Vector128.GreaterThan(x, most), most, x);
        x = Vector128.ConditionalSelect(Vector128.LessThan(x, least), least, x);
        var rounded = (x * (float)Log2E) + rounder;
        var n = rounded - rounder;
        var r = x - (n * 0.693359375f) - (n * -2.12194440e-4f);
        var square = r * r;
        var q = (Vector128.Create(0.5f) + (r * 0.16666576989698775f))
            + (square * (Vector128.Create(0.041666554617204574f) + (r * 0.008363179052722578f) + (square * 0.0013926183587713494f)));
        var power = Vector128<float>.One + (r + (square * q));

        // Times 2ⁿ in two steps, as 2ⁿ alone may overflow or be denormal.
        var whole = rounded.AsInt32() - rounder.AsInt32();
        var half = whole >> 1;
        return power * PowerOf2(half) * PowerOf2(whole - half);
    }

    /// <summary>The natural logarithm; error below 0.5001 ulp.</summary>
    public static float Log(float x)
    {
        if (!(x > 0 && x < float.PositiveInfinity))
            return (float)LogOfSpecial(x);

        // As a double, a denormal float is normal.
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = (bits - RootHalfBits) >> 52;
        var m = BitConverter.Int64BitsToDouble(bits - (k << 52));
        double s = (m - 1) / (m + 1), z = s * s, z2 = z * z;
        var series = 0.6666666666737868 + (z * 0.3999999879244169)
            + (z2 * (0.28571755535032944 + (z * 0.22191337428065783) + (z2 * 0.19363884986633198)));
        return (float)((k * Ln2) + (s * (2 + (z * series))));
    }

    /// <summary>The logarithm to base 10; error below 0.5001 ulp.</summary>
    public static float Log10(float x) => (float)(Log((double)x) * Log10E);

    /// <summary>x to the power of y; error below 0.5001 ulp.</summary>
    public static float Pow(float x, float y) =>
        x > 0 && float.IsFinite(x) && float.IsFinite(y) ? PowerOfE(y * Log((double)x)) : (float)Pow((double)x, y);

    /// <summary>The sine of an angle in radians, of any size; error below 0.5001 ulp.</summary>
    public static float Sin(float x) => SinCos(x).Sin;

    /// <summary>The cosine of an angle in radians, of any size; error below 0.5001 ulp.</summary>
    public static float Cos(float x) => SinCos(x).Cos;

    /// <summary>Sine and cosine of an angle in radians, of any size; errors below 0.5001 ulp.</summary>
    public static (float Sin, float Cos) SinCos(float x)
    {
        if (!(MathF.Abs(x) < MostForParts))
        {
            var (ofAny, andCosine) = SinCos((double)x);
            return ((float)ofAny, (float)andCosine);
        }

        double rounded = (x * (1 / HalfPi)) + Rounder, n = rounded - Rounder, angle = x - (n * HalfPi1) - (n * HalfPi2);
        double z = angle * angle, z2 = z * z;
        var s = -0.1666666666666387 + (z * 0.00833333333107021)
            + (z2 * (-0.00019841266908224796 + (z * 2.7555988280021416e-06) + (z2 * -2.4805390945766067e-08)));
        var c = -0.4999999999996371 + (z * 0.04166666663727906)
            + (z2 * (-0.001388888508002599 + (z * 2.4799858750748857e-05) + (z2 * -2.7236822001886194e-07)));
        float sine = (float)(angle * (1 + (z * s))), cosine = (float)(1 + (z * c));
        var turns = (int)BitConverter.DoubleToInt64Bits(rounded);
        var (up, right) = (turns & 1) == 0 ? (sine, cosine) : (cosine, sine);
        return (Signed(up, turns), Signed(right, turns + 1));

        // In half of the quarters the sign changes.
        static float Signed(float value, int turns) =>
            BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) ^ ((turns & 2) << 30));
    }

    private static float PowerOfE(double x)
    {
        if (!(Math.Abs(x) < MostFloatExponent))
            return (float)Exp(x, 0);
        double rounded = (x * Log2E) + Rounder, r = x - ((rounded - Rounder) * Ln2), r2 = r * r;
        var q = 0.5 + (r * 0.16666666719028936) + (r2 * (0.04166666671901226 + (r * 0.00833329846980059)))
            + (r2 * r2 * (0.001388885403566671 + (r * 0.00019899285575896282) + (r2 * 2.4859589834589056e-05)));
        var n = BitConverter.DoubleToInt64Bits(rounded) - BitConverter.DoubleToInt64Bits(Rounder);
        return (float)((1 + (r + (r2 * q))) * PowerOf2(n));
    }

    private static Vector128<float> PowerOf2(Vector128<int> n) => (Vector128.Create(0x3F80_0000) + (n << 23)).AsSingle();
}
