using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>
/// Reads digits with a model and its calibration: the only place where logits become probabilities and a verdict. Each picture passes
/// through the body once; head and detector use its features. Only one thread at a time may use it.
/// </summary>
public sealed class DigitClassifier : IDisposable
{
    private readonly List<Network> _networks = [];
    private readonly Network _body, _head;
    private readonly Network? _detector;

    /// <summary>Loads the model on a device, which must outlive the classifier.</summary>
    /// <exception cref="ModelException">The network does not end in a dense layer and a softmax, or a weight is not finite.</exception>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public DigitClassifier(Device device, TrainedModel model, int maxBatch)
    {
        if (model.Places is not null)
            throw new ModelException("the model reads the symbols of calculations: gpudigits read uses it");
        (Model, Calibration, MaxBatch) = (model.Fold(), model.Calibration ?? new(), maxBatch);
        Split = SplitModel.Of(model.Architecture);
        try
        {
            _body = Put(Split.Body, Split.BodyWeights(Model.Weights));
            _head = Put(Split.Head, Split.HeadWeights(Model.Weights));
            if (Calibration.DetectorWeights is { } weights)
                _detector = Put(Calibration.Detector(Split.Features), weights);
        }
        catch
        {
            Dispose();
            throw;
        }

        Network Put(Sequential layers, float[] weights)
        {
            // A ReLU may make 0 of NaN: what comes out would look like a number.
            if (Numbers.FirstUnusable(weights) is >= 0 and var at)
                throw new ModelException(
                    FormattableString.Invariant($"a weight of the network is {weights[at]}: its weights are of no use"));
            var network = new Network(device, layers, maxBatch);
            _networks.Add(network);
            network.LoadWeights(weights);
            return network;
        }
    }

    /// <summary>The model, folded (<see cref="TrainedModel.Fold"/>).</summary>
    public TrainedModel Model { get; }

    /// <summary>The model's calibration, otherwise the default.</summary>
    public Calibration Calibration { get; }

    /// <summary>Most pictures per batch.</summary>
    public int MaxBatch { get; }

    internal SplitModel Split { get; }

    /// <summary>Reads one picture.</summary>
    /// <param name="picture">The values of the network's input, 0 to 1.</param>
    public Verdict Read(ReadOnlySpan<float> picture) => ReadAll(picture)[0];

    /// <summary>Reads pictures [count, input], any count.</summary>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the input's size.</exception>
    /// <exception cref="ModelException">The network's output is not a number.</exception>
    public Verdict[] ReadAll(ReadOnlySpan<float> pictures)
    {
        float[] features = Features(pictures), logits = Logits(features), strangeness = Strangeness(features);
        var classes = Split.Head.Output.Size;
        return [.. strangeness.Select((strange, i) =>
        {
            var p = new float[classes];
            Calibration.Probabilities(logits.AsSpan(i * classes, classes), p);
            var best = Numbers.ArgMax(p);
            return new Verdict(best, p, strange, Calibration.IsUnsure(p[best], strange));
        })];
    }

    /// <summary>The strangeness of each picture of a set, 0 to 1; all 0 if the model has no detector.</summary>
    public float[] Strangeness(DigitSet digits) => Strangeness(Features(digits));

    /// <summary>The features [count, Features] of a set, computed in batches.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal float[] Features(DigitSet digits, CancellationToken cancellation = default)
    {
        var size = digits.Height * digits.Width;
        var features = new float[digits.Count * Split.Features];
        for (var first = 0; first < digits.Count; first += MaxBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(MaxBatch, digits.Count - first);
            var pictures = Levels.ToFloats(digits.Images.AsSpan(first * size, count * size));
            Features(pictures).CopyTo(features, first * Split.Features);
        }

        return features;
    }

    /// <summary>The features [count, Features] of pictures [count, input].</summary>
    internal float[] Features(ReadOnlySpan<float> pictures) => Run(_body, pictures);

    /// <summary>The logits [count, classes] of features.</summary>
    internal float[] Logits(ReadOnlySpan<float> features) => Run(_head, features);

    /// <summary>The strangeness of each picture, from its features.</summary>
    internal float[] Strangeness(ReadOnlySpan<float> features)
    {
        var count = features.Length / Split.Features;
        if (_detector is null)
            return new float[count];
        var both = new float[2 * count];
        _detector.Predict(features, both);
        CheckFinite(both);
        return [.. Enumerable.Range(0, count).Select(i => both[(2 * i) + 1])];
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.ForEach(n => n.Dispose());

    private float[] Run(Network network, ReadOnlySpan<float> samples)
    {
        int size = network.Model.Input.Size, outputs = network.Model.Output.Size;
        if (samples.Length % size != 0)
            throw new ArgumentException($"{samples.Length} values are not whole samples of {network.Model.Input}", nameof(samples));
        var result = new float[samples.Length / size * outputs];
        Span<float> rest = result;
        while (!samples.IsEmpty)
        {
            var batch = Math.Min(MaxBatch, samples.Length / size);
            network.Input.CopyFromHost(samples[..(batch * size)]);
            network.Forward(batch);
            network.Logits.CopyToHost(rest[..(batch * outputs)]);
            samples = samples[(batch * size)..];
            rest = rest[(batch * outputs)..];
        }

        CheckFinite(result);
        return result;
    }

    private static void CheckFinite(float[] given)
    {
        if (Numbers.FirstUnusable(given) is >= 0 and var at)
            throw new ModelException(
                FormattableString.Invariant($"the network gives {given[at]} for a picture: its weights are of no use"));
    }
}
