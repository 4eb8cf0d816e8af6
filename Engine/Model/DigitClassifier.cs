using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;

namespace GpuDigits.Engine.Model;

/// <summary>
/// Reads digits with a model and its calibration: the one place where logits become probabilities and a verdict. The pictures go through the body
/// once; head and detector read its features. Not for use by several threads at once.
/// </summary>
public sealed class DigitClassifier : IDisposable
{
    private readonly List<Network> _networks = [];
    private readonly Network _body, _head;
    private readonly Network? _detector;

    /// <summary>Puts the model on a device, which must live longer than the classifier.</summary>
    /// <exception cref="ModelException">The network does not end in a dense layer and a softmax.</exception>
    /// <exception cref="DeviceException">The memory cannot be had.</exception>
    public DigitClassifier(Device device, TrainedModel model, int maxBatch)
    {
        (Model, Calibration, MaxBatch) = (model, model.Calibration ?? new(), maxBatch);
        Split = SplitModel.Of(model.Architecture);
        try
        {
            _body = Put(Split.Body, Split.BodyWeights(model.Weights));
            _head = Put(Split.Head, Split.HeadWeights(model.Weights));
            if (Calibration.DetectorWeights is { } weights) _detector = Put(Calibration.Detector(Split.Features), weights);
        }
        catch
        {
            Dispose();
            throw;
        }

        Network Put(Sequential layers, float[] weights)
        {
            var network = new Network(device, layers, maxBatch);
            _networks.Add(network);
            network.LoadWeights(weights);
            return network;
        }
    }

    /// <summary>What it reads with.</summary>
    public TrainedModel Model { get; }

    /// <summary>The model's, or the standard one.</summary>
    public Calibration Calibration { get; }

    /// <summary>Pictures that are read at once.</summary>
    public int MaxBatch { get; }

    internal SplitModel Split { get; }

    /// <summary>Reads one picture.</summary>
    /// <param name="picture">The values of the network's input, 0 to 1.</param>
    public Verdict Read(ReadOnlySpan<float> picture) => ReadAll(picture)[0];

    /// <summary>Reads pictures [count, input], any count.</summary>
    /// <exception cref="ArgumentException">The values are no multiple of the input's size.</exception>
    /// <exception cref="ModelException">What the network gives is no number.</exception>
    public Verdict[] ReadAll(ReadOnlySpan<float> pictures)
    {
        float[] features = Features(pictures), logits = Logits(features), strangeness = Strangeness(features);
        int classes = Split.Head.Output.Size;
        return [.. strangeness.Select((strange, i) =>
        {
            var p = new float[classes];
            Calibration.Probabilities(logits.AsSpan(i * classes, classes), p);
            int best = Numbers.IndexOfLargest(p);
            return new Verdict(best, p, strange, Calibration.IsUnsure(p[best], strange));
        })];
    }

    /// <summary>How strange each picture of a set looks, 0 to 1; all 0 where the model has no detector.</summary>
    public float[] Strangeness(DigitSet digits) => Strangeness(Features(digits));

    /// <summary>The features [count, Features] of a set, by batches.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal float[] Features(DigitSet digits, CancellationToken cancellation = default)
    {
        int size = digits.Height * digits.Width;
        var features = new float[digits.Count * Split.Features];
        for (int first = 0; first < digits.Count; first += MaxBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(MaxBatch, digits.Count - first);
            float[] pictures = Levels.ToFloats(digits.Images.AsSpan(first * size, count * size));
            Features(pictures).CopyTo(features, first * Split.Features);
        }

        return features;
    }

    /// <summary>The features [count, Features] of pictures [count, input].</summary>
    internal float[] Features(ReadOnlySpan<float> pictures) => Run(_body, pictures);

    /// <summary>The logits [count, classes] of features.</summary>
    internal float[] Logits(ReadOnlySpan<float> features) => Run(_head, features);

    /// <summary>How strange each picture looks, by its features.</summary>
    internal float[] Strangeness(ReadOnlySpan<float> features)
    {
        int count = features.Length / Split.Features;
        if (_detector is null) return new float[count];
        var both = new float[2 * count];
        _detector.Predict(features, both);
        return [.. Enumerable.Range(0, count).Select(i => both[(2 * i) + 1])];
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.ForEach(n => n.Dispose());

    private float[] Run(Network network, ReadOnlySpan<float> samples)
    {
        int size = network.Model.Input.Size, outputs = network.Model.Output.Size;
        if (samples.Length % size != 0) throw new ArgumentException($"{samples.Length} values are no samples of {network.Model.Input}", nameof(samples));
        var result = new float[samples.Length / size * outputs];
        Span<float> rest = result;
        while (!samples.IsEmpty)
        {
            int batch = Math.Min(MaxBatch, samples.Length / size);
            network.Input.CopyFromHost(samples[..(batch * size)]);
            network.Forward(batch);
            network.Logits.CopyToHost(rest[..(batch * outputs)]);
            samples = samples[(batch * size)..];
            rest = rest[(batch * outputs)..];
        }

        if (Numbers.FirstUnusable(result) is >= 0 and var at)
            throw new ModelException(FormattableString.Invariant($"the network gives {result[at]} for a picture: its weights are of no use"));
        return result;
    }
}
