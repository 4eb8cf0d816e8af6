using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Layers;
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
    private readonly Network _network;
    private readonly DeviceDigits _train;
    private readonly DeviceDigits? _validation;
    private readonly DeviceBuffer<byte> _labels;
    private readonly Metrics _metrics;
    private readonly List<EpochResult> _history = [];
    private readonly int _real;
    private readonly int _synthetic;
    private readonly int _pool;
    private readonly int _batch;
    private readonly int _batches;
    private readonly AdamSchedule _adam;
    private long _step;
    private float[]? _best;
    private bool _examining;
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
        _real = count;
        _synthetic = checked((int)Math.Round(count * options.SyntheticShare / (1 - options.SyntheticShare)));
        _pool = (int)Math.Min((long)_synthetic * options.Epochs, TrainingOptions.SyntheticPool);
        if (_pool > 0 && (digits.Height, digits.Width) != (DigitPreparation.Size, DigitPreparation.Size))
            throw new ArgumentException($"synthetic digits are pictures of 28×28, the others of {digits.Height}×{digits.Width}");
        _batch = Math.Min(options.BatchSize, Samples);
        _batches = ((Samples - 1) / _batch) + 1;
        _adam = new(options.Schedule, options.LearningRate, (long)_batches * options.Epochs, options.WeightDecay);

        _network = new(device, model, _batch, training: true, options.Seed, fuse);
        _network.LoadWeights(model.Initialise(options.Seed));
        DigitSet train = count == digits.Count ? digits : digits.Take(0, count);
        _train = new(device, _pool == 0 ? train : train.Append(SyntheticDigits.Set(_pool, options.Seed)), Samples);
        if (count < digits.Count) _validation = new(device, digits.Take(count, digits.Count - count));
        _labels = device.Allocate<byte>(_batch);
        if (options.WeightAveraging > 0)
        {
            _average = device.Allocate<float>(_network.Weights.Length);
            _average.CopyFromHost(_network.Weights.ToArray());
        }

        _metrics = new(device, Math.Max(_batches, (digits.Count - count) / _batch + 1));
    }

    /// <summary>Where it trains.</summary>
    public Device Device { get; }

    /// <summary>The settings.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Samples of an epoch: the training data and the synthetic digits beside them.</summary>
    public int Samples => _real + _synthetic;

    /// <summary>Steps done.</summary>
    public long Step => _step;

    /// <summary>The architecture.</summary>
    public Sequential Model => _network.Model;

    /// <summary>What the epochs brought so far.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>
    /// Looks at the result of every operation, and stops at the first NaN or infinity with the operation's name: slow, since every result is
    /// copied to the host. Without it the end of an epoch is looked at, and the operation found by running again from the last good state.
    /// </summary>
    public bool DetectAnomalies { get; init; }

    /// <summary>
    /// The newest state that was captured, all of it finite: that of the last epoch's end, of the start, or of <see cref="Capture"/>. It is in
    /// the host's memory, so it outlives the device. Null before <see cref="Run"/>.
    /// </summary>
    public Checkpoint? LastGood { get; private set; }

    /// <summary>Called after every batch, on the training thread.</summary>
    public event Action<BatchProgress>? BatchEnded;

    /// <summary>Called after every epoch, on the training thread.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains the epochs that are left of <see cref="TrainingOptions.Epochs"/>.</summary>
    /// <returns>False if it was cancelled; it then stopped after the running batch.</returns>
    /// <exception cref="AnomalyException">A loss or weight became NaN or infinite; the trainer is back at <see cref="LastGood"/>.</exception>
    /// <exception cref="DeviceException">The device failed; only <see cref="LastGood"/> can still be had.</exception>
    public bool Run(CancellationToken cancellation = default)
    {
        try
        {
            if (LastGood is null) Capture();
            while (_history.Count < Options.Epochs)
            {
                if (!RunEpoch(cancellation)) return false;
            }

            return true;
        }
        catch (AnomalyException)
        {
            Restore(LastGood!);
            throw;
        }
        catch (Exception e) when (e is not DeviceException && Device.Explain(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>The weights as they are now, or their average if one is asked for (flat).</summary>
    public float[] ReadWeights() => (_average ?? _network.Weights).ToArray();

    /// <summary>
    /// The weights to keep of a training that was cancelled: those of the epoch with the highest validation accuracy, or, with no
    /// validation part or before the first epoch has ended, the weights as they are now.
    /// </summary>
    public float[] ReadBestWeights() => _best ?? ReadWeights();

    /// <summary>Everything that the rest of the training depends on; between two steps. Waits for the device.</summary>
    /// <exception cref="AnomalyException">Something in it is NaN or infinite; the trainer is back at <see cref="LastGood"/>.</exception>
    public Checkpoint Capture()
    {
        int batches = (int)(_step - ((long)_history.Count * _batches));
        var state = new Checkpoint(
            Model, Options, _step, [.. _history], _network.Weights.ToArray(), _network.M!.ToArray(), _network.V!.ToArray(), _best, _average?.ToArray())
        {
            Metrics = _metrics.ReadEach(batches),
            Device = Device.Id,
        };
        if (LastGood is not null && !(Numbers.AreFinite(state.Weights) && Numbers.AreFinite(state.Metrics))) throw Explain(state.Metrics);
        return LastGood = state;
    }

    /// <summary>Goes on where a checkpoint was captured.</summary>
    /// <exception cref="ModelException">The checkpoint is of another network.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        long batches = checkpoint.Step - ((long)checkpoint.History.Count * _batches);
        if (batches < 0 || batches > _batches || checkpoint.Metrics.Length != 2 * batches) throw new ModelException("the checkpoint is of a training with other batches");
        if (checkpoint.Weights.Length != Model.FlatSize || checkpoint.Model.ToJson() != Model.ToJson()) throw new ModelException("the checkpoint is of another network");
        _network.LoadWeights(checkpoint.Weights);
        _network.M!.CopyFromHost(checkpoint.M);
        _network.V!.CopyFromHost(checkpoint.V);
        _average?.CopyFromHost(checkpoint.Average ?? checkpoint.Weights);
        _metrics.Buffer.CopyFromHost(checkpoint.Metrics);
        _step = checkpoint.Step;
        _best = checkpoint.Best;
        LastGood = checkpoint;
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
        SetOrder(epoch);
        for (int batch = (int)(_step - ((long)_history.Count * _batches)); batch < _batches; batch++)
        {
            if (cancellation.IsCancellationRequested) return false;
            RunStep(batch);
            BatchEnded?.Invoke(new(epoch, batch + 1, _batches, Math.Min((batch + 1) * _batch, Samples), Samples, this));
        }

        (double loss, double accuracy) = _metrics.Read(_batches, Samples);
        if (!double.IsFinite(loss)) throw Explain(_metrics.ReadEach(_batches));
        (double Loss, double Accuracy)? validation = _validation is null ? null : Validate(_validation);
        if (validation is not null && _history.TrueForAll(e => !(e.ValAccuracy >= validation.Value.Accuracy))) _best = ReadWeights();
        var result = new EpochResult(
            epoch, loss, accuracy, validation?.Loss, validation?.Accuracy, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _history.Add(result);
        Capture();
        EpochEnded?.Invoke(result);
        return true;
    }

    /// <summary>The digit that comes at a place of an epoch, before shuffling: after the real ones the pool's next ones.</summary>
    private int Sample(int place, int epoch) =>
        place < _real ? place : _real + (int)((((epoch - 1L) * _synthetic) + place - _real) % _pool);

    private void SetOrder(int epoch) =>
        _train.SetOrder(Array.ConvertAll(Shuffled(Samples, Options.Seed, (uint)epoch), place => Sample(place, epoch)));

    private void RunStep(int slot)
    {
        int first = slot * _batch, count = Math.Min(_batch, Samples - first);
        uint number = (uint)_step;
        _network.Inspect = DetectAnomalies || _examining ? Look : null;
        if (Options.Augmentation is { } augmentation) _train.GatherAugmented(_network.Input, _labels, first, count, augmentation.ToSettings(), Options.Seed, _history.Count + 1);
        else _train.Gather(_network, _labels, first, count);
        _network.Forward(count, training: true, number);
        _network.Loss(count, _labels, _metrics.Buffer, slot, (float)Options.LabelSmoothing);
        _network.BackwardAndUpdate(count, number, _adam.At(_step));
        long steps = _step + 1;
        if (_average is not null)
        {
            double decay = Math.Min(Options.WeightAveraging, (1.0 + steps) / (10 + steps));
            Device.Run(new AverageWeights(_average, _network.Weights, (float)(1 - decay)));
        }

        _step = steps;
    }

    private (double Loss, double Accuracy) Validate(DeviceDigits digits)
    {
        float[]? weights = _average is null ? null : _network.Weights.ToArray();
        if (weights is not null) _network.LoadWeights(ReadWeights());
        int slot = 0;
        for (int first = 0; first < digits.Count; first += _batch)
        {
            int count = Math.Min(_batch, digits.Count - first);
            digits.Gather(_network, _labels, first, count);
            _network.Forward(count);
            _network.Loss(count, _labels, _metrics.Buffer, slot++);
        }

        if (weights is not null) _network.LoadWeights(weights);
        return _metrics.Read(slot, digits.Count);
    }

    /// <summary>Throws if one of the values is NaN or infinite.</summary>
    private void Look(string operation, Tensor result)
    {
        var values = new float[result.Count];
        result.Buffer.CopyToHost(values);
        int wrong = values.Count(v => !float.IsFinite(v));
        if (wrong == 0) return;
        string what = values.Any(float.IsNaN) ? "NaN" : "infinity";
        throw Anomaly(_step, string.Create(CultureInfo.InvariantCulture, $"{operation} is the first to give {what} ({wrong:N0} of {values.Length:N0} values)"));
    }

    /// <summary>
    /// Goes back to the last good state, runs again up to the step whose loss is not finite, and then looks at every operation. All steps
    /// are the same again, so it ends where the fault began; then the trainer goes back to the last good state once more.
    /// </summary>
    private AnomalyException Explain(float[] metrics)
    {
        Checkpoint good = LastGood!;
        long epochStart = (long)good.History.Count * _batches;
        int bad = Array.FindIndex(metrics, v => !float.IsFinite(v)) / 2;
        long suspect = epochStart + (metrics.Length == 0 || Numbers.AreFinite(metrics) ? (metrics.Length / 2) - 1 : bad);
        AnomalyException found = Anomaly(suspect, "the loss or a weight is no longer finite");
        try
        {
            Restore(good);
            SetOrder(_history.Count + 1);
            while (_step <= suspect)
            {
                // What a step's update broke shows in the next step's loss.
                _examining = _step >= suspect - 1;
                RunStep((int)(_step - epochStart));
            }
        }
        catch (AnomalyException e)
        {
            found = e;
        }
        finally
        {
            _examining = false;
            Restore(good);
        }

        return found;
    }

    private AnomalyException Anomaly(long step, string what) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"step {step + 1} (epoch {(step / _batches) + 1}), learning rate {_adam.RateAt(step):G4}: {what}; try a smaller --learning-rate"));

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
