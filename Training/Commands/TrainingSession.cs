using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary>
/// A training from the first or a stored step to its end: keeps checkpoints, and when the device fails goes on from the last good state on
/// the next one. A training that ran into NaN, or has no device left, stops with the last good state, checkpoint included.
/// </summary>
/// <param name="first">The device to begin on; disposed with the session.</param>
/// <param name="network">The architecture.</param>
/// <param name="digits">The training digits.</param>
/// <param name="options">The settings.</param>
/// <param name="resumed">Where to go on; null: at the beginning.</param>
internal sealed class TrainingSession(
    Device first, Sequential network, DigitSet digits, TrainingOptions options, Checkpoint? resumed) : IDisposable
{
    private readonly List<string> _failed = [];
    private Device _device = first;
    private Trainer? _trainer;
    private Checkpoint? _state = resumed;
    private long _saved;

    /// <summary>Threads of the <c>cpu</c> device, should it come to that.</summary>
    public int Threads { get; init; }

    /// <summary>Whether another device may go on where one failed.</summary>
    public bool MayFallBack { get; init; }

    /// <summary>See <see cref="Trainer.DetectAnomalies"/>.</summary>
    public bool DetectAnomalies { get; init; }

    /// <summary>Where checkpoints go; null: nowhere.</summary>
    public CheckpointFolder? Checkpoints { get; init; }

    /// <summary>Told where a checkpoint cannot be written; the training continues, the one before stays, and the next is tried.</summary>
    public SideOutput? CheckpointFailures { get; init; }

    /// <summary>Time between two checkpoints within an epoch.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>Fingerprint of the digits.</summary>
    public string Digits { get; init; } = "";

    /// <summary>Called with each trainer, where it begins or goes on.</summary>
    public event Action<Trainer>? Began;

    /// <summary>Called after every epoch, and at the beginning for those that a resumed training has behind it.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>What stopped the training; null if nothing did, or the person.</summary>
    public string? Problem { get; private set; }

    /// <summary>Who trained last, in its last good state.</summary>
    public Trainer Trainer => _trainer!;

    /// <summary>Whether the weights are other than those at the beginning.</summary>
    public bool HasLearnt => _trainer is { Step: > 0 };

    /// <summary>Trains to the end; false if it was cancelled or stopped by a problem.</summary>
    /// <exception cref="DeviceException">The device failed before the first step, and there is no other to go to.</exception>
    public bool Run(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                Begin();
                var finished = TrainingProgress.Run(Trainer, cancellation);
                if (!finished)
                    Save(Trainer.Capture());
                return finished;
            }
            catch (AnomalyException e)
            {
                Problem = e.Message;
                Save(Trainer.LastGood!);
                return false;
            }
            catch (DeviceException e)
            {
                if (!GoOn(e))
                    return false;
            }
        }
    }

    public void Dispose()
    {
        Quietly(() => _trainer?.Dispose());
        Quietly(_device.Dispose);
    }

    private void Begin()
    {
        _trainer = new(_device, network, digits, options) { DetectAnomalies = DetectAnomalies };
        if (_state is not null)
        {
            _trainer.Restore(_state);
            if (_state.Device != _device.Id)
                Terminal.Say($"this far it was trained on {_state.Device}; on {_device.Id} the last bits will differ");
        }

        if (_failed.Count == 0)
        {
            foreach (var e in _trainer.History)
                EpochEnded?.Invoke(e);
        }

        Began?.Invoke(_trainer);
        _trainer.EpochEnded += e => EpochEnded?.Invoke(e);
        if (Checkpoints is null)
            return;
        _saved = Stopwatch.GetTimestamp();
        var trainer = _trainer;
        trainer.EpochEnded += _ => Save(trainer.LastGood!);
        trainer.BatchEnded += b =>
        {
            if (b.Batch < b.Batches && Stopwatch.GetElapsedTime(_saved) >= Every)
                Save(trainer.Capture());
        };
    }

    /// <summary>Another device with the last good state: to train on if that is allowed, else to evaluate and save with.</summary>
    private bool GoOn(DeviceException failure)
    {
        _state = _trainer?.LastGood ?? _state;
        _failed.Add(_device.Id);
        var next = MayFallBack || _state is { Step: > 0 } ? DeviceCatalog.ChooseNext(_failed, Threads) : null;
        if (next is null)
            throw failure;
        Dispose();
        (_device, _trainer) = (next.Device, null);
        if (MayFallBack)
        {
            Terminal.Say($"{failure.Message}; going on from step {_state?.Step ?? 0} on {next.Explanation}");
            return true;
        }

        Problem = failure.Message;
        Begin();
        Save(_state!);
        return false;
    }

    private void Save(Checkpoint state)
    {
        if (Checkpoints is not null)
            CheckpointFailures?.Try(() => Checkpoints.Save(state with { Digits = Digits }));
        _saved = Stopwatch.GetTimestamp();
    }

    private static void Quietly(Action dispose)
    {
        try
        {
            dispose();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A device that failed may fail again at being given back.
        }
    }
}
