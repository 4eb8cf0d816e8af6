using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Tests.Operations;
using GpuDigits.Engine.Train;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>A few steps of a network of one dense layer, against the same computed by hand in double.</summary>
[Collection(IlgpuCpuAlone.Name)]
public sealed class TrainingByHandTests
{
    private const int Samples = 12, Pixels = 784, Classes = 10;

    [Theory]
    [InlineData("cpu", 4)]
    [InlineData("ilgpu-cpu", 2)]
    public void Steps_follow_cross_entropy_and_adam_with_both_corrections(string id, int steps)
    {
        var digits = MnistExcerpt.Load().Train.Take(0, Samples);
        Sequential model = new(new(28, 28, 1), new Flatten(), new Dense(Classes), new Softmax());
        // An epoch is one step over all samples, so their order does not matter.
        var options = new TrainingOptions { Epochs = steps, BatchSize = Samples, LearningRate = 0.01, Seed = 4 };
        using var device = DeviceCatalog.Open(id);
        using var trainer = new Trainer(device, model, digits, options);
        double[] expected = [.. model.Initialise(4).Select(w => (double)w)];
        double[] m = new double[expected.Length], v = new double[expected.Length];
        var losses = new double[steps];
        for (var step = 1; step <= steps; step++)
        {
            (losses[step - 1], var gradients) = Gradients(digits, expected, model.Parameters[1].Offset);
            for (var i = 0; i < expected.Length; i++)
            {
                m[i] = (0.9 * m[i]) + (0.1 * gradients[i]);
                v[i] = (0.999 * v[i]) + (0.001 * gradients[i] * gradients[i]);
                var alpha = 0.01 * Math.Sqrt(1 - Math.Pow(0.999, step)) / (1 - Math.Pow(0.9, step));
                expected[i] -= alpha * m[i] / (Math.Sqrt(v[i]) + 1e-7);
            }
        }

        Assert.True(trainer.Run());
        Assert.Equal(losses, trainer.History.Select(e => e.Loss), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(expected, trainer.ReadWeights().Select(w => (double)w), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Shuffling_gives_every_order_alike()
    {
        const int epochs = 6000;
        int[] times = [.. Enumerable.Range(1, epochs).GroupBy(epoch => string.Concat(Shuffle.Order(3, 9, epoch))).Select(g => g.Count())];
        Assert.Equal(6, times.Length);
        // Five standard deviations of a binomial distribution.
        Assert.All(times, n => Assert.InRange(n, 1000 - 145, 1000 + 145));
    }

    /// <summary>Mean loss and its gradient, flat like the weights.</summary>
    private static (double Loss, double[] Gradients) Gradients(DigitSet digits, double[] weights, int bias)
    {
        var gradients = new double[weights.Length];
        double loss = 0;
        for (var s = 0; s < Samples; s++)
        {
            double[] x = [.. digits.Images.Skip(s * Pixels).Take(Pixels).Select(p => p / 255.0)];
            double[] z =
            [
                .. Enumerable.Range(0, Classes)
                    .Select(c => weights[bias + c] + x.Select((value, p) => value * weights[(p * Classes) + c]).Sum())
            ];
            var sum = z.Sum(Math.Exp);
            loss += (Math.Log(sum) - z[digits.Labels[s]]) / Samples;
            for (var c = 0; c < Classes; c++)
            {
                var dz = ((Math.Exp(z[c]) / sum) - (c == digits.Labels[s] ? 1 : 0)) / Samples;
                gradients[bias + c] += dz;
                for (var p = 0; p < Pixels; p++)
                    gradients[(p * Classes) + c] += dz * x[p];
            }
        }

        return (loss, gradients);
    }
}
