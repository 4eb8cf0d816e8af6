using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Tests.Operations;

public abstract partial class OperationSuite
{
    // A convolution whose output is normalised, the pool behind it if there is one, and the convolution behind that.
    private static readonly Dictionary<string, (int Batch, ConvolutionShape First, PoolShape? Pool, int Filters)> NormalizedTable = new()
    {
        ["one value"] = (1, Shapes.Convolution(1, 1, 1, 1, 1, 1), null, 1),
        ["8 filters"] = (3, Shapes.Convolution(8, 9, 1, 8, 3, 3), null, 4),
        ["filters that are no fours"] = (3, Shapes.Convolution(8, 9, 2, 5, 3, 3), null, 3),
        ["gradients that are no fours"] = (2, Shapes.Convolution(6, 6, 3, 8, 2, 3), null, 3),
        ["36 filters, pool"] = (5, Shapes.Convolution(9, 8, 3, 36, 3, 3, same: true), new(9, 8, 36, 2, 2, 2, 2, 0, 0, 4, 4), 8),
        ["row left over, pool"] = (2, Shapes.Convolution(9, 7, 1, 12, 3, 3), new(7, 5, 12, 2, 2, 2, 2, 0, 0, 3, 2), 8),
        ["no fours, pool"] = (3, Shapes.Convolution(9, 9, 1, 6, 2, 2), new(8, 8, 6, 2, 2, 2, 2, 0, 0, 4, 4), 5),
        ["overlapping pool"] = (2, Shapes.Convolution(9, 8, 2, 8, 3, 3, 1, 2, same: true), new(9, 4, 8, 3, 3, 2, 1, 1, 1, 5, 4), 4),
        ["many rows"] = (40, Shapes.Convolution(9, 9, 1, 32, 2, 2), null, 4),
        ["many channels"] = (4, Shapes.Convolution(5, 5, 8, 132, 3, 3), null, 8),
    };

    public static TheoryData<string> NormalizedShapes => [.. NormalizedTable.Keys];

    [SkippableTheory]
    [MemberData(nameof(NormalizedShapes))]
    public void ConvolutionNormalizationForward(string name)
    {
        foreach (var rate in new[] { 0, 0.1f })
        {
            var run = new NormalizedRun(this, name, rate);
            var channels = run.Shape.Filters;
            var sums = ReferenceConvolution.Forward(run.Shape, run.Batch, Double(run.X), Double(run.Filters), Double(run.Bias));
            Near(sums, run.Raw);

            // The device's own convolution, so that rounding in it cannot change the winner of a window.
            double[] raw = Double(run.Raw.ToArray()), gamma = Double(run.Gamma), beta = Double(run.Beta);
            var (mean, variance) = ReferenceNormalization.Statistics(raw.Length / channels, channels, raw);
            if (rate == 0)
                (mean, variance) = (Double(run.OldMean), Double(run.OldVariance));
            double[] normal =
                [.. ReferenceNormalization.Apply(channels, raw, gamma, beta, mean, variance, Epsilon).Select(v => Math.Max(v, 0))];
            Near([.. mean.Select((m, c) => run.OldMean[c] + (rate * (m - run.OldMean[c])))], run.State.MovingMean.Buffer);
            Near(
                [.. variance.Select((v, c) => run.OldVariance[c] + (rate * (v - run.OldVariance[c])))], run.State.MovingVariance.Buffer);
            if (run.Pool is not { } pool)
            {
                Near(normal, run.Y, 1e-4);
                continue;
            }
            Near(ReferencePool.Max(pool, run.Batch, normal).Y, run.Y, 1e-4);
            var places = run.Places!.ToArray();
            Near([.. places.Select((place, output) => ReferencePool.At(pool, normal, output, place))], run.Y, 1e-4);
            // A device that runs the operations one after the other leaves the peaks out.
            if (Device.FusesNormalization)
                Assert.Equal(places.Select((place, output) => (float)ReferencePool.At(pool, raw, output, place)), run.Peaks!.ToArray());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(NormalizedShapes))]
    public void ConvolutionNormalizationBackward(string name)
    {
        var run = new NormalizedRun(this, name, 0.1f);
        var (filters, y) = (NormalizedTable[name].Filters, run.Y.ToArray());
        int height = run.Pool?.OutHeight ?? run.Shape.OutHeight, width = run.Pool?.OutWidth ?? run.Shape.OutWidth;
        var shape = Shapes.Convolution(height, width, run.Shape.Filters, filters, Math.Min(3, height), Math.Min(2, width), same: true);
        float[] w = Random(11, shape.FilterSize), dy = Random(12, run.Batch * shape.OutputSize);
        var expected = ReferenceConvolution.Backward(shape, run.Batch, Double(y), Double(w), Double(dy));
        // The device's own y and winners decide where a gradient goes.
        double[] masked = [.. expected.X.Select((g, i) => y[i] > 0 ? g : 0)], raw = Double(run.Raw.ToArray());
        if (run.Pool is { } pool)
            masked = ReferencePool.MaxBackward(pool, run.Batch, masked, run.Places!.ToArray());
        var channels = run.Shape.Filters;
        var before = ReferenceNormalization.Backward(raw.Length / channels, channels, raw, Double(run.Gamma), masked, Epsilon);

        // Alone, and with the convolution behind it.
        foreach (var together in new[] { true, false })
        {
            var flat = Output(shape.FilterSize + filters);
            DeviceBuffer<float> dFilters = flat.Slice(0, shape.FilterSize), dBias = flat.Slice(shape.FilterSize, filters);
            DeviceBuffer<float> dGamma = Output(channels), dBeta = Output(channels);
            var dx = Output(y.Length);
            var dRaw = run.Pool is null ? dx : Output(raw.Length);
            Tensor rows = dRaw.Rows(raw.Length / channels), x = run.Raw.Rows(rows.Rows);
            var normal = new BatchNormalizationBackward(
                x, run.Pool is null ? run.Y.Rows(rows.Rows) : x, rows, run.State, dGamma, dBeta, rows, Relu: true);
            var op = run.Pool is { } p
                ? new NormalizationPoolBackward(
                    normal, new(p, dx.Rows(run.Batch), run.Places!, dRaw.Rows(run.Batch)), run.Y.Rows(run.Batch),
                    run.Peaks!.Rows(run.Batch))
                : new NormalizationPoolBackward(normal);
            if (together)
            {
                var gradient = Send(dy).Rows(run.Batch);
                Device.Run(new ConvolutionNormalizationBackward(
                    new(shape, run.Y.Rows(run.Batch), gradient, dFilters, dBias), new(shape, gradient, Send(w), dx.Rows(run.Batch)), op));
                Near(expected.Filters, dFilters);
                Near(expected.Bias, dBias);
            }
            else
            {
                dx.CopyFromHost(Single(expected.X));
                Device.Run(op);
            }
            Near(before.Beta, dBeta, 1e-4);
            Near(before.Gamma, dGamma, 1e-4);
            Near(before.X, dRaw, 1e-4);
        }
    }

    [SkippableFact]
    public void ConvolutionNormalizationDropout()
    {
        const float Rate = 0.3f;
        const string Case = "8 filters";
        NormalizedRun whole = new(this, Case, 0.1f), dropped = new(this, Case, 0.1f, Rate);
        var y = whole.Y.ToArray();
        Assert.Equal(
            y.Select((v, i) => CounterRandom.Uniform(7, 42, (uint)i) >= Rate ? v * (1.0f / (1.0f - Rate)) : 0.0f), dropped.Y.ToArray());

        var raw = Double(dropped.Raw.ToArray());
        var (channels, dy, own) = (dropped.Shape.Filters, Random(6, raw.Length), dropped.Y.ToArray());
        double[] masked = [.. dy.Select((g, i) => own[i] > 0 ? g / (1.0 - Rate) : 0)];
        var expected = ReferenceNormalization.Backward(raw.Length / channels, channels, raw, Double(dropped.Gamma), masked, Epsilon);
        DeviceBuffer<float> gradient = Send(dy), dx = Output(raw.Length), dGamma = Output(channels), dBeta = Output(channels);
        var rows = raw.Length / channels;
        Device.Run(new NormalizationPoolBackward(
            new(dropped.Raw.Rows(rows), dropped.Y.Rows(rows), gradient.Rows(rows), dropped.State, dGamma, dBeta, dx.Rows(rows), Relu: true),
            Drop: new DropValues(gradient, gradient, Rate, 7, 42)));
        Near(expected.Beta, dBeta, 1e-4);
        Near(expected.Gamma, dGamma, 1e-4);
        Near(expected.X, dx, 1e-4);
    }

    [SkippableFact]
    public void ANormalisedNetworkOfConvolutionsFusesToTheSameTraining()
    {
        var model = new Sequential(
            new(12, 12, 1),
            new Conv2D(8, 3), new BatchNormalization(), new Relu(), new Conv2D(12, 3), new BatchNormalization(), new Relu(),
            new MaxPool2D(2), new Conv2D(8, 2), new BatchNormalization(), new Relu(), new Dropout(0.25f), new Conv2D(4, 2),
            new BatchNormalization(), new Relu(), new Flatten(), new Dropout(0.25f), new Dense(10), new Softmax());
        const int Batch = 12;
        byte[] labels = [.. Enumerable.Range(0, Batch).Select(i => (byte)(i % 10))];
        var results = new List<(float[] Gradients, float[] Weights, float[] Metrics)>();
        foreach (var fuse in new[] { true, false })
        {
            using var network = new Network(Device, model, Batch, training: true, fuse: fuse);
            network.LoadWeights(model.Initialise(3));
            network.Input.CopyFromHost(Random(1, Batch * 144));
            var metrics = Output(2);
            network.Forward(Batch, training: true, 5);
            network.Loss(Batch, Send(labels), metrics, 0);
            network.Backward(new(Batch, true, 5));
            results.Add((network.Gradients!.ToArray(), network.Weights.ToArray(), metrics.ToArray()));
        }

        Near(Double(results[1].Gradients), results[0].Gradients, 1e-4);
        Near(Double(results[1].Weights), results[0].Weights, 1e-4);
        Near(Double(results[1].Metrics), results[0].Metrics, 1e-4);
    }

    /// <summary>A forward pass of the first convolution of a case, and everything that it read and left.</summary>
    private sealed class NormalizedRun
    {
        public NormalizedRun(OperationSuite suite, string name, float rate, float drop = 0)
        {
            (Batch, Shape, Pool, _) = NormalizedTable[name];
            suite.SkipIfOver((long)Batch * Shape.OutputSize * Shape.PatchSize);
            var channels = Shape.Filters;
            (X, Filters, Gamma, Beta) =
                (Random(1, Batch * Shape.InputSize), Random(2, Shape.FilterSize), Random(4, channels), Random(5, channels));
            // Far from 0, and the moving mean near the mean: a variance from plain squares would be lost.
            Bias = [.. Random(3, channels).Select(v => 20 * v)];
            OldMean = [.. Bias.Select(v => v + 0.1f)];
            OldVariance = [.. Random(6, channels).Select(v => v + 1.5f)];
            State = new(suite.Send(Gamma), suite.Send(Beta), suite.Send(OldMean), suite.Send(OldVariance), suite.Output(2 * channels));
            Raw = suite.Output(Batch * Shape.OutputSize);
            Y = suite.Output(Batch * (Pool?.OutputSize ?? Shape.OutputSize));
            var rows = checked((int)(Raw.Length / channels));
            var normal = Pool is null ? Y : suite.Output((int)Raw.Length);
            var op = new ConvolutionNormalizationForward(
                new(Shape, suite.Send(X).Rows(Batch), suite.Send(Filters), suite.Send(Bias), Raw.Rows(Batch)),
                new(Raw.Rows(rows), State, Epsilon, rate, normal.Rows(rows), Relu: true));
            if (Pool is { } pool)
            {
                (Places, Peaks) = (suite.Places((int)Y.Length), suite.Output((int)Y.Length));
                op = op with { Pool = new MaxPoolForward(pool, normal.Rows(Batch), Y.Rows(Batch), Places), Peaks = Peaks.Rows(Batch) };
            }
            else if (drop > 0)
            {
                op = op with { Drop = new DropValues(Y, Y, drop, 7, 42) };
            }
            suite.Device.Run(op);
        }

        public int Batch { get; }

        public ConvolutionShape Shape { get; }

        public PoolShape? Pool { get; }

        public float[] X { get; }

        public float[] Filters { get; }

        public float[] Bias { get; }

        public float[] Gamma { get; }

        public float[] Beta { get; }

        public float[] OldMean { get; }

        public float[] OldVariance { get; }

        public BatchNormalizationState State { get; }

        public DeviceBuffer<float> Raw { get; }

        public DeviceBuffer<float> Y { get; }

        public DeviceBuffer<byte>? Places { get; }

        public DeviceBuffer<float>? Peaks { get; }
    }
}
