using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Operations;

// What a training step does in fewer launches gives what its parts give.
public abstract partial class OperationSuite
{
    [SkippableTheory]
    [InlineData(1, 1, 1, true)]
    [InlineData(5, 70, 3, false)]
    [InlineData(33, 31, 34, true)]
    [InlineData(129, 300, 67, true)]
    [InlineData(64, 1000, 32, false)]
    [InlineData(128, 5408, 128, true)]
    public void DenseBackward(int batch, int inputs, int outputs, bool relu)
    {
        SkipIfOver(2L * batch * inputs * outputs);
        float[] x = Whole(1, batch * inputs, -2, 3), w = Random(2, inputs * outputs), dy = Random(4, batch * outputs);
        var gradients = ReferenceDense.Backward(batch, inputs, outputs, Double(x), Double(w), Double(dy));
        var dx = Output(x.Length);
        var dw = Output(w.Length);
        var db = Output(outputs);
        Device.Run(
            new DenseBackward(Send(x).Rows(batch), Send(dy).Rows(batch), Send(w).Rows(inputs), dw.Rows(inputs), db, dx.Rows(batch), relu));
        Near(Masked(gradients.X, x, relu), dx);
        Near(gradients.Weights, dw);
        Near(gradients.Bias, db);
    }

    [SkippableTheory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 5, 10, true)]
    [InlineData(70, 128, 10, true)]
    [InlineData(16, 33, 32, false)]
    [InlineData(20, 40, 100, true)]
    [InlineData(7, 1152, 10, true)]
    [InlineData(150, 1500, 3, false)]
    [InlineData(5, 1000, 23, true)]
    public void Classify(int batch, int inputs, int classes, bool relu)
    {
        SkipIfOver((long)batch * inputs * classes);
        const int Slot = 2;
        const float Smoothing = 0.1f;
        float[] x = Whole(1, batch * inputs, -2, 3), w = Random(2, inputs * classes), b = Random(3, classes);
        var random = new Random(5);
        byte[] labels = [.. Enumerable.Range(0, batch).Select(_ => (byte)random.Next(classes))];
        var z = ReferenceDense.Forward(batch, inputs, classes, Double(x), Double(w), Double(b));
        var (losses, dz, hits) = ReferenceDense.CrossEntropy(batch, classes, z, labels, Smoothing);
        var gradients = ReferenceDense.Backward(batch, inputs, classes, Double(x), Double(w), dz);
        var logits = Output(z.Length);
        var dLogits = Output(z.Length);
        var dx = Output(x.Length);
        var metrics = Output(2 * (Slot + 1));

        // Weights and bias side by side, as in a network, and apart.
        foreach (var gap in new[] { 0, 1 })
        {
            var flat = Output(w.Length + gap + classes);
            var (dw, db) = (flat.Slice(0, w.Length), flat.Slice(w.Length + gap, classes));
            Tensor input = Send(x).Rows(batch), weights = Send(w).Rows(inputs), gradient = dLogits.Rows(batch), output = logits.Rows(batch);
            Device.Run(new Classify(
                new(input, weights, Send(b), output), new(output, Send(labels), gradient, metrics, Slot, Smoothing),
                new(input, gradient, weights, dw.Rows(inputs), db, dx.Rows(batch), relu)));
            Near(z, logits);
            Near(dz, dLogits);
            Near(Masked(gradients.X, x, relu), dx);
            Near(gradients.Weights, dw);
            Near(gradients.Bias, db);
            Near([losses.Sum(), hits], metrics.ToArray()[(2 * Slot)..]);
        }
    }

    // Sums that a device leaves to Adam: every way to ask for them gives the same values.
    [SkippableFact]
    public void SumsLeftToAdamAreThereForEverybody()
    {
        const int Batch = 40, Inputs = 20, Classes = 10, Size = (Inputs + 1) * Classes;
        float[] x = Random(1, Batch * Inputs), w = Random(2, Inputs * Classes), b = Random(3, Classes);
        byte[] labels = [.. Enumerable.Range(0, Batch).Select(i => (byte)(i % Classes))];
        var weights = Send((float[])[.. w, .. b]);
        DeviceBuffer<float>[] results = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            var gradients = Output(Size);
            var metrics = Output(2);
            Tensor input = Send(x).Rows(Batch), matrix = weights.Slice(0, w.Length).Rows(Inputs);
            Tensor logits = Output(Batch * Classes).Rows(Batch), dLogits = Output(Batch * Classes).Rows(Batch);
            Device.Run(new Classify(
                new(input, matrix, weights.Slice(w.Length, Classes), logits), new(logits, Send(labels), dLogits, metrics, 0),
                new(input, dLogits, matrix, gradients.Slice(0, w.Length).Rows(Inputs), gradients.Slice(w.Length, Classes),
                    Output(Batch * Inputs).Rows(Batch))));
            return gradients;
        })];
        var read = results[0].ToArray();
        var updated = Send(new float[Size]);
        Device.Run(new AdamStep(updated, results[1], Send(new float[Size]), Send(new float[Size]), new(0.1f, 0.9f, 0.999f, 1e-7f)));
        Assert.Equal(read, results[1].ToArray());
        var expected = Send(new float[Size]);
        Device.Run(new AdamStep(expected, Send(read), Send(new float[Size]), Send(new float[Size]), new(0.1f, 0.9f, 0.999f, 1e-7f)));
        Assert.Equal(expected.ToArray(), updated.ToArray());
    }

    [SkippableFact]
    public void AFusedTrainingStepGivesTheGradientsOfAPlainOne()
    {
        var model = new Sequential(
            new(12, 12, 1), new Conv2D(8, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(24),
            new Relu(), new Dense(10), new Softmax());
        const int Batch = 20;
        var x = Random(1, Batch * 144, 0.5f);
        byte[] labels = [.. Enumerable.Range(0, Batch).Select(i => (byte)(i % 10))];
        var results = new List<(float[] Gradients, float[] Metrics)>();
        foreach (var fuse in new[] { true, false })
        {
            using var network = new Network(Device, model, Batch, training: true, fuse: fuse);
            network.LoadWeights(model.Initialise(3));
            network.Input.CopyFromHost(x);
            var metrics = Output(2);
            network.Forward(Batch, training: true);
            network.Loss(Batch, Send(labels), metrics, 0);
            network.Backward(new(Batch, true, 0));
            results.Add((network.Gradients!.ToArray(), metrics.ToArray()));
        }

        Near(Double(results[1].Gradients), results[0].Gradients);
        Near(Double(results[1].Metrics), results[0].Metrics);
    }

    private static double[] Masked(double[] dx, float[] x, bool relu) => [.. dx.Select((value, i) => relu && !(x[i] > 0) ? 0 : value)];
}
