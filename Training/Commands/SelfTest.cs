using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Kernels;

namespace GpuDigits.Training.Commands;

/// <summary>One comparison of two devices.</summary>
/// <param name="Name">What was computed.</param>
/// <param name="Difference">The largest difference, relative to the largest value and at least to 1.</param>
/// <param name="Allowed">The largest difference that rounding explains.</param>
/// <param name="Error">One line if the device refused; otherwise null.</param>
internal sealed record SelfTestResult(string Name, double Difference, double Allowed, string? Error)
{
    public bool Passed => Error is null && Difference <= Allowed;
}

/// <summary>Runs every kernel that a training launches, in each of its variants, and a short training, on two devices.</summary>
internal static class SelfTest
{
    private const double Rounding = 2e-5;

    // Rounding differences grow over twenty steps; a wrong gradient moves weights by up to 4e-2.
    private const double TrainedRounding = 5e-3;
    private const int Steps = 20;
    private const int Batch = 32;
    private const int Side = 28;
    private const int Pixels = Side * Side;
    private const int Classes = 10;

    // A batch is gathered from these digits, beginning at a place within their order.
    private const int Digits = 50;
    private const int FirstOfBatch = 5;

    // More than one group of threads, and the last one is not full.
    private const int Rows = 500;
    private const int Channels = 10;
    private const int Samples = 33;
    private const int FlatSize = 1000;

    // The pictures to train on: a bar, whose row is the digit, over noise.
    private const int BarHeight = 2;
    private const int BarLevel = 160;
    private const int NoiseLevels = 64;

    // The number of groups from which a device counts as busy: it computes a
    // product with more groups whole, and splits a product with fewer.
    private static readonly (string State, int Groups)[] States = [("", 0), (", busy", 1), (", idle", 16)];

    private static readonly ConvolutionShape First = new Conv2D(32, 3).At(new(Side, Side, 1));
    private static readonly ConvolutionShape Few = new Conv2D(16, 3).At(new(13, 13, 16));
    private static readonly ConvolutionShape Narrow = new Conv2D(48, 3).At(new(5, 5, 16));
    private static readonly ConvolutionShape Small = new Conv2D(32, 3).At(new(12, 12, 32));
    private static readonly ConvolutionShape Middle = new Conv2D(64, 3, 3, Padding: Padding.Same).At(new(14, 14, 32));
    private static readonly ConvolutionShape Inner = new Conv2D(64, 3, 3, Padding: Padding.Same).At(new(6, 6, 64));
    private static readonly ConvolutionShape Last = new Conv2D(128, 3).At(new(5, 5, 64));
    private static readonly PoolShape Pool = new MaxPool2D(2).At(new(26, 26, 32));

    private static readonly (string Name, Action<SelfTestBench> Check)[] Products =
    [
        ("dense 33×300×70", run => Dense(run, 33, 300, 70)),
        ("dense 4×5408×10", run => Dense(run, 4, 5408, 10)),
        ("dense 64×1000×32", run => Dense(run, 64, 1000, 32)),
        ("dense 256×300×32", run => Dense(run, 256, 300, 32)),
        ("convolution 28×28×1, 32", run => Convolve(run, First, 2)),
        ("convolution 13×13×16, 16", run => Convolve(run, Few, 3)),
        ("convolution 12×12×32, 32", run => Convolve(run, Small, 3)),
        ("convolution 14×14×32, 64", run => Convolve(run, Middle, 3)),
        ("convolution + pool + ReLU", ConvolvePooled),
        ("convolution 28×28×1, 32, normalised", run => ConvolveNormalised(run, First, 2, Pool)),
        ("convolution 13×13×16, 16, normalised", run => ConvolveNormalised(run, Few, 3)),
        ("convolution 5×5×16, 48, normalised", run => ConvolveNormalised(run, Narrow, 3)),
        ("convolution 12×12×32, 32, normalised", run => ConvolveNormalised(run, Small, 3)),
        ("convolution 14×14×32, 64, normalised", run => ConvolveNormalised(run, Middle, 3)),
        ("convolution 6×6×64, 64, normalised", run => ConvolveNormalised(run, Inner, 3)),
    ];

    private static readonly (string Name, Action<SelfTestBench> Check)[] Large =
    [
        ("dense 128×432×10", run => Dense(run, 128, 432, 10)),
        ("dense 128×1100×72", run => Dense(run, 128, 1100, 72)),
        ("dense 128×5408×128", run => Dense(run, 128, 5408, 128)),
        ("convolution 5×5×64, 128", run => Convolve(run, Last, 32)),
        ("convolution 6×6×64, 64, normalised, 32 pictures", run => ConvolveNormalised(run, Inner, 32)),
        ("convolution 13×13×16, 16, normalised, 32 pictures", run => ConvolveNormalised(run, Few, 32)),
        ("convolution 5×5×16, 48, normalised, 32 pictures", run => ConvolveNormalised(run, Narrow, 32)),
        ("convolution 5×5×64, 128, normalised", run => ConvolveNormalised(run, Last, 32)),
    ];

    private static readonly (string Name, Action<SelfTestBench> Check)[] Others =
    [
        ("gather",
            run =>
                run.Device.Run(
                    new GatherPictures(
                        run.Bytes(Digits * Pixels, i => i * 7), run.Bytes(Digits, i => i), run.Order(Digits), FirstOfBatch,
                        run.Output(Batch * Pixels).Rows(Batch), run.Labels(Batch)))),
        ("gather with augmentation",
            run =>
                run.Device.Run(
                    new GatherAugmented(
                        run.Bytes(Digits * Pixels, i => 255 * Math.Abs(Math.Sin(i / 40.0))), run.Bytes(Digits, i => i), run.Order(Digits),
                        new AugmentBatch(FirstOfBatch, Side, Side, Seed: 1, Epoch: 2),
                        new AugmentSettings(
                            HalfTurn: 0.1f, Shear: 0.2f, Scale: 0.15f, Shift: 2, Elastic: 2, Thickness: 0.5f, Blur: 0.5f, Contrast: 0.5f,
                            CutOut: 0.5f),
                        run.Output(Batch * Pixels).Rows(Batch), run.Labels(Batch)))),
        ("batch normalisation, training", run => Normalise(run, 0.1f)),
        ("batch normalisation, reading", run => Normalise(run, 0)),
        ("batch normalisation, gradients",
            run =>
                run.Device.Run(
                    new BatchNormalizationBackward(
                        run.Values(Rows * Channels).Rows(Rows), run.Values(Rows * Channels).Rows(Rows),
                        run.Values(Rows * Channels).Rows(Rows), Normalisation(run), run.Output(Channels), run.Output(Channels),
                        run.Output(Rows * Channels).Rows(Rows), Relu: true))),
        ("max-pool",
            run =>
                run.Device.Run(
                    new MaxPoolForward(Pool, run.Values(2 * Pool.InputSize).Rows(2), run.Output(2 * Pool.OutputSize).Rows(2),
                        run.Bytes(2 * Pool.OutputSize)))),
        ("max-pool, gradient",
            run =>
                run.Device.Run(
                    new MaxPoolBackward(Pool, run.Values(2 * Pool.OutputSize).Rows(2), run.Bytes(2 * Pool.OutputSize, i => i % 4),
                        run.Output(2 * Pool.InputSize).Rows(2)))),
        ("softmax",
            run => run.Device.Run(
                new SoftmaxForward(run.Values(Samples * Classes, 20).Rows(Samples), run.Output(Samples * Classes).Rows(Samples)))),
        ("softmax and cross-entropy",
            run => run.Device.Run(
                new CrossEntropy(
                    run.Values(Samples * Classes).Rows(Samples), run.Bytes(Samples, i => i % Classes),
                    run.Output(Samples * Classes).Rows(Samples), run.Output(2), Slot: 0, Smoothing: 0.1f))),
        ("classifier and its gradients", run => Classify(run, Batch, 128, Classes)),
        ("dropout",
            run => run.Device.Run(new DropValues(run.Values(FlatSize), run.Output(FlatSize), Rate: 0.3f, Seed: 5, Step: 9))),
        ("moving average", run => run.Device.Run(new AverageWeights(run.Changed(FlatSize), run.Values(FlatSize), 0.1f))),
        ("Adam",
            run => run.Device.Run(
                new AdamStep(
                    run.Changed(FlatSize), run.Values(FlatSize), run.Values(FlatSize), run.Positive(FlatSize),
                    new(1e-3f, 0.9f, 0.999f, 1e-7f)))),
    ];

    /// <summary>Runs every comparison when the result is requested. A refusal of the tested device is a failed result.</summary>
    /// <param name="tested">The device to test.</param>
    /// <param name="reference">The device to compare with.</param>
    /// <param name="full">Whether to launch all variants, which takes minutes on a simulated GPU.</param>
    public static IEnumerable<SelfTestResult> Run(Device tested, Device reference, bool full)
    {
        foreach ((var name, var check) in Others)
            yield return Compare(name, Rounding, tested, reference, check);
        var gpu = tested as IlgpuDevice;
        var own = gpu?.BusyGroups ?? 0;
        foreach ((var state, var groups) in States.Take(full && gpu is not null ? States.Length : 1))
        {
            foreach ((var name, var check) in full ? [.. Products, .. Large] : Products)
            {
                gpu?.BusyGroups = groups > 0 ? groups : own;
                yield return Compare(name + state, Rounding, tested, reference, check);
                gpu?.BusyGroups = own;
            }
        }
        yield return Compare($"training, {Steps} steps", TrainedRounding, tested, reference, Train);
    }

    // The gradients of weights and bias lie side by side, as in a network.
    private static void Dense(SelfTestBench run, int batch, int inputs, int outputs)
    {
        DeviceBuffer<float> x = run.Values(batch * inputs), weights = run.Values(inputs * outputs), dy = run.Values(batch * outputs);
        run.Device.Run(
            new DenseForward(
                x.Rows(batch), weights.Rows(inputs), run.Values(outputs), run.Output(batch * outputs).Rows(batch), Relu: true));
        var (dWeights, dBias) = run.Outputs(inputs * outputs, outputs);
        run.Device.Run(
            new DenseBackward(x.Rows(batch), dy.Rows(batch), weights.Rows(inputs), dWeights.Rows(inputs), dBias,
                run.Output(batch * inputs).Rows(batch), Relu: true));
        (dWeights, dBias) = run.Outputs(inputs * outputs, outputs);
        run.Device.Run(new DenseBackwardWeights(x.Rows(batch), dy.Rows(batch), dWeights.Rows(inputs), dBias));
        run.Device.Run(new DenseBackwardInput(dy.Rows(batch), weights.Rows(inputs), run.Output(batch * inputs).Rows(batch)));
    }

    private static void Convolve(SelfTestBench run, ConvolutionShape shape, int batch)
    {
        DeviceBuffer<float> x = run.Values(batch * shape.InputSize), filters = run.Values(shape.FilterSize),
            dy = run.Values(batch * shape.OutputSize, 0.1f);
        run.Device.Run(
            new ConvolutionForward(
                shape, x.Rows(batch), filters, run.Values(shape.Filters), run.Output(batch * shape.OutputSize).Rows(batch), Relu: true));
        var (dFilters, dBias) = run.Outputs(shape.FilterSize, shape.Filters);
        run.Device.Run(new ConvolutionBackwardFilters(shape, x.Rows(batch), dy.Rows(batch), dFilters, dBias));
        run.Device.Run(new ConvolutionBackwardInput(shape, dy.Rows(batch), filters, run.Output(batch * shape.InputSize).Rows(batch)));
    }

    private static void ConvolvePooled(SelfTestBench run)
    {
        const int Pictures = 4;
        var count = Pictures * Pool.OutputSize;
        var x = run.Values(Pictures * First.InputSize);
        run.Device.Run(
            new ConvolutionPoolReluForward(First, Pool, x.Rows(Pictures), run.Values(First.FilterSize), run.Values(First.Filters),
                run.Output(count).Rows(Pictures), run.Bytes(count)));
        var (dFilters, dBias) = run.Outputs(First.FilterSize, First.Filters);
        run.Device.Run(
            new ConvolutionPoolReluBackward(First, Pool, x.Rows(Pictures), run.Values(count).Rows(Pictures),
                run.Values(count).Rows(Pictures), run.Bytes(count, i => i % 7 % 4), dFilters, dBias));
    }

    // The convolution with the normalisation behind it, then its gradients with those of a normalisation before it.
    private static void ConvolveNormalised(SelfTestBench run, ConvolutionShape shape, int batch, PoolShape? pool = null)
    {
        int filters = shape.Filters, rows = batch * shape.OutHeight * shape.OutWidth;
        Tensor x = run.Values(batch * shape.InputSize).Rows(batch), raw = run.Output(batch * shape.OutputSize).Rows(batch);
        var weights = run.Values(shape.FilterSize);
        var convolution = new ConvolutionForward(shape, x, weights, run.Values(filters), raw);
        if (pool is { } p)
        {
            var normal = run.Values(batch * shape.OutputSize);
            var size = batch * p.OutputSize;
            run.Device.Run(new ConvolutionNormalizationForward(
                convolution, new(raw.Reshape(filters), Normalisation(run, filters), 1e-3f, 0.1f, normal.Rows(rows), Relu: true),
                new MaxPoolForward(p, normal.Rows(batch), run.Output(size).Rows(batch), run.Bytes(size)), run.Values(size).Rows(batch)));
            PoolGradient(run, p, batch);
            return;
        }
        var y = run.Output(batch * shape.OutputSize);
        run.Device.Run(new ConvolutionNormalizationForward(
            convolution, new(raw.Reshape(filters), Normalisation(run, filters), 1e-3f, 0.1f, y.Rows(rows), Relu: true),
            Drop: new DropValues(y, y, Rate: 0.3f, Seed: 5, Step: 9)));

        var channels = shape.Channels;
        Tensor dy = run.Values(batch * shape.OutputSize, 0.1f).Rows(batch), dx = run.Output(batch * shape.InputSize).Rows(batch);
        Tensor before = run.Values(batch * shape.InputSize).Rows(batch), gradient = dx.Reshape(channels);
        var (dFilters, dBias) = run.Outputs(shape.FilterSize, filters);
        run.Device.Run(new ConvolutionNormalizationBackward(
            new(shape, x, dy, dFilters, dBias), new(shape, dy, weights, dx),
            new(new(
                before.Reshape(channels), x.Reshape(channels), gradient, Normalisation(run, channels), run.Output(channels),
                run.Output(channels), gradient, Relu: true))));
    }

    // A normalisation's gradients behind a pool of 2×2, whose peaks are the values at the places.
    private static void PoolGradient(SelfTestBench run, PoolShape pool, int batch)
    {
        int channels = pool.Channels, size = batch * pool.OutputSize;
        Tensor x = run.Values(batch * pool.InputSize).Rows(batch), dy = run.Values(size, 0.1f).Rows(batch);
        Tensor gradient = run.Values(batch * pool.InputSize).Rows(batch), dx = run.Output(batch * pool.InputSize).Rows(batch);
        var state = Normalisation(run, channels);
        var places = run.Bytes(size, i => i % 7 % pool.Places);
        float[] values = x.Buffer.ToArray(), peaks = [.. places.ToArray().Select((place, i) =>
        {
            var (row, column) = (i / channels / pool.OutWidth, i / channels % pool.OutWidth);
            var (y, left) = ((2 * row) + (place / 2), (2 * column) + (place % 2));
            return values[(((y * pool.Width) + left) * channels) + (i % channels)];
        })];
        var normal = new BatchNormalizationBackward(
            x.Reshape(channels), x.Reshape(channels), gradient.Reshape(channels), state, run.Output(channels), run.Output(channels),
            dx.Reshape(channels), Relu: true);
        run.Device.Run(new NormalizationPoolBackward(
            normal, new MaxPoolBackward(pool, dy, places, gradient), run.Values(size).Rows(batch), run.Of(peaks).Rows(batch)));
    }

    private static void Normalise(SelfTestBench run, float rate) =>
        run.Device.Run(
            new BatchNormalizationForward(run.Values(Rows * Channels).Rows(Rows), Normalisation(run), 1e-3f, rate,
                run.Output(Rows * Channels).Rows(Rows), Relu: true));

    private static BatchNormalizationState Normalisation(SelfTestBench run, int channels = Channels) =>
        new(run.Values(channels), run.Values(channels), run.Values(channels), run.Positive(channels), run.Values(2 * channels));

    private static void Classify(SelfTestBench run, int batch, int inputs, int classes)
    {
        Tensor x = run.Values(batch * inputs).Rows(batch), weights = run.Values(inputs * classes).Rows(inputs);
        Tensor logits = run.Output(batch * classes).Rows(batch), gradient = run.Output(batch * classes).Rows(batch);
        var (dWeights, dBias) = run.Outputs(inputs * classes, classes);
        run.Device.Run(new Classify(
            new(x, weights, run.Values(classes), logits), new(logits, run.Bytes(batch, i => i % classes), gradient, run.Output(2), 0),
            new(x, gradient, weights, dWeights.Rows(inputs), dBias, run.Output(batch * inputs).Rows(batch), Relu: true)));
    }

    private static void Train(SelfTestBench run)
    {
        var images = new byte[Steps * Batch * Pixels];
        var labels = new byte[Steps * Batch];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)(i % Classes);
            for (var p = 0; p < Pixels; p++)
            {
                var isBar = p / Side / BarHeight == labels[i] + 2;
                images[(i * Pixels) + p] = (byte)((isBar ? BarLevel : 0) + (CounterRandom.Bits(7, (uint)i, (uint)p) % NoiseLevels));
            }
        }

        var options = new TrainingOptions { Epochs = 1, BatchSize = Batch, ValidationSplit = 0 };
        var model = new Sequential(
            new(Side, Side, 1), new Conv2D(8, 3), new MaxPool2D(2), new Relu(), new Flatten(), new Dense(32), new Relu(),
            new Dense(Classes), new Softmax());
        using var trainer = new Trainer(run.Device, model, new DigitSet(Side, Side, images, labels), options);
        trainer.Run();
        run.Compare([(float)trainer.History[0].Loss]);
        run.Compare(trainer.ReadWeights());
    }

    /// <summary>Compares the results of a check on two devices.</summary>
    internal static SelfTestResult Compare(string name, double allowed, Device tested, Device reference, Action<SelfTestBench> check)
    {
        try
        {
            using var actual = new SelfTestBench(tested);
            using var expected = new SelfTestBench(reference);
            return new(name, actual.Results(check).Zip(expected.Results(check), Difference).Max(), allowed, null);
        }
#pragma warning disable CA1031 // Any exception of a driver or compiler is the result of this check; the others still run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(name, 0, allowed, (tested.Explain(e) ?? e.GetBaseException()).Message.ReplaceLineEndings(" "));
        }
    }

    private static double Difference(float[] actual, float[] expected) =>
        expected.Zip(actual, (e, a) => float.IsFinite(a) ? Math.Abs((double)e - a) : double.PositiveInfinity).Max()
        / Math.Max(1, expected.Max(v => Math.Abs((double)v)));
}
