namespace GpuDigits.Engine.Tests.Operations;

/// <summary>The references' gradients against finite differences of their forward passes.</summary>
public sealed class ReferenceTests
{
    private const double Step = 1e-6;

    public static TheoryData<int, int, int, bool> Convolutions =>
        new() { { 3, 1, 1, false }, { 3, 2, 1, true }, { 2, 3, 2, false }, { 5, 2, 3, true } };

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void ConvolutionGradientsAreSlopes(int filterHeight, int filterWidth, int stride, bool same)
    {
        var shape = Shapes.Convolution(6, 5, 2, 3, filterHeight, filterWidth, stride, stride, same);
        double[] x = Random(1, 2 * shape.InputSize), w = Random(2, shape.FilterSize), b = Random(3, 3), r = Random(4, 2 * shape.OutputSize);
        var (dx, dw, db) = ReferenceConvolution.Backward(shape, 2, x, w, r);
        CheckSlopes(x, dx, () => Dot(r, ReferenceConvolution.Forward(shape, 2, x, w, b)));
        CheckSlopes(w, dw, () => Dot(r, ReferenceConvolution.Forward(shape, 2, x, w, b)));
        CheckSlopes(b, db, () => Dot(r, ReferenceConvolution.Forward(shape, 2, x, w, b)));
    }

    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 1, false)]
    [InlineData(3, 2, true)]
    public void PoolGradientsAreSlopes(int size, int stride, bool same)
    {
        var shape = Shapes.Pool(6, 5, 2, size, size, stride, stride, same);
        double[] x = Random(1, 2 * shape.InputSize), r = Random(2, 2 * shape.OutputSize);
        var (_, argMax) = ReferencePool.Max(shape, 2, x);
        CheckSlopes(x, ReferencePool.MaxBackward(shape, 2, r, argMax), () => Dot(r, ReferencePool.Max(shape, 2, x).Y));
        CheckSlopes(x, ReferencePool.AverageBackward(shape, 2, r), () => Dot(r, ReferencePool.Average(shape, 2, x)));
    }

    [Fact]
    public void DenseGradientsAreSlopes()
    {
        double[] x = Random(1, 3 * 4), w = Random(2, 4 * 5), b = Random(3, 5), r = Random(4, 3 * 5);
        var (dx, dw, db) = ReferenceDense.Backward(3, 4, 5, x, w, r);
        CheckSlopes(x, dx, () => Dot(r, ReferenceDense.Forward(3, 4, 5, x, w, b)));
        CheckSlopes(w, dw, () => Dot(r, ReferenceDense.Forward(3, 4, 5, x, w, b)));
        CheckSlopes(b, db, () => Dot(r, ReferenceDense.Forward(3, 4, 5, x, w, b)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void CrossEntropyGradientIsSlope(double smoothing)
    {
        var z = Random(1, 3 * 4);
        byte[] labels = [0, 3, 1];
        CheckSlopes(z, ReferenceDense.CrossEntropy(3, 4, z, labels, smoothing).Gradient,
            () => ReferenceDense.CrossEntropy(3, 4, z, labels, smoothing).Losses.Average());
    }

    [Fact]
    public void NormalisationGradientsAreSlopes()
    {
        double[] x = Random(1, 5 * 3), gamma = Random(2, 3), beta = Random(3, 3), r = Random(4, 5 * 3);
        var (dx, dGamma, dBeta) = ReferenceNormalization.Backward(5, 3, x, gamma, r, 1e-3);
        CheckSlopes(x, dx, () => Dot(r, ReferenceNormalization.Forward(5, 3, x, gamma, beta, 1e-3)));
        CheckSlopes(gamma, dGamma, () => Dot(r, ReferenceNormalization.Forward(5, 3, x, gamma, beta, 1e-3)));
        CheckSlopes(beta, dBeta, () => Dot(r, ReferenceNormalization.Forward(5, 3, x, gamma, beta, 1e-3)));
    }

    private static double[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static void CheckSlopes(double[] values, double[] gradient, Func<double> loss)
    {
        Assert.Equal(values.Length, gradient.Length);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            values[i] = value + Step;
            var above = loss();
            values[i] = value - Step;
            var below = loss();
            values[i] = value;
            Assert.Equal((above - below) / (2 * Step), gradient[i], 1e-7);
        }
    }
}
