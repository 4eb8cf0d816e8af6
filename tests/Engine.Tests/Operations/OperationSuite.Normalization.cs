using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    private const float Epsilon = 1e-3f;

    [SkippableTheory]
    [InlineData(1, 1, false)]
    [InlineData(7, 3, true)]
    [InlineData(300, 32, true)]
    [InlineData(1111, 37, false)]
    [InlineData(90, 130, true)]
    public void BatchNormalization(int rows, int channels, bool relu)
    {
        const float Rate = 0.1f;
        float[] x = Random(1, rows * channels), gamma = Random(2, channels), beta = Random(3, channels);
        float[] oldMean = Random(4, channels), oldVariance = [.. Random(5, channels).Select(v => v + 1.5f)];
        // Far from 0, as behind a large bias: a variance from plain squares would be lost.
        for (var i = 0; i < x.Length; i++)
            x[i] += 20 * oldMean[i % channels];
        for (var c = 0; c < channels; c++)
            oldMean[c] *= 20;
        var state = new BatchNormalizationState(Send(gamma), Send(beta), Send(oldMean), Send(oldVariance), Output(2 * channels));
        var y = Output(x.Length);
        double Relu(double v) => relu ? Math.Max(v, 0) : v;

        Device.Run(new BatchNormalizationForward(Send(x).Rows(rows), state, Epsilon, 0, y.Rows(rows), relu));
        var moving = ReferenceNormalization.Apply(
            channels, Double(x), Double(gamma), Double(beta), Double(oldMean), Double(oldVariance), Epsilon);
        Near([.. moving.Select(Relu)], y);
        Assert.Equal(oldMean, state.MovingMean.Buffer.ToArray());

        Device.Run(new BatchNormalizationForward(Send(x).Rows(rows), state, Epsilon, Rate, y.Rows(rows), relu));
        double[] expected =
            [.. ReferenceNormalization.Forward(rows, channels, Double(x), Double(gamma), Double(beta), Epsilon).Select(Relu)];
        Near(expected, y, 1e-4);
        var (mean, variance) = ReferenceNormalization.Statistics(rows, channels, Double(x));
        Near([.. mean.Select((m, c) => oldMean[c] + (Rate * (m - oldMean[c])))], state.MovingMean.Buffer, 1e-6);
        Near([.. variance.Select((v, c) => oldVariance[c] + (Rate * (v - oldVariance[c])))], state.MovingVariance.Buffer);

        // The device's own y decides where the ReLU lets a gradient through.
        float[] dy = Random(6, x.Length), own = y.ToArray();
        double[] masked = [.. dy.Select((g, i) => relu && !(own[i] > 0) ? 0.0 : g)];
        var gradients = ReferenceNormalization.Backward(rows, channels, Double(x), Double(gamma), masked, Epsilon);
        DeviceBuffer<float> dx = Send(dy), dGamma = Output(channels), dBeta = Output(channels);
        Device.Run(
            new BatchNormalizationBackward(Send(x).Rows(rows), y.Rows(rows), dx.Rows(rows), state, dGamma, dBeta, dx.Rows(rows), relu));
        Near(gradients.Beta, dBeta);
        Near(gradients.Gamma, dGamma, 1e-4);
        Near(gradients.X, dx, 1e-4);
    }

    [SkippableFact]
    public void ANormalisedNetworkFoldsIntoAPlainOneAndFusesLikeIt()
    {
        var model = new Sequential(
            new(9, 8, 1), new Conv2D(6, 3), new BatchNormalization(), new Relu(), new MaxPool2D(2), new Conv2D(5, 2),
            new BatchNormalization(),
            new Flatten(), new Dense(12), new BatchNormalization(), new Relu(), new Dense(10), new Softmax());
        const int Batch = 16;
        var x = Random(1, Batch * 72);
        byte[] labels = [.. Enumerable.Range(0, Batch).Select(i => (byte)(i % 10))];
        var results = new List<(float[] Weights, float[] Metrics)>();
        foreach (var fuse in new[] { true, false })
        {
            using var network = new Network(Device, model, Batch, training: true, fuse: fuse);
            network.LoadWeights(model.Initialise(3));
            network.Input.CopyFromHost(x);
            var metrics = Output(2);
            for (uint step = 0; step < 3; step++)
            {
                network.Forward(Batch, training: true, step);
                network.Loss(Batch, Send(labels), metrics, 0);
                network.BackwardAndUpdate(Batch, step, new(1e-2f, 0.9f, 0.999f, 1e-3f));
            }

            results.Add((network.Weights.ToArray(), metrics.ToArray()));
        }

        Near(Double(results[1].Weights), results[0].Weights, 1e-4);
        Near(Double(results[1].Metrics), results[0].Metrics, 1e-4);

        var trained = new TrainedModel(model, results[0].Weights);
        var folded = trained.Fold();
        Assert.Equal(model.Fold().ToJson(), folded.Architecture.ToJson());
        Assert.DoesNotContain(folded.Architecture.Layers, l => l.Layer is BatchNormalization);
        float[] whole = new float[Batch * 10], plain = new float[Batch * 10];
        foreach (var (of, into) in new[] { (trained, whole), (folded, plain) })
        {
            using var network = new Network(Device, of.Architecture, Batch);
            network.LoadWeights(of.Weights);
            network.Predict(x, into);
        }

        Near(Double(whole), plain);
    }
}
