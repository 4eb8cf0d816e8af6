using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Train;

/// <summary>A network that reads where the one bright pixel is, over labels chosen to be wrong in known ways.</summary>
public sealed class EvaluationTests
{
    private static readonly (byte Label, int Read)[] Cases = [(0, 0), (0, 1), (0, 1), (1, 1), (2, 0), (2, 2), (2, 2), (0, 2), (1, 0)];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public void The_figures_are_those_of_the_readings(int batch)
    {
        var evaluation = Run(batch);
        Assert.Equal(9, evaluation.Samples);
        Assert.Equal(4 / 9.0, evaluation.Accuracy, 1e-12);
        foreach (var label in Enumerable.Range(0, 3))
        {
            foreach (var read in Enumerable.Range(0, 3))
                Assert.Equal(Cases.Count(c => c == ((byte)label, read)), evaluation.Confusion(label, read));
        }

        // Pairs that never happened are left out, equal ones go by their digits.
        Assert.Equal([(0, 1, 2), (0, 2, 1), (1, 0, 1), (2, 0, 1)], evaluation.MostConfused());
        Assert.Equal(0.25, evaluation.AccuracyOf(0));
        Assert.Equal([(1, 0, 1), (2, 0, 1), (4, 2, 0), (7, 0, 2), (8, 1, 0)],
            evaluation.Misreadings.Select(m => (m.Index, m.Label, m.Read)).Order());
        // Logits are 2 for what is read, else 0.
        double sum = Math.Exp(2) + 2, right = Math.Log(sum) - 2, wrong = Math.Log(sum);
        Assert.Equal(((4 * right) + (5 * wrong)) / 9, evaluation.Loss, 1e-6);
        Assert.All(evaluation.Misreadings, m => Assert.Equal(Math.Exp(2) / sum, m.Probability, 1e-6));
        Assert.Equal(Cases.SelectMany(c => Enumerable.Range(0, 3).Select(i => i == c.Read ? 2f : 0)), evaluation.Logits);
    }

    /// <summary>A brighter pixel is a surer reading.</summary>
    [Fact]
    public void The_most_confident_mistake_comes_first_and_equal_ones_by_their_place()
    {
        byte[] brightness = [255, 60, 200, 255, 90, 255, 255, 200, 130];
        Assert.Equal([2, 7, 8, 4, 1], Run(4, brightness).Misreadings.Select(m => m.Index));
    }

    [Fact]
    public void Metrics_are_means_over_the_batches_that_are_asked_for()
    {
        using var device = new VectorDevice();
        using var metrics = new Metrics(device, 3);
        metrics.Buffer.CopyFromHost([2.5f, 3, 0.5f, 4, 100, 100]);
        Assert.Equal((0.3, 0.7), metrics.Read(2, 10));
        Assert.Equal([2.5f, 3, 0.5f, 4], metrics.ReadEach(2));
    }

    [Fact]
    public void A_sample_that_is_unreadable_counts_as_misread()
    {
        var evaluation = Run(4, unreadable: new HashSet<int> { 0, 1 });
        Assert.Equal(3 / 9.0, evaluation.Accuracy, 1e-12);
        // Of the four zeros one was read right, but it cannot be read.
        Assert.Equal((9, 4, 0.0), (evaluation.Samples, evaluation.Count(0), evaluation.AccuracyOf(0)));
        Assert.Equal((0, 1, 1), (evaluation.Confusion(0, 0), evaluation.Confusion(0, 1), evaluation.Confusion(0, 2)));
        Assert.Equal([0, 1], evaluation.Misreadings.Select(m => m.Index).Where(at => at < 2).Order());
    }

    [Fact]
    public void The_first_of_equal_answers_is_read()
    {
        Assert.Equal(1, Numbers.ArgMax([0.2f, 0.4f, 0.4f]));
        Assert.Equal(0, Numbers.ArgMax([0.5f, 0.5f]));
        Assert.Equal(2, Numbers.ArgMax([0.1f, 0.2f, 0.7f]));
    }

    private static Evaluation Run(int batch, byte[]? brightness = null, IReadOnlySet<int>? unreadable = null)
    {
        Sequential model = new(new(1, 3, 1), new Flatten(), new Dense(3), new Softmax());
        var weights = new float[model.FlatSize];
        for (var i = 0; i < 3; i++)
            weights[(3 * i) + i] = 2;
        using var device = new VectorDevice();
        using var network = new Network(device, model, batch);
        network.LoadWeights(weights);
        byte[] pixels = [.. Cases.SelectMany((c, i) => Enumerable.Range(0, 3).Select(p => p == c.Read ? brightness?[i] ?? 255 : (byte)0))];
        return Evaluation.Run(network, new DigitSet(1, 3, pixels, [.. Cases.Select(c => c.Label)]), unreadable);
    }
}
