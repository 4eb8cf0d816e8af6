using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Trains a network: shuffled batches, cross-entropy, Adam. The data set lies on the device; a step copies nothing and waits
/// for nothing. Everything random follows from the seed, the epoch and the step, so a training that is captured, restored and
/// continued ends with the same bits as one that was never interrupted.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly Network _network;
    private readonly TrainingDigits _train;
    private readonly Validation? _validation;
    private readonly DeviceBuffer<byte> _labels;
    private readonly Metrics _metrics;
    private readonly List<EpochResult> _history = [];
    private readonly int _batch;
    private readonly AdamSchedule _adam;
    private readonly WeightAverage? _average;
    private float[]? _best;

    /// <summary>Puts data, network and optimiser on the device, with initial weights.</summary>
    /// <param name="device">Where it trains; it must live longer than the trainer.</param>
    /// <param name="model">The architecture, ending in Softmax.</param>
    /// <param name="digits">The training data, validation part included.</param>
    /// <param name="options">The settings.</param>
    /// <param name="fuse">Whether neighbouring layers may run as one operation.</param>
    /// <exception cref="ArgumentException">A setting is unusable.</exception>
    /// <exception cref="ModelException">The network does not fit the data or does not end in Softmax.</exception>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public Trainer(Device device, Sequential model, DigitSet digits, TrainingOptions options, bool fuse = true)
    {
        options.Check();
        (Device, Options) = (device, options);
        if (model.Layers[^1].Layer is not Softmax)
            throw new ModelException("training needs a Softmax as the last layer");
        if (model.Input.Size != digits.Height * digits.Width)
            throw new ModelException($"the network reads {model.Input}, the pictures are {digits.Height}×{digits.Width}");
        var count = options.TrainedOf(digits.Count);
        _train = new(device, count == digits.Count ? digits : digits.Take(0, count), options);
        _batch = Math.Min(options.BatchSize, Samples);
        Batches = Numbers.CeilDiv(Samples, _batch);
        _adam = new(options.Schedule, options.LearningRate, (long)Batches * options.Epochs, options.WeightDecay);

        _network = new(device, model, _batch, training: true, options.Seed, fuse);
        _network.LoadWeights(model.Initialise(options.Seed));
        if (count < digits.Count)
            _validation = new(_network, digits.Take(count, digits.Count - count));
        _labels = device.Allocate<byte>(_batch);
        if (options.WeightAveraging > 0)
            _average = new(_network.Weights, options.WeightAveraging);
        _metrics = new(device, Batches);
    }

    /// <summary>Where it trains.</summary>
    public Device Device { get; }

    /// <summary>The settings.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Samples of an epoch: the training data and the synthetic digits beside them.</summary>
    public int Samples => _train.Count;

    /// <summary>Steps of an epoch.</summary>
    internal int Batches { get; }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>The architecture.</summary>
    public Sequential Model => _network.Model;

    /// <summary>The results of the epochs so far.</summary>
    public IReadOnlyList<EpochResult> History => _history;

    /// <summary>
    /// Whether to check the result of every operation and stop at the first NaN or infinity with the operation's name. This is slow,
    /// because every result is copied to the host. Otherwise only the end of an epoch is checked, and the operation is then found by a
    /// second run from the last good state.
    /// </summary>
    public bool DetectAnomalies { get; init; }

    /// <summary>
    /// The newest state that was captured, all of it finite: that of the last epoch's end, of the start, or of <see cref="Capture"/>. It is
    /// in the host's memory, so it outlives the device. Null before <see cref="Run"/>.
    /// </summary>
    public Checkpoint? LastGood { get; private set; }

    /// <summary>Called after every batch, on the training thread.</summary>
    public event Action<BatchProgress>? BatchEnded;

    /// <summary>Called after every epoch, on the training thread.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains the epochs that are left of <see cref="TrainingOptions.Epochs"/>.</summary>
    /// <returns>False if it was cancelled; it then stopped after the running batch.</returns>
    /// <exception cref="AnomalyException">
    /// A loss or weight became NaN or infinite; the trainer is back at <see cref="LastGood"/>.
    /// </exception>
    /// <exception cref="DeviceException">The device failed; only <see cref="LastGood"/> is still available.</exception>
    public bool Run(CancellationToken cancellation = default)
    {
        try
        {
            if (LastGood is null)
                Capture();
            while (_history.Count < Options.Epochs)
            {
                if (!RunEpoch(cancellation))
                    return false;
            }

            return true;
        }
        catch (AnomalyException)
        {
            Restore(LastGood!);
            throw;
        }
    }

    /// <summary>The weights as they are now, or their average if one is asked for (flat).</summary>
    public float[] ReadWeights() => (_average?.Mean ?? _network.Weights).ToArray();

    /// <summary>Everything that the rest of the training depends on; between two steps. Waits for the device.</summary>
    /// <exception cref="AnomalyException">Something in it is NaN or infinite; the trainer is back at <see cref="LastGood"/>.</exception>
    public Checkpoint Capture()
    {
        var state = new Checkpoint(
            Model, Options, Step, [.. _history], _network.Weights.ToArray(), _network.M!.ToArray(), _network.V!.ToArray(), _best,
            _average?.Mean.ToArray())
        {
            Metrics = _metrics.ReadEach(BatchOfEpoch),
            Device = Device.Id,
        };
        float[]?[] all = [state.Weights, state.M, state.V, state.Average, state.Metrics];
        if (LastGood is not null && !Array.TrueForAll(all, values => Numbers.AreFinite(values)))
            throw AnomalySearch.Find(this, state.Metrics);
        return LastGood = state;
    }

    /// <summary>Continues from a checkpoint.</summary>
    /// <exception cref="ModelException">The checkpoint belongs to another network.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        var batches = checkpoint.Step - ((long)checkpoint.History.Count * Batches);
        if (batches < 0 || batches > Batches || checkpoint.Metrics.Length != 2 * batches)
            throw new ModelException("the checkpoint is of a training with other batches");
        if (checkpoint.Weights.Length != Model.FlatSize || checkpoint.Model.ToJson() != Model.ToJson())
            throw new ModelException("the checkpoint is of another network");
        _network.LoadWeights(checkpoint.Weights);
        _network.M!.CopyFromHost(checkpoint.M);
        _network.V!.CopyFromHost(checkpoint.V);
        _average?.Mean.CopyFromHost(checkpoint.Average ?? checkpoint.Weights);
        _metrics.Buffer.CopyFromHost(checkpoint.Metrics);
        Step = checkpoint.Step;
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
        var started = Stopwatch.GetTimestamp();
        var epoch = _history.Count + 1;
        while (BatchOfEpoch < Batches)
        {
            if (cancellation.IsCancellationRequested)
                return false;
            RunStep(DetectAnomalies);
            BatchEnded?.Invoke(new(epoch, BatchOfEpoch, Batches, Math.Min(BatchOfEpoch * _batch, Samples), Samples, this));
        }

        (var loss, var accuracy) = _metrics.Read(Batches, Samples);
        if (!double.IsFinite(loss))
            throw AnomalySearch.Find(this, _metrics.ReadEach(Batches));
        var validation = Validate();
        if (validation is { Loss: var validated } && !double.IsFinite(validated))
            throw AnomalySearch.Anomaly(this, Step - 1, "the loss of the validation digits is no longer finite");
        if (validation is not null && _history.TrueForAll(e => !(e.ValAccuracy >= validation.Value.Accuracy)))
            _best = ReadWeights();
        var result = new EpochResult(
            epoch, loss, accuracy, validation?.Loss, validation?.Accuracy, Stopwatch.GetElapsedTime(started).TotalSeconds);
        _history.Add(result);
        Capture();
        EpochEnded?.Invoke(result);
        return true;
    }

    /// <summary>
    /// One step: forward, loss, backward, Adam; with inspect, the result of every operation is checked (<see cref="AnomalySearch.Check"/>).
    /// </summary>
    internal void RunStep(bool inspect)
    {
        int slot = BatchOfEpoch, first = slot * _batch, count = Math.Min(_batch, Samples - first);
        var number = (uint)Step;
        _network.Inspect = inspect ? (operation, result) => AnomalySearch.Check(this, operation, result) : null;
        _train.Gather(_network, _labels, first, count, _history.Count + 1);
        _network.Forward(count, training: true, number);
        _network.Loss(count, _labels, _metrics.Buffer, slot, (float)Options.LabelSmoothing);
        _network.BackwardAndUpdate(count, number, _adam.At(Step));
        Step++;
        _average?.Update(Step);
    }

    /// <summary>Batches done in the current epoch.</summary>
    private int BatchOfEpoch => (int)(Step - ((long)_history.Count * Batches));

    /// <summary>Validates the weights that <see cref="ReadWeights"/> gives.</summary>
    private (double Loss, double Accuracy)? Validate()
    {
        if (_validation is null)
            return null;
        if (_average is null)
            return _validation.Run();
        var weights = _network.Weights.ToArray();
        _network.LoadWeights(ReadWeights());
        var result = _validation.Run();
        _network.LoadWeights(weights);
        return result;
    }

    /// <summary>The learning rate of a step, from 0.</summary>
    internal double LearningRateAt(long step) => _adam.RateAt(step);

    /// <summary>Mean loss and accuracy of the epoch's batches so far; waits for the device.</summary>
    internal (double Loss, double Accuracy) ReadMetrics(int batches, int samples) => _metrics.Read(batches, samples);
}
