using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Kernels;

namespace GpuDigits.Training.Commands;

/// <summary>One comparison of two devices.</summary>
/// <param name="Name">What was computed.</param>
/// <param name="Difference">The largest difference, relative to the largest value and at least to 1.</param>
/// <param name="Allowed">The largest difference that rounding explains.</param>
/// <param name="Error">One line where the device refused.</param>
internal sealed record SelfTestResult(string Name, double Difference, double Allowed, string? Error)
{
    public bool Passed => Error is null && Difference <= Allowed;
}

/// <summary>The core of the operation suite and a short training, the same on two devices.</summary>
internal static class SelfTest
{
    private const double Rounding = 2e-5;
    private const int Steps = 20;
    private const int Batch = 32;

    private static readonly ConvolutionShape Convolution = new(28, 28, 1, 32, 3, 3, 1, 1, 0, 0, 26, 26);

    private static readonly ConvolutionShape Deep = new(14, 14, 32, 64, 3, 3, 1, 1, 1, 1, 14, 14);

    private static readonly PoolShape Pool = new(26, 26, 32, 2, 2, 2, 2, 0, 0, 13, 13);

    /// <summary>Runs every comparison as it is asked for; a refusal of the tested device is a failed result.</summary>
    public static IEnumerable<SelfTestResult> Run(Device tested, Device reference)
    {
        foreach ((string name, Func<Bench, float[]> check) in Checks)
            yield return Compare(name, Rounding, tested, reference, check);

        // Twenty steps carry the roundings on; a wrong gradient moves weights by up to 4e-2.
        var trained = new Dictionary<Device, (double Loss, float[] Weights)>();
        (double Loss, float[] Weights) Once(Device device) => trained.TryGetValue(device, out var before) ? before : trained[device] = Train(device);
        yield return Compare($"training, {Steps} steps: loss", 2e-3, tested, reference, run => [(float)Once(run.Device).Loss]);
        yield return Compare($"training, {Steps} steps: weights", 5e-3, tested, reference, run => Once(run.Device).Weights);
    }

    private static IEnumerable<(string Name, Func<Bench, float[]> Check)> Checks =>
    [
        ("gather", run =>
        {
            using var images = run.Device.Allocate<byte>(50 * 784);
            using var labels = run.Device.Allocate<byte>(50);
            using var order = run.Device.Allocate<int>(50);
            using var y = run.Device.Allocate<byte>(Batch);
            images.CopyFromHost([.. Enumerable.Range(0, 50 * 784).Select(i => (byte)(i * 7))]);
            order.CopyFromHost([.. Enumerable.Range(0, 50).Select(i => i * 13 % 50)]);
            return run.Result(Batch * 784, x => run.Device.Run(new GatherPictures(images, labels, order, 5, x.Rows(Batch), y)));
        }),
        ("gather with augmentation", run =>
        {
            using var images = run.Device.Allocate<byte>(50 * 784);
            using var labels = run.Device.Allocate<byte>(50);
            using var order = run.Device.Allocate<int>(50);
            using var y = run.Device.Allocate<byte>(Batch);
            images.CopyFromHost([.. Enumerable.Range(0, 50 * 784).Select(i => (byte)(255 * Math.Abs(Math.Sin(i / 40.0))))]);
            order.CopyFromHost([.. Enumerable.Range(0, 50).Select(i => i * 13 % 50)]);
            return run.Result(Batch * 784, x => run.Device.Run(new GatherAugmented(images, labels, order, new AugmentBatch(5, 28, 28, 1, 2), new AugmentSettings(0.1f, 0.2f, 0.15f, 2, 2, 0.5f, 0.5f, 0.5f, 0.5f), x.Rows(Batch), y)));
        }),
        ("batch normalisation", run => run.Result(500 * 10, y => run.Device.Run(new BatchNormalizationForward(run.Values(1, 5000).Rows(500), State(run), 1e-3f, 0.1f, y.Rows(500), Relu: true)))),
        ("its gradients", run => run.Result(5020, all => run.Device.Run(new BatchNormalizationBackward(run.Values(1, 5000).Rows(500), run.Values(2, 5000).Rows(500), run.Values(3, 5000).Rows(500), State(run), all.Slice(0, 10), all.Slice(10, 10), all.Slice(20, 5000).Rows(500), Relu: true)))),
        ("dense", run => run.Result(33 * 70, y => run.Device.Run(new DenseForward(run.Values(1, 33 * 300).Rows(33), run.Values(2, 300 * 70).Rows(300), run.Values(3, 70), y.Rows(33), Relu: true)))),
        ("dense, long sums", run => run.Result(4 * 10, y => run.Device.Run(new DenseForward(run.Values(1, 4 * 5408).Rows(4), run.Values(2, 54080).Rows(5408), run.Values(3, 10), y.Rows(4))))),
        ("dense, gradients", run => run.Result((33 * 300) + (300 * 70) + 70, all => run.Device.Run(new DenseBackward(run.Values(1, 33 * 300).Rows(33), run.Values(4, 33 * 70).Rows(33), run.Values(2, 300 * 70).Rows(300), all.Slice(0, 21000).Rows(300), all.Slice(21000, 70), all.Slice(21070, 9900).Rows(33), Relu: true)))),
        ("convolution", run => run.Result(2 * 26 * 26 * 32, y => run.Device.Run(new ConvolutionForward(Convolution, run.Values(1, 2 * 784).Rows(2), run.Values(2, 288), run.Values(3, 32), y.Rows(2))))),
        ("convolution, input gradient", run => run.Result(2 * 784, dx => run.Device.Run(new ConvolutionBackwardInput(Convolution, run.Values(1, 2 * 21632).Rows(2), run.Values(2, 288), dx.Rows(2))))),
        ("convolution, filter gradient", run => run.Result(320, all => run.Device.Run(new ConvolutionBackwardFilters(Convolution, run.Values(1, 2 * 784).Rows(2), run.Values(2, 2 * 21632).Rows(2), all.Slice(0, 288), all.Slice(288, 32))))),
        ("convolution over channels", run => run.Result(3 * 196 * 64, y => run.Device.Run(new ConvolutionForward(Deep, run.Values(1, 3 * 196 * 32).Rows(3), run.Values(2, Deep.FilterSize), run.Values(3, 64), y.Rows(3), Relu: true)))),
        ("its gradients", run => run.Result(Deep.FilterSize + 64 + (3 * 196 * 32), all =>
        {
            DeviceBuffer<float> dy = run.Values(2, 3 * 196 * 64, 0.1f);
            run.Device.Run(new ConvolutionBackwardFilters(Deep, run.Values(1, 3 * 196 * 32).Rows(3), dy.Rows(3), all.Slice(0, Deep.FilterSize), all.Slice(Deep.FilterSize, 64)));
            run.Device.Run(new ConvolutionBackwardInput(Deep, dy.Rows(3), run.Values(3, Deep.FilterSize), all.Slice(Deep.FilterSize + 64, 3 * 196 * 32).Rows(3)));
        })),
        ("convolution + pool + ReLU", run =>
        {
            using var places = run.Device.Allocate<byte>(4 * 5408);
            return run.Result(4 * 5408, y => run.Device.Run(new ConvolutionPoolReluForward(Convolution, Pool, run.Values(1, 4 * 784).Rows(4), run.Values(2, 288), run.Values(3, 32), y.Rows(4), places)));
        }),
        ("its gradient", run =>
        {
            using var places = run.Device.Allocate<byte>(4 * 5408);
            places.CopyFromHost([.. Enumerable.Range(0, 4 * 5408).Select(i => (byte)(i % 7 % 4))]);
            return run.Result(320, all => run.Device.Run(new ConvolutionPoolReluBackward(Convolution, Pool, run.Values(1, 4 * 784).Rows(4), run.Values(2, 4 * 5408).Rows(4), run.Values(3, 4 * 5408).Rows(4), places, all.Slice(0, 288), all.Slice(288, 32))));
        }),
        ("max-pool", run =>
        {
            using var places = run.Device.Allocate<byte>(5408);
            return run.Result(5408, y => run.Device.Run(new MaxPoolForward(Pool, run.Values(1, 21632).Rows(1), y.Rows(1), places)));
        }),
        ("softmax", run => run.Result(330, p => run.Device.Run(new SoftmaxForward(run.Values(1, 330, 20).Rows(33), p.Rows(33))))),
        ("classifier and its gradients", run =>
        {
            using var labels = run.Device.Allocate<byte>(Batch);
            labels.CopyFromHost([.. Enumerable.Range(0, Batch).Select(i => (byte)(i % 10))]);
            const int Weights = 1280, Logits = Batch * 10;
            return run.Result(Weights + 10 + (2 * Logits) + (Batch * 128) + 2, all => run.Device.Run(new Classify(new(run.Values(1, Batch * 128).Rows(Batch), run.Values(2, Weights).Rows(128), run.Values(3, 10), all.Slice(1290, Logits).Rows(Batch)), new(all.Slice(1290, Logits).Rows(Batch), labels, all.Slice(1290 + Logits, Logits).Rows(Batch), all.Slice(1290 + (2 * Logits) + (Batch * 128), 2), 0), new(run.Values(1, Batch * 128).Rows(Batch), all.Slice(1290 + Logits, Logits).Rows(Batch), run.Values(2, Weights).Rows(128), all.Slice(0, Weights).Rows(128), all.Slice(Weights, 10), all.Slice(1290 + (2 * Logits), Batch * 128).Rows(Batch), true))));
        }),
        ("dropout", run => run.Result(1000, y => run.Device.Run(new DropValues(run.Values(1, 1000), y, 0.3f, 5, 9)))),
        ("Adam", run => run.Result(1000, w =>
        {
            w.CopyFromHost(run.Host(1, 1000, 1));
            run.Device.Run(new AdamStep(w, run.Values(2, 1000), run.Values(3, 1000), run.Values(4, 1000, 1, positive: true), new(1e-3f, 0.9f, 0.999f, 1e-7f)));
        })),
    ];

    private static BatchNormalizationState State(Bench run) =>
        new(run.Values(4, 10), run.Values(5, 10), run.Values(6, 10), run.Values(7, 10, 1, positive: true), run.Values(8, 20));

    /// <summary>Compares what a check gives on two devices.</summary>
    internal static SelfTestResult Compare(string name, double allowed, Device tested, Device reference, Func<Bench, float[]> check)
    {
        try
        {
            using var one = new Bench(tested);
            using var other = new Bench(reference);
            float[] actual = check(one), expected = check(other);
            double scale = Math.Max(1, expected.Max(v => Math.Abs((double)v)));
            double difference = expected.Zip(actual, (e, a) => float.IsFinite(a) ? Math.Abs((double)e - a) : double.PositiveInfinity).Max() / scale;
            return new(name, difference, allowed, null);
        }
#pragma warning disable CA1031 // Whatever a driver or compiler throws is this check's result; the others still run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new(name, 0, allowed, e.GetBaseException().Message.ReplaceLineEndings(" "));
        }
    }

    // Bars at ten places, so that there is something to learn.
    private static (double Loss, float[] Weights) Train(Device device)
    {
        byte[] images = new byte[Steps * Batch * 784];
        byte[] labels = new byte[Steps * Batch];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = (byte)(i % 10);
            for (int p = 0; p < 784; p++)
                images[(i * 784) + p] = (byte)((p / 28 / 2 == labels[i] + 2 ? 160 : 0) + (CounterRandom.Bits(7, (uint)i, (uint)p) % 64));
        }

        var options = new TrainingOptions { Epochs = 1, BatchSize = Batch, ValidationSplit = 0 };
        var model = new Sequential(
            new(28, 28, 1), new Engine.Layers.Conv2D(8, 3), new Engine.Layers.MaxPool2D(2), new Engine.Layers.Relu(), new Engine.Layers.Flatten(),
            new Engine.Layers.Dense(32), new Engine.Layers.Relu(), new Engine.Layers.Dense(10), new Engine.Layers.Softmax());
        using var trainer = new Trainer(device, model, new DigitSet(28, 28, images, labels), options);
        trainer.Run();
        return (trainer.History[0].Loss, trainer.ReadWeights());
    }

    /// <summary>A device and the buffers of one check.</summary>
    internal sealed class Bench(Device device) : IDisposable
    {
        private readonly List<IDisposable> _buffers = [];

        public Device Device => device;

        public float[] Host(uint seed, int count, float scale, bool positive = false) =>
            [.. Enumerable.Range(0, count).Select(i => (CounterRandom.Bits(seed, 1, (uint)i) / (float)uint.MaxValue * (positive ? 1 : 2)) - (positive ? 0 : 1)).Select(v => v * scale)];

        public DeviceBuffer<float> Values(uint seed, int count, float scale = 1, bool positive = false)
        {
            DeviceBuffer<float> buffer = device.Allocate<float>(count);
            _buffers.Add(buffer);
            buffer.CopyFromHost(Host(seed, count, scale, positive));
            return buffer;
        }

        public float[] Result(int count, Action<DeviceBuffer<float>> operation)
        {
            DeviceBuffer<float> buffer = device.Allocate<float>(count);
            _buffers.Add(buffer);
            operation(buffer);
            return buffer.ToArray();
        }

        public void Dispose() => _buffers.ForEach(b => b.Dispose());
    }
}
