using System.Numerics;

namespace GpuDigits.Engine;

/// <content>Sine, cosine and the angle of a vector.</content>
internal static partial class PortableMath
{
    private const double HalfPi = 1.5707963267948966, HalfPiRest = 6.123233995736766e-17;

    // π/2 in three parts; the first two have 43 bits.
    private const double HalfPi1 = 1.5707963267948344, HalfPi2 = 6.223372171896261e-14, HalfPi3 = 3.5215598651832e-27;

    // Up to here, a number of quarter turns has at most 10 bits, so that its products with the parts are exact.
    private const double MostForParts = 1600;

    /// <summary>64 zeros, then the first 1,280 bits of 2/π.</summary>
    private static ReadOnlySpan<ulong> TwoByPi =>
    [
        0, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C,
        0xFE1DEB1CB129A73E, 0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B, 0x1FF897FFDE05980F,
        0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08,
        0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
    ];

    /// <summary>The sine of an angle in radians, of any size; error below 0.8 ulp.</summary>
    public static double Sin(double x) => SinCos(x).Sin;

    /// <summary>The cosine of an angle in radians, of any size; error below 0.8 ulp.</summary>
    public static double Cos(double x) => SinCos(x).Cos;

    /// <summary>Sine and cosine of an angle in radians, of any size; errors below 0.8 ulp.</summary>
    public static (double Sin, double Cos) SinCos(double x)
    {
        if (!double.IsFinite(x))
            return (double.NaN, double.NaN);
        var size = Math.Abs(x);
        var (turns, angle, low) = size < HalfPi / 2 ? (0, x, 0) : size < MostForParts ? ReduceByParts(x) : ReduceByBits(x);

        // For |angle| up to π/4: the polynomials are (sin a − a) / a³ and (cos a − 1 + a²/2) / a⁴, of a².
        double z = angle * angle, z2 = z * z, cube = z * angle;
        var s = 0.008333333333330936 + (z * -0.00019841269836740532)
            + (z2 * (2.7557316093198404e-06 + (z * -2.5051129896450185e-08) + (z2 * 1.5917988979397435e-10)));
        var sine = angle - ((z * ((0.5 * low) - (cube * s))) - low - (cube * -0.16666666666666666));
        var c = 0.041666666666666664 + (z * -0.0013888888888887389)
            + (z2 * (2.48015872987544e-05 + (z * -2.755731726587808e-07) + (z2 * (2.087614504941318e-09 + (z * -1.138254464534925e-11)))));
        double half = 0.5 * z, near = 1 - half;
        var cosine = near + (1 - near - half + ((z2 * c) - (angle * low)));
        return (turns & 3) switch
        {
            0 => (sine, cosine),
            1 => (cosine, -sine),
            2 => (-sine, -cosine),
            _ => (-cosine, sine),
        };
    }

    /// <summary>The angle of the vector (x, y), from −π to π. Error below 0.5001 ulp.</summary>
    public static float Atan2(float y, float x)
    {
        if (float.IsNaN(x) || float.IsNaN(y))
            return float.NaN;
        double right = Math.Abs((double)x), up = Math.Abs((double)y), most = Math.Max(right, up);
        var t = most == 0 ? 0 : double.IsInfinity(right) && double.IsInfinity(up) ? 1 : Math.Min(right, up) / most;

        // Up to π/8, and π/4 more for the others: atan t = π/4 + atan((t − 1) / (t + 1)).
        var isLarge = t > 0.41421356237309503;
        var near = isLarge ? (t - 1) / (t + 1) : t;
        double z = near * near, series = -0.027215937829399475;
        ReadOnlySpan<double> terms =
        [
            0.051677414433154024, -0.06550621831263581, 0.07681006576048757, -0.09090253072926406, 0.1111108953335244,
            -0.14285713928106403, 0.1999999999770806, -0.33333333333330906,
        ];
        foreach (var term in terms)
            series = (series * z) + term;
        var angle = near + (near * z * series) + (isLarge ? HalfPi / 2 : 0);
        if (up > right)
            angle = HalfPi - angle;
        if (float.IsNegative(x))
            angle = (2 * HalfPi) - angle;
        return (float)(float.IsNegative(y) ? -angle : angle);
    }

    /// <summary>The map that turns by an angle in radians, from the x axis to the y axis.</summary>
    public static Matrix3x2 Rotation(float angle)
    {
        var (sine, cosine) = SinCos(angle);
        return new(cosine, sine, -sine, cosine, 0, 0);
    }

    /// <summary>
    /// x less a number of quarter turns, as a sum of two doubles: by parts of π/2. Cody and Waite, Software Manual for the Elementary
    /// Functions, 1980, chapter 8.
    /// </summary>
    private static (long Turns, double Angle, double Low) ReduceByParts(double x)
    {
        var rounded = (x * (1 / HalfPi)) + Rounder;
        var n = rounded - Rounder;
        double a = x - (n * HalfPi1), b = -n * HalfPi2, sum = a + b, added = sum - a;
        var (angle, rest) = Normal(sum, a - (sum - added) + (b - added) - (n * HalfPi3));
        return (BitConverter.DoubleToInt64Bits(rounded), angle, rest);
    }

    /// <summary>
    /// The same for any larger x, by those 192 bits of 2/π that matter. M. Payne, R. Hanek, ACM SIGNUM Newsletter 18(1), 1983.
    /// </summary>
    private static (long Turns, double Angle, double Low) ReduceByBits(double x)
    {
        // |x| = m · 2^e; bits of 2/π whose product with it is a multiple of four quarter turns are left out.
        var bits = BitConverter.DoubleToInt64Bits(x);
        var m = ((ulong)bits & 0x000F_FFFF_FFFF_FFFF) | 0x0010_0000_0000_0000;
        var at = (int)((bits >> 52) & 0x7FF) - 1075 + 62;
        var low = (UInt128)m * Word(at + 128);
        var middle = ((UInt128)m * Word(at + 64)) + (low >> 64);
        var high = (m * Word(at)) + (ulong)(middle >> 64);

        // Two bits of quarter turns, then the fraction, which is taken as a signed number from −½ to ½.
        var fraction = (Int128)((new UInt128(high, (ulong)middle) << 2) | ((ulong)low >> 62));
        var turns = (long)(high >> 62) + (Int128.IsNegative(fraction) ? 1 : 0);
        var top = (double)fraction;
        var (angle, rest) = Times((top * Smallest, (double)(fraction - (Int128)top) * Smallest), (HalfPi, HalfPiRest));
        return x < 0 ? (-turns, -angle, -rest) : (turns, angle, rest);
    }

    // 2⁻¹²⁸, a unit of the fraction.
    private const double Smallest = 2.9387358770557188e-39;

    /// <summary>64 bits of <see cref="TwoByPi"/> from a place on.</summary>
    private static ulong Word(int place)
    {
        var (word, shift) = (place / 64, place % 64);
        return shift == 0 ? TwoByPi[word] : (TwoByPi[word] << shift) | (TwoByPi[word + 1] >> (64 - shift));
    }
}
