using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Kernels;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Trains a network: shuffled batches, cross-entropy, Adam. The data set lies on the device; a step copies nothing and waits
/// for nothing. Everything random follows from the seed, the epoch and the step, so a training that is captured, restored and
/// continued ends with the same bits as one that was never interrupted.
/// </summary>
public sealed class Trainer : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const float Epsilon = 1e-7f;

    private readonly Network _network;
    private readonly DeviceDigits _train;
    private readonly DeviceDigits? _validation;
    private readonly DeviceBuffer<byte> _labels;
    private readonly Metrics _metrics;
    private readonly List<EpochResult> _history = [];
    private readonly int _batches;
    private long _step;
    private float[]? _best;
    private readonly DeviceBuffer<float>? _average;

    /// <summary>Puts data, network and optimiser on the device, with initial weights.</summary>
    /// <param name="device">Where it trains; it must live longer than the trainer.</param>
    /// <param name="model">The architecture, ending in Softmax.</param>
    /// <param name="digits">The training data, validation part included.</param>
    /// <param name="options">The settings.</param>
    /// <param name="fuse">Whether neighbouring layers may run as one operation.</param>
    /// <exception cref="ArgumentException">A setting is unusable.</exception>
    /// <exception cref="ModelException">The network does not fit the data or does not end in Softmax.</exception>
    /// <exception cref="DeviceException">The memory cannot be had.</exception>
    public Trainer(Device device, Sequential model, DigitSet digits, TrainingOptions options, bool fuse = true)
    {
        options.Check();
        (Device, Options) = (device, options);
        if (model.Layers[^1].Layer is not Layers.Softmax) throw new ModelException("training needs a Softmax as the last layer");
        if (model.Input.Size != digits.Height * digits.Width) throw new ModelException($"the network reads {model.Input}, the pictures are {digits.Height}×{digits.Width}");
        int count = (int)(digits.Count * (1 - options.ValidationSplit));
        if (count < 1) throw new ArgumentException($"{digits.Count} samples and a validation split of {options.ValidationSplit} leave nothing to train on");
        _batches = ((count - 1) / options.BatchSize) + 1;

        _network = new(device, model, options.BatchSize, training: true, options.Seed, fuse);
        _network.LoadWeights(model.Initialise(options.Seed));
        _train = new(device, count == digits.Count ? digits : digits.Take(0, count));
        if (count < digits.Count) _validation = new(device, digits.Take(count, digits.Count - count));
        _labels = device.Allocate<byte>(options.BatchSize);
        if (options.WeightAveraging > 0)
        {
            _average = device.Allocate<float>(_network.Weights.Length);
            _average.CopyFromHost(_network.Weights.ToArray());
        }

        _metrics = new(device, Math.Max(_batches, (digits.Count - count) / options.BatchSize + 1));
    }

    /// <summary>Where it trains.</summary>
    public Device Device { get; }

    /// <summary>The settings.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The architecture.</summary>
    public Sequential Model => _network.Model;

    /// <summary>What the epochs brought so far.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>Called after every batch, on the training thread.</summary>
    public event Action<BatchProgress>? BatchEnded;

    /// <summary>Called after every epoch, on the training thread.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains the epochs that are left of <see cref="TrainingOptions.Epochs"/>.</summary>
    /// <returns>False if it was cancelled; it then stopped after the running batch.</returns>
    public bool Run(CancellationToken cancellation = default)
    {
        while (_history.Count < Options.Epochs)
        {
            if (!RunEpoch(cancellation)) return false;
        }

        return true;
    }

    /// <summary>The weights as they are now, or their average if one is asked for (flat).</summary>
    public float[] ReadWeights() => (_average ?? _network.Weights).ToArray();

    /// <summary>
    /// The weights to keep of a training that was cancelled: those of the epoch with the highest validation accuracy, or, with no
    /// validation part or before the first epoch has ended, the weights as they are now.
    /// </summary>
    public float[] ReadBestWeights() => _best ?? ReadWeights();

    /// <summary>Everything that the rest of the training depends on. Only between epochs.</summary>
    public Checkpoint Capture() =>
        new(Model, Options, _step, [.. _history], _network.Weights.ToArray(), _network.M!.ToArray(), _network.V!.ToArray(), _best, _average?.ToArray());

    /// <summary>Goes on where a checkpoint was captured.</summary>
    /// <exception cref="ModelException">The checkpoint is of another network.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        if (checkpoint.Weights.Length != Model.FlatSize || checkpoint.Model.ToJson() != Model.ToJson()) throw new ModelException("the checkpoint is of another network");
        _network.LoadWeights(checkpoint.Weights);
        _network.M!.CopyFromHost(checkpoint.M);
        _network.V!.CopyFromHost(checkpoint.V);
        _average?.CopyFromHost(checkpoint.Average ?? checkpoint.Weights);
        _step = checkpoint.Step;
        _best = checkpoint.Best;
        _history.Clear();
        _history.AddRange(checkpoint.History);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _average?.Dispose();
        _metrics.Dispose();
        _labels.Dispose();
        _validation?.Dispose();
        _train.Dispose();
        _network.Dispose();
    }

    private bool RunEpoch(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        int epoch = _history.Count + 1;
        _train.SetOrder(Shuffled(_train.Count, Options.Seed, (uint)epoch));
        for (int batch = 0; batch < _batches; batch++)
        {
            if (cancellation.IsCancellationRequested) return false;
            int first = batch * Options.BatchSize;
            int count = Math.Min(Options.BatchSize, _train.Count - first);
            RunStep(first, count, batch);
            BatchEnded?.Invoke(new(epoch, batch + 1, _batches, first + count, _train.Count, this));
        }

        (double loss, double accuracy) = _metrics.Read(_batches, _train.Count);
        (double Loss, double Accuracy)? validation = _validation is null ? null : Validate(_validation);
        if (validation is not null && _history.TrueForAll(e => !(e.ValAccuracy >= validation.Value.Accuracy))) _best = ReadWeights();
        var result = new EpochResult(
            epoch, loss, accuracy, validation?.Loss, validation?.Accuracy, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _history.Add(result);
        EpochEnded?.Invoke(result);
        return true;
    }

    private void RunStep(int first, int count, int slot)
    {
        uint number = (uint)_step;
        _train.Gather(_network, _labels, first, count);
        _network.Forward(count, training: true, number);
        _network.Loss(count, _labels, _metrics.Buffer, slot, (float)Options.LabelSmoothing);
        double rate = Options.Schedule.At(Options.LearningRate, _step, (long)_batches * Options.Epochs);
        _step++;
        double alpha = rate * Math.Sqrt(1 - Math.Pow(Beta2, _step)) / (1 - Math.Pow(Beta1, _step));
        _network.BackwardAndUpdate(count, number, new((float)alpha, (float)Beta1, (float)Beta2, Epsilon, (float)(rate * Options.WeightDecay)));
        if (_average is not null)
        {
            double decay = Math.Min(Options.WeightAveraging, (1.0 + _step) / (10 + _step));
            _network.Device.Average((int)_average.Length, _average, _network.Weights, (float)(1 - decay));
        }
    }

    private (double Loss, double Accuracy) Validate(DeviceDigits digits)
    {
        float[]? weights = _average is null ? null : _network.Weights.ToArray();
        if (weights is not null) _network.LoadWeights(ReadWeights());
        int slot = 0;
        for (int first = 0; first < digits.Count; first += Options.BatchSize)
        {
            int count = Math.Min(Options.BatchSize, digits.Count - first);
            digits.Gather(_network, _labels, first, count);
            _network.Forward(count);
            _network.Loss(count, _labels, _metrics.Buffer, slot++);
        }

        if (weights is not null) _network.LoadWeights(weights);
        return _metrics.Read(slot, digits.Count);
    }

    /// <summary>Mean loss and accuracy of the epoch's batches so far; waits for the device.</summary>
    internal (double Loss, double Accuracy) ReadMetrics(int batches, int samples) => _metrics.Read(batches, samples);

    /// <summary>Fisher and Yates' shuffle of 0 … count − 1, drawn from seed and epoch alone.</summary>
    internal static int[] Shuffled(int count, uint seed, uint epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)(((ulong)CounterRandom.Bits(seed, RandomStream.Shuffle + epoch, (uint)i) * ((ulong)i + 1)) >> 32);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}

/// <summary>Where a training stands within an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Samples">Samples done in this epoch.</param>
/// <param name="SamplesInEpoch">Samples of an epoch.</param>
/// <param name="Trainer">Who trains.</param>
public readonly record struct BatchProgress(int Epoch, int Batch, int Batches, int Samples, int SamplesInEpoch, Trainer Trainer)
{
    /// <summary>Mean loss and accuracy of the epoch so far. Waits for the device: ask a few times a second at most.</summary>
    public (double Loss, double Accuracy) ReadMetrics() => Trainer.ReadMetrics(Batch, Samples);
}
