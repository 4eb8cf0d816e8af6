using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>A sample that was read wrongly.</summary>
/// <param name="Index">Its place in the set.</param>
/// <param name="Label">What it is.</param>
/// <param name="Read">What it was read as.</param>
/// <param name="Probability">The probability given to the wrong reading.</param>
public readonly record struct Misreading(int Index, int Label, int Read, float Probability);

/// <summary>How well a network reads a set of digits.</summary>
public sealed class Evaluation
{
    /// <summary>Samples per batch where many are read; with another number the last bits of the logits may be others.</summary>
    public const int Batch = 250;

    private readonly int[,] _confusion;
    private readonly int[] _counts;

    private Evaluation(double loss, int[,] confusion, int[] counts, IReadOnlyList<Misreading> misreadings, float[] logits)
    {
        (Loss, _confusion, _counts, Misreadings, Logits) = (loss, confusion, counts, misreadings, logits);
        Samples = counts.Sum();
        Accuracy = (double)(Samples - misreadings.Count) / Samples;
    }

    /// <summary>Number of samples.</summary>
    public int Samples { get; }

    /// <summary>Mean cross-entropy, natural logarithm.</summary>
    public double Loss { get; }

    /// <summary>Share of samples read correctly, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>All that were read wrongly, the most confident first.</summary>
    public IReadOnlyList<Misreading> Misreadings { get; }

    /// <summary>The network's last values before softmax [Samples, Classes].</summary>
    public float[] Logits { get; }

    /// <summary>Number of classes.</summary>
    public int Classes => _confusion.GetLength(0);

    /// <summary>How many samples of a label were read as what; those that are unreadable were read as nothing.</summary>
    public int Confusion(int label, int read) => _confusion[label, read];

    /// <summary>How many samples there are of a label.</summary>
    public int Count(int label) => _counts[label];

    /// <summary>Share of a label's samples read correctly; NaN if there is none.</summary>
    public double AccuracyOf(int label) => (double)_confusion[label, label] / Count(label);

    /// <summary>The pairs of different digits that were confused, the most frequent first.</summary>
    public IReadOnlyList<(int Label, int Read, int Times)> MostConfused() =>
    [
        .. from label in Enumerable.Range(0, Classes)
           from read in Enumerable.Range(0, Classes)
           where label != read && _confusion[label, read] > 0
           orderby _confusion[label, read] descending, label, read
           select (label, read, _confusion[label, read]),
    ];

    /// <summary>Reads every sample of the set with a model, in batches that fit the memory limit.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="model">The model.</param>
    /// <param name="digits">The set.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">The pictures do not fit the network, or a label is no class of it.</exception>
    public static Evaluation Of(Device device, TrainedModel model, DigitSet digits, CancellationToken cancellation = default)
    {
        using var network = new Network(device, model.Architecture, Limits.Batch(model.Architecture, Batch, digits.Count));
        network.LoadWeights(model.Weights);
        return Run(network, digits, cancellation: cancellation);
    }

    /// <summary>Reads every sample of the set. The first largest logit is the reading.</summary>
    /// <param name="network">The network, with its weights loaded.</param>
    /// <param name="digits">The set.</param>
    /// <param name="unreadable">Samples that count as misread whatever the network says.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ModelException">The pictures do not fit the network, or a label is no class of it.</exception>
    public static Evaluation Run(
        Network network, DigitSet digits, IReadOnlySet<int>? unreadable = null, CancellationToken cancellation = default)
    {
        var classes = network.Model.Output.Size;
        if (network.Model.Input.Size != digits.Height * digits.Width)
            throw new ModelException($"the network reads {network.Model.Input}, the pictures are {digits.Height}×{digits.Width}");
        if (digits.Count == 0)
            throw new ModelException("there are no pictures to evaluate");
        if (digits.Labels.Any(l => l >= classes))
            throw new ModelException($"the set has digits up to {digits.Labels.Max()}, the network {classes} outputs");

        using var data = new DeviceDigits(network.Device, digits);
        using var metrics = new Metrics(network.Device, (digits.Count / network.MaxBatch) + 1);
        using var labels = network.Device.Allocate<byte>(network.MaxBatch);
        var probabilities = new float[network.MaxBatch * classes];
        var logits = new float[digits.Count * classes];
        var confusion = new int[classes, classes];
        var counts = new int[classes];
        var misreadings = new List<Misreading>();
        var slot = 0;
        for (var first = 0; first < digits.Count; first += network.MaxBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(network.MaxBatch, digits.Count - first);
            data.Gather(network, labels, first, count);
            network.Forward(count);
            network.Loss(count, labels, metrics.Buffer, slot++);
            var given = logits.AsSpan(first * classes, count * classes);
            network.Logits.CopyToHost(given);
            if (Numbers.FirstUnusable(given) is >= 0 and var at)
                throw new ModelException(
                    FormattableString.Invariant(
                        $"the network gives {given[at]} for picture {first + (at / classes)}: its weights are of no use"));
            network.ReadProbabilities(count, probabilities);
            for (var i = 0; i < count; i++)
            {
                ReadOnlySpan<float> p = probabilities.AsSpan(i * classes, classes);
                int read = Numbers.ArgMax(p), label = digits.Labels[first + i];
                var isReadable = unreadable?.Contains(first + i) != true;
                counts[label]++;
                if (isReadable)
                    confusion[label, read]++;
                if (read != label || !isReadable)
                    misreadings.Add(new(first + i, label, read, p[read]));
            }
        }

        (var loss, _) = metrics.Read(slot, digits.Count);
        return new(loss, confusion, counts, [.. misreadings.OrderByDescending(m => m.Probability).ThenBy(m => m.Index)], logits);
    }
}
