using System.Runtime.Intrinsics;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using Xunit.Abstractions;

namespace GpuDigits.Engine.Tests;

/// <summary>Our elementary functions beside the truth, over the whole range: the errors that their descriptions state.</summary>
public sealed class PortableMathTests(ITestOutputHelper output)
{
    private const int Tries = 1000;

    private readonly Random _random = new(3);

    [Fact]
    public void Exp_of_doubles()
    {
        Check("normal", 0.65, PortableMath.Exp, ExactMath.Exp, () => Between(-708, 709.78));
        Check("near 0", 0.65, PortableMath.Exp, ExactMath.Exp, () => OfAnySize(-60, 0));
        Check("denormal", 0.9, PortableMath.Exp, ExactMath.Exp, () => Between(-745, -708));
        Check("limits", 0.65, PortableMath.Exp, ExactMath.Exp, [0, -0.0, double.Epsilon, 709.782712893384, -708.3964185322641, 1, -1]);
        Assert.Equal(
            [double.PositiveInfinity, double.PositiveInfinity, 0, 0, 0, double.NaN],
            ((double[])[709.7827128933841, double.PositiveInfinity, -745.14, -1e300, double.NegativeInfinity, double.NaN])
                .Select(PortableMath.Exp));
    }

    [Fact]
    public void Exp_of_floats()
    {
        Check("all", 0.5001, PortableMath.Exp, ExactMath.Exp, () => (float)Between(-103, 88.7));
        Check("near 0", 0.5001, PortableMath.Exp, ExactMath.Exp, () => (float)OfAnySize(-40, 0));
    }

    [Fact]
    public void Exp_of_vectors()
    {
        Check("all", 1.1, ExpOfVector, ExactMath.Exp, () => (float)Between(-103, 88.72));
        Check("near 0", 1.1, ExpOfVector, ExactMath.Exp, () => (float)OfAnySize(-40, 0));
        Assert.Equal(
            [float.PositiveInfinity, float.PositiveInfinity, 0, 0, float.NaN, 1],
            ((float[])[89, float.PositiveInfinity, -104.5f, float.NegativeInfinity, float.NaN, -0.0f]).Select(ExpOfVector));
    }

    [Fact]
    public void Logarithms()
    {
        Check("all", 0.9, PortableMath.Log, ExactMath.Log, () => OfAnySize(-1022, 1023, mayBeNegative: false));
        Check("near 1", 0.9, PortableMath.Log, ExactMath.Log, () => Between(0.5, 2));
        Check("beside 1", 0.9, PortableMath.Log, ExactMath.Log, () => 1 + OfAnySize(-50, -3));
        Check("denormal", 0.9, PortableMath.Log, ExactMath.Log, () => double.Epsilon * _random.NextInt64(1, 1L << 50));
        Check("base 10", 0.51, PortableMath.Log10, ExactMath.Log10, () => OfAnySize(-1022, 1023, mayBeNegative: false));
        Check("base 10 beside 1", 0.51, PortableMath.Log10, ExactMath.Log10, () => 1 + OfAnySize(-50, -3));
        Check("floats of base 10", 0.5001, PortableMath.Log10, ExactMath.Log10, () => (float)OfAnySize(-148, 126, mayBeNegative: false));
        Check("floats beside 1", 0.5001, PortableMath.Log, ExactMath.Log, () => 1 + (float)OfAnySize(-23, -1));
        Check("floats", 0.5001, PortableMath.Log, ExactMath.Log, () => (float)OfAnySize(-148, 126, mayBeNegative: false));
        for (var power = -300; power <= 300; power++)
            Assert.Equal(power, PortableMath.Log10(double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var log in (Func<double, double>[])[PortableMath.Log, PortableMath.Log10])
        {
            Assert.Equal(
                [double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, double.NaN, double.NaN, double.NaN, 0],
                ((double[])[0, -0.0, double.PositiveInfinity, -1, double.NegativeInfinity, double.NaN, 1]).Select(log));
        }
    }

    [Fact]
    public void Powers()
    {
        for (var i = 0; i < Tries; i++)
        {
            var (x, y) = (OfAnySize(-1022, 1023, mayBeNegative: false), OfAnySize(-30, 12));
            if (Math.Abs(y * Math.Log(x)) < 708)
                Require("any", 0.65, ExactMath.Error(PortableMath.Pow(x, y), ExactMath.Pow(x, y)), (x, y));
            (x, y) = (1 + OfAnySize(-40, -1), Between(-1000, 1000));
            if (Math.Abs(y * Math.Log(x)) < 708)
                Require("beside 1", 0.65, ExactMath.Error(PortableMath.Pow(x, y), ExactMath.Pow(x, y)), (x, y));
            var (xf, yf) = ((float)OfAnySize(-100, 100, mayBeNegative: false), (float)OfAnySize(-10, 6));
            if (Math.Abs(yf * Math.Log(xf)) < 87)
                Require("floats", 0.5001, ExactMath.Error(PortableMath.Pow(xf, yf), ExactMath.Pow(xf, yf)), (xf, yf));
        }

        for (var n = 0; n <= 22; n++)
            Assert.Equal(double.Parse($"1e{n}", System.Globalization.CultureInfo.InvariantCulture), PortableMath.Pow(10.0, n));
        for (var n = -1074; n <= 1023; n++)
            Assert.Equal(Math.ScaleB(1, n), PortableMath.Pow(2.0, n));
        double[] special =
        [
            0, -0.0, 0.5, 1, -1, 2, -2, 3, -3, 0.3, 1e300, -1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN, -0.5,
            1e-310,
        ];
        foreach (var x in special)
        {
            foreach (var y in special)
            {
                double expected = Math.Pow(x, y), found = PortableMath.Pow(x, y);
                if (double.IsNormal(expected))
                    Assert.Equal(expected, found, Math.Abs(expected) * 1e-15);
                else
                    Assert.True(expected.Equals(found), $"{x} to the power of {y}: {found}");
                Assert.Equal(double.IsNegative(expected) && !double.IsNaN(expected), found < 0 || IsMinus0(found));
            }
        }
    }

    [Fact]
    public void Sines_and_cosines()
    {
        foreach (var (name, f, exact) in ((string, Func<double, double>, Func<double, Rational>)[])
            [("sin", PortableMath.Sin, ExactMath.Sin), ("cos", PortableMath.Cos, ExactMath.Cos)])
        {
            Check(name, 0.8, f, exact, () => Between(-10, 10));
            Check(name + " by parts", 0.8, f, exact, () => Between(-1700, 1700));
            Check(name + " near 0", 0.8, f, exact, () => OfAnySize(-1022, 0));
            Check(name + " of any size", 0.8, f, exact, () => OfAnySize(0, 1023), Tries / 3);
            Check(name + " beside a quarter turn", 0.8, f, exact, () => _random.Next(1, 1 << 20) * Math.PI / 2);
            Check(name + " beside a quarter turn, few", 0.8, f, exact, () => _random.Next(1, 1020) * Math.PI / 2);

            // The double that comes closest to a multiple of a quarter turn: J.-M. Muller, Elementary Functions, section 11.
            Check(name, 0.8, f, exact, [Math.ScaleB(6381956970095103, 797), double.MaxValue, double.Epsilon, 1600, 1599.9999]);
        }

        Check("sin of floats", 0.5001, PortableMath.Sin, ExactMath.Sin, () => (float)OfAnySize(-148, 127));
        Check("sin of floats by parts", 0.5001, PortableMath.Sin, ExactMath.Sin, () => (float)Between(-1700, 1700));
        Check("cos of floats by parts", 0.5001, PortableMath.Cos, ExactMath.Cos, () => (float)Between(-1700, 1700));
        Check("sin of floats beside a quarter turn", 0.5001, PortableMath.Sin, ExactMath.Sin,
            () => (float)(_random.Next(-1020, 1020) * Math.PI / 2));
        Check("cos of floats", 0.5001, PortableMath.Cos, ExactMath.Cos, () => (float)OfAnySize(-148, 127));
        Assert.All(
            (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity],
            x => Assert.True(double.IsNaN(PortableMath.Sin(x)) && double.IsNaN(PortableMath.Cos(x))));
        Assert.True(IsMinus0(PortableMath.Sin(-0.0)) && IsMinus0(PortableMath.Sin(-0.0f)));
        Assert.Equal((1, 1), (PortableMath.Cos(-0.0), PortableMath.Cos(-0.0f)));
    }

    [Fact]
    public void Angles_of_vectors()
    {
        float[] special = [0, -0.0f, 1, -1, 3, -7, 1e-40f, -3e38f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        foreach (var x in special)
        {
            foreach (var y in special)
                Same(y, x);
        }

        for (var i = 0; i < Tries; i++)
            Same((float)OfAnySize(-20, 20), (float)OfAnySize(-20, 20));

        // Where the C library's double, rounded, is not the same float, the true angle lies in the middle between two floats.
        static void Same(float y, float x)
        {
            double truth = Math.Atan2(y, x), found = PortableMath.Atan2(y, x);
            var unit = MathF.BitIncrement((float)Math.Abs(truth)) - (float)Math.Abs(truth);
            Assert.True(
                double.IsNaN(truth) ? double.IsNaN(found)
                    : Math.Abs(truth - found) <= 0.5001 * unit && double.IsNegative(truth) == double.IsNegative(found),
                $"atan2({y}, {x}) = {found}, not {truth}");
        }
    }

    [Fact]
    public void A_rotation_turns_from_x_to_y()
    {
        var turned = System.Numerics.Vector2.Transform(new(2, 0), PortableMath.Rotation(MathF.PI / 6));
        Assert.Equal(MathF.Sqrt(3), turned.X, 1e-6f);
        Assert.Equal(1, turned.Y, 1e-6f);
    }

    /// <summary>The exponentials of a row are computed by fours, the last ones alone, whatever the device's vectors are.</summary>
    [Fact]
    public void Softmax_has_the_same_bits_for_every_vector_width()
    {
        const int Classes = 7, Rows = 150;
        var logits = Enumerable.Range(0, Classes * Rows).Select(_ => (float)Between(-20, 20)).ToArray();
        var results = ((int[])[1, 128, 256, 512]).Select(bits =>
        {
            using var device = new VectorDevice(2, bits);
            var input = device.Allocate<float>(logits.Length);
            var output = device.Allocate<float>(logits.Length);
            input.CopyFromHost(logits);
            device.Run(new SoftmaxForward(new(input, Rows, Classes), new(output, Rows, Classes)));
            return output.ToArray();
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
        for (var i = 0; i < logits.Length; i += Classes)
        {
            var row = logits.AsSpan(i, Classes).ToArray();
            var sum = row.Sum(z => Math.Exp(z - row.Max()));
            for (var c = 0; c < Classes; c++)
                Assert.Equal(Math.Exp(row[c] - row.Max()) / sum, results[0][i + c], 1e-6);
        }
    }

    private static bool IsMinus0(double x) => x == 0 && double.IsNegative(x);

    private static float ExpOfVector(float x)
    {
        var all = PortableMath.Exp(Vector128.Create(x, 1, float.NaN, x));
        Assert.Equal(all[0], all[3]);
        return all[0];
    }

    private double Between(double from, double to) => from + ((to - from) * _random.NextDouble());

    /// <summary>Evenly by exponent.</summary>
    private double OfAnySize(int least, int most, bool mayBeNegative = true)
    {
        var size = Math.ScaleB(1 + _random.NextDouble(), _random.Next(least, most));
        return mayBeNegative && _random.Next(2) == 0 ? -size : size;
    }

    private void Check(string name, double limit, Func<double, double> f, Func<double, Rational> exact, Func<double> draw,
        int tries = Tries) =>
        Check(name, limit, f, exact, Enumerable.Range(0, tries).Select(_ => draw()));

    private void Check(string name, double limit, Func<double, double> f, Func<double, Rational> exact, IEnumerable<double> values)
    {
        var largest = 0.0;
        foreach (var x in values)
            largest = Math.Max(largest, Require(name, limit, ExactMath.Error(f(x), exact(x)), x));
        output.WriteLine($"{name}: {largest:F4} ulp");
    }

    private void Check(string name, double limit, Func<float, float> f, Func<double, Rational> exact, Func<float> draw)
    {
        var largest = 0.0;
        for (var i = 0; i < Tries; i++)
        {
            var x = draw();
            largest = Math.Max(largest, Require(name, limit, ExactMath.Error(f(x), exact(x)), x));
        }

        output.WriteLine($"{name}: {largest:F4} ulp");
    }

    private static double Require<T>(string name, double limit, double error, T at)
    {
        Assert.True(error <= limit, $"{name}: an error of {error} ulp at {at}");
        return error;
    }
}
