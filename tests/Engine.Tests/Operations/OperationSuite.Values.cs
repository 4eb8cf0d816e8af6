using GpuDigits.Engine.Devices;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    [SkippableTheory]
    [InlineData(1, 0, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(129, 7, 4)]
    [InlineData(3, 1, 37)]
    [InlineData(2, 5, 784)]
    public void GatherBatch(int batch, int first, int pixels)
    {
        const int Count = 200;
        var random = new Random(1);
        var images = new byte[Count * pixels];
        var labels = new byte[Count];
        random.NextBytes(images);
        random.NextBytes(labels);
        int[] order = [.. Enumerable.Range(0, Count)];
        random.Shuffle(order);
        var x = Output(batch * pixels);
        var y = Places(batch);
        Device.Run(new GatherPictures(Send(images), Send(labels), Send(order), first, x.Rows(batch), y));
        float[] expected = [.. order.Skip(first).Take(batch).SelectMany(i => images.Skip(i * pixels).Take(pixels)).Select(p => p / 255.0f)];
        Assert.Equal(expected, x.ToArray());
        Assert.Equal(order.Skip(first).Take(batch).Select(i => labels[i]), y.ToArray());
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(257)]
    [InlineData(5000)]
    public void Relu(int count)
    {
        float[] x = Whole(1, count, -2, 2), dy = Random(2, count);
        var y = Send(x);
        Device.Run(new ReluForward(y, y));
        Assert.Equal(x.Select(value => Math.Max(value, 0)), y.ToArray());
        var dx = Send(dy);
        Device.Run(new ReluBackward(y, dx, dx));
        Assert.Equal(x.Zip(dy, (value, gradient) => value > 0 ? gradient : 0), dx.ToArray());
    }

    [SkippableTheory]
    [InlineData(1, 1, 1.0f)]
    [InlineData(3, 10, 5.0f)]
    [InlineData(2, 10, 1e4f)]
    [InlineData(5, 33, 20.0f)]
    [InlineData(129, 10, 3.0f)]
    [InlineData(2, 100, 1e4f)]
    public void Softmax(int batch, int classes, float scale)
    {
        var z = Random(1, batch * classes, scale);
        var p = Output(z.Length);
        Device.Run(new SoftmaxForward(Send(z).Rows(batch), p.Rows(batch)));
        Near(ReferenceDense.Softmax(batch, classes, Double(z)), p);
    }

    [SkippableTheory]
    [InlineData(1, 1, 1.0f)]
    [InlineData(3, 10, 5.0f)]
    [InlineData(2, 10, 1e4f)]
    [InlineData(5, 33, 20.0f)]
    [InlineData(128, 10, 3.0f)]
    [InlineData(129, 10, 3.0f)]
    [InlineData(700, 3, 2.0f)]
    public void SoftmaxCrossEntropy(int batch, int classes, float scale)
    {
        var z = Random(1, batch * classes, scale);
        CheckCrossEntropy(batch, classes, z);
        CheckCrossEntropy(batch, classes, z, 0.1f);
    }

    /// <summary>Equal logits: the first is the answer, so a label behind it is no hit.</summary>
    [SkippableFact]
    public void SoftmaxCrossEntropyWithTies() => CheckCrossEntropy(60, 4, Whole(1, 60 * 4, -1, 1));

    [SkippableFact]
    public void SoftmaxCrossEntropyOfExtremeLogits() =>
        CheckCrossEntropy(4, 3, [1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f, 1e4f, 1e4f, 1e4f, -1e4f, 0, 1e4f]);

    [SkippableFact]
    public void DropoutKeepsWhatTheGeneratorSays()
    {
        const int Count = 20000;
        const float Rate = 0.3f;
        float[] x = [.. Random(1, Count).Select(value => value + 2.0f)];
        var buffer = Send(x);
        Device.Run(new DropValues(buffer, buffer, Rate, 7, 42));
        var y = buffer.ToArray();
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            var keeps = CounterRandom.Uniform(7, 42, (uint)i) >= Rate;
            kept += keeps ? 1 : 0;
            Assert.Equal(keeps ? x[i] / (1 - Rate) : 0.0f, y[i], 1e-5f);
        }
        // Six standard deviations of the binomial.
        Assert.InRange(kept / (double)Count, 0.7 - 0.02, 0.7 + 0.02);

        var other = Output(Count);
        Device.Run(new DropValues(Send(x), other, Rate, 7, 43));
        Assert.NotEqual(y, other.ToArray());
        Device.Run(new DropValues(Send(x), other, 0.0f, 7, 43));
        Assert.Equal(x, other.ToArray());
    }

    [SkippableTheory]
    [InlineData(1, 0)]
    [InlineData(1000, 0)]
    [InlineData(1000, 0.03f)]
    public void Adam(int count, float decay)
    {
        var w = Random(1, count);
        double[] expected = Double(w), m = new double[count], v = new double[count];
        var weights = Send(w);
        var mean = Device.Allocate<float>(count);
        var square = Device.Allocate<float>(count);
        for (var step = 1; step <= 3; step++)
        {
            var g = Random(10 + step, count, 0.1f);
            var alpha = (float)(1e-3 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step)));
            Device.Run(new AdamStep(weights, Send(g), mean, square, new(alpha, 0.9f, 0.999f, 1e-7f, decay)));
            for (var i = 0; i < count; i++)
            {
                m[i] = (0.9 * m[i]) + (0.1 * g[i]);
                v[i] = (0.999 * v[i]) + (0.001 * g[i] * (double)g[i]);
                expected[i] = ((1 - decay) * expected[i]) - (alpha * m[i] / (Math.Sqrt(v[i]) + 1e-7));
            }
        }
        Near(expected, weights, 1e-6);
        Near(m, mean, 1e-7);
        Near(v, square, 1e-8);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(1037)]
    public void Average(int count)
    {
        float[] w = Random(1, count), old = Random(2, count);
        var average = Send(old);
        Device.Run(new AverageWeights(average, Send(w), 0.1f));
        Near(w.Zip(old, (a, b) => b + (0.1 * (a - (double)b))).ToArray(), average, 1e-6);
    }

    private void CheckCrossEntropy(int batch, int classes, float[] z, float smoothing = 0)
    {
        var random = new Random(2);
        byte[] labels = [.. Enumerable.Range(0, batch).Select(_ => (byte)random.Next(classes))];
        var (losses, gradient, hits) = ReferenceDense.CrossEntropy(batch, classes, Double(z), labels, smoothing);
        var dz = Output(z.Length);
        var metrics = Send(new float[] { 7, 7, 7, 7, 7, 7 });
        Device.Run(new CrossEntropy(Send(z).Rows(batch), Send(labels), dz.Rows(batch), metrics, 1, smoothing));
        Near(gradient, dz);
        var sums = metrics.ToArray();
        Near([losses.Sum()], [sums[2]]);
        Assert.Equal(hits, sums[3]);
        Assert.Equal([7, 7, 7, 7], sums.Where((_, i) => i is < 2 or > 3));
    }
}
