using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Commands;

/// <summary>A figure: its median and the range of nine in ten samples.</summary>
internal sealed record Spread(double Median, double Low, double High)
{
    public static Spread Of(IEnumerable<double> tries)
    {
        double[] sorted = [.. tries.Order()];
        double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
        return new(At(0.5), At(0.05), At(0.95));
    }
}

/// <summary>Times one network on devices in windows, so that a window disturbed by other work does not change the median.</summary>
/// <param name="model">The network.</param>
/// <param name="digits">The digits to train on and to read.</param>
/// <param name="quick">Whether to use fewer and shorter windows.</param>
/// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
internal sealed class BenchMeasurements(Sequential model, DigitSet digits, bool quick, CancellationToken cancellation)
{
    public const int TrainingBatch = 128;
    public const int ReadingBatch = 256;

    /// <summary>The batches of the pictures of a symbol, of a calculation, and of a long one.</summary>
    public static readonly int[] SmallBatches = [4, 16, 64];

    private const int ReadingDigits = 10 * ReadingBatch;

    // An epoch of MNIST has 469 batches: a window is a seventh of it.
    private const int WindowBatches = 67;

    private readonly float[] _samples = Levels.ToFloats(
        digits.Images.AsSpan(0, Math.Min(digits.Images.Length, ReadingDigits * digits.Height * digits.Width)));

    /// <summary>Seconds per epoch: steps of a real training, without its first window.</summary>
    /// <returns>The time, and the weights that were trained meanwhile.</returns>
    public (Spread Seconds, float[] Weights) TrainEpoch(Device device)
    {
        int warmUp = quick ? 1 : 4, windows = quick ? 5 : 28;
        var batches = (digits.Count + TrainingBatch - 1) / TrainingBatch;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var trainer = new Trainer(device, model, digits, new TrainingOptions { Epochs = 1000, BatchSize = TrainingBatch });
        var seconds = new List<double>();
        var steps = 0;
        var begun = Stopwatch.GetTimestamp();
        trainer.BatchEnded += _ =>
        {
            if (++steps % WindowBatches != 0)
                return;
            device.Synchronize();
            var now = Stopwatch.GetTimestamp();
            seconds.Add(Stopwatch.GetElapsedTime(begun, now).TotalSeconds * batches / WindowBatches);
            begun = now;
            if (seconds.Count == warmUp + windows)
                enough.Cancel();
        };
        trainer.Run(enough.Token);
        cancellation.ThrowIfCancellationRequested();
        return (Spread.Of(seconds.Skip(warmUp)), trainer.ReadWeights());
    }

    /// <summary>
    /// Microseconds from a picture in the host's memory to its probabilities there: the time that a stroke in the Viewer waits.
    /// </summary>
    public Spread Latency(Device device, TrainedModel reader) =>
        Spread.Of(Predict(device, reader, 1, quick ? 2_000 : 20_000).Select(s => s * 1e6));

    /// <summary>Pictures per second, in batches, from and to the host's memory.</summary>
    public Spread ImagesPerSecond(Device device, TrainedModel reader, int batch) =>
        Spread.Of(Predict(device, reader, batch, quick ? 60 : 600).Select(s => batch / s));

    /// <summary>
    /// Floating-point operations of the forward pass of one digit: 2 · outputs · inputs for a dense layer, 2 · outputs · (height · width ·
    /// channels of the filter) for a convolution. Everything else is small and not counted.
    /// </summary>
    public static double ForwardFlops(Sequential model) => model.Layers.Sum(Flops);

    /// <summary>
    /// Operations of a training step for one digit: the forward pass, as many again for the weight gradient of each layer, and for its
    /// input gradient unless no layer before it is trained. Before a max-pool only the largest value of a window has a gradient, so the
    /// gradients of a convolution count only these.
    /// </summary>
    public static double TrainingFlops(Sequential model)
    {
        double flops = 0;
        var first = true;
        for (var i = 0; i < model.Layers.Count; i++)
        {
            var layer = model.Layers[i];
            var next = i + 1 < model.Layers.Count ? model.Layers[i + 1] : null;
            var share = next?.Layer is MaxPool2D ? Math.Min(1, (double)next.Output.Size / layer.Output.Size) : 1;
            flops += Flops(layer) * (1 + (share * (first ? 1 : 2)));
            first &= layer.Parameters.Count == 0;
        }

        return flops;
    }

    private static double Flops(PlacedLayer layer) => layer.Layer switch
    {
        Conv2D c => 2.0 * layer.Output.Size * c.FilterHeight * c.FilterWidth * layer.Input[2],
        Dense => 2.0 * layer.Output.Size * layer.Input.Size,
        _ => 0,
    };

    /// <summary>The seconds of each of several calls of <see cref="Network.Predict"/>, without the first tenth.</summary>
    private IEnumerable<double> Predict(Device device, TrainedModel reader, int batch, int calls)
    {
        using var network = new Network(device, reader.Architecture, batch);
        network.LoadWeights(reader.Weights);
        var probabilities = new float[batch * network.Model.Output.Size];
        var size = batch * network.Model.Input.Size;
        for (int call = -calls / 10, at = 0; call < calls; call++, at += size)
        {
            cancellation.ThrowIfCancellationRequested();
            if (at + size > _samples.Length)
                at = 0;
            var begun = Stopwatch.GetTimestamp();
            network.Predict(_samples.AsSpan(at, size), probabilities);
            if (call >= 0)
                yield return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
    }
}
