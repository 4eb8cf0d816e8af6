using System.Diagnostics;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary>
/// A training from its first step or a checkpoint to its end. It writes checkpoints. If the device fails, it continues from the last good
/// state on the next device. If there is none, or at NaN, it stops and saves the last good state.
/// </summary>
/// <param name="first">The device to begin on; disposed with the session.</param>
/// <param name="network">The architecture.</param>
/// <param name="digits">The training digits.</param>
/// <param name="options">The settings.</param>
/// <param name="resumed">The checkpoint to continue from; null: from the beginning.</param>
internal sealed class TrainingSession(
    Device first, Sequential network, DigitSet digits, TrainingOptions options, Checkpoint? resumed) : IDisposable
{
    private readonly List<string> _failed = [];
    private Device _device = first;
    private Trainer? _trainer;
    private Checkpoint? _state = resumed;
    private long _saved;
    private bool _told;

    /// <summary>Threads of the <c>cpu</c> device, if it is the next one.</summary>
    public int Threads { get; init; }

    /// <summary>Whether the training may continue on another device if one fails.</summary>
    public bool MayFallBack { get; init; }

    /// <summary>See <see cref="Trainer.DetectAnomalies"/>.</summary>
    public bool DetectAnomalies { get; init; }

    /// <summary>Where to write checkpoints; null: they are not written.</summary>
    public CheckpointFolder? Checkpoints { get; init; }

    /// <summary>
    /// Receives the error if a checkpoint cannot be written. The training continues, the previous checkpoint stays, and the next one is
    /// tried.
    /// </summary>
    public SideOutput? CheckpointFailures { get; init; }

    /// <summary>Time between two checkpoints within an epoch.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>Fingerprint of the digits.</summary>
    public string Digits { get; init; } = "";

    /// <summary>Called with each trainer when it begins or continues.</summary>
    public event Action<Trainer>? Began;

    /// <summary>Called after every epoch, and at the start for each epoch that a resumed training has already done.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>The problem that stopped the training; null if there was none.</summary>
    public string? Problem { get; private set; }

    /// <summary>The last trainer, in its last good state.</summary>
    public Trainer Trainer => _trainer!;

    /// <summary>Whether the weights differ from the initial ones.</summary>
    public bool HasLearnt => _trainer is { Step: > 0 };

    /// <summary>Trains to the end; false if it was cancelled or stopped by a problem.</summary>
    /// <exception cref="DeviceException">The device failed before the first step, and there is no other one.</exception>
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

        // A device may fail before it comes to this; what another one goes on from later was told as it happened.
        if (!_told)
        {
            foreach (var e in _trainer.History)
                EpochEnded?.Invoke(e);
            _told = true;
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

    /// <summary>
    /// Opens another device with the last good state: to continue the training if that is allowed, otherwise to evaluate and save.
    /// </summary>
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
            // A device that failed may fail again when it is disposed.
        }
    }
}
