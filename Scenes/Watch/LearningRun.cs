using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Watch;

/// <summary>The digits of a training.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Train">To train on.</param>
/// <param name="Test">Held out, to compare networks at the end; the first ones are also read during the training.</param>
internal sealed record LearningDigits(string Name, DigitSet Train, DigitSet Test);

/// <summary>One training of the tutorial's network that is watched, on the caller's thread.</summary>
/// <param name="load">Loads the digits.</param>
/// <param name="open">Opens the device that trains.</param>
/// <param name="inUse">The model to compare with at the end; null for none.</param>
/// <param name="replace">Replaces the network in use by the trained one.</param>
/// <param name="tell">Receives every state.</param>
internal sealed class LearningRun(
    Func<CancellationToken, LearningDigits> load, Func<Device> open, Func<TrainedModel?> inUse, Action<TrainedModel> replace,
    Action<LearningState> tell)
{
    /// <summary>Opens the device that fits the calibration; null: the one that trains.</summary>
    public Func<Device>? OpenForCalibration { get; init; }

    /// <summary>Receives the trainer before its first step; what it throws ends the training.</summary>
    public Action<Trainer> Begun { get; init; } = _ => { };

    /// <summary>Trains, compares, and replaces the network in use if the new one is better. What goes wrong is told.</summary>
    public void Run(TrainingOptions options, CancellationToken cancellation)
    {
        TrainingObserver? observer = null;
        try
        {
            var digits = load(cancellation);
            using var device = open();
            using var trainer = new Trainer(device, Presets.Get("tutorial"), digits.Train, options);
            Begun(trainer);
            observer = new(digits.Name, digits.Test, tell);
            observer.Observe(trainer);
            if (!trainer.Run(cancellation))
                throw new OperationCanceledException();
            observer.Say("reading the held-out digits");
            var trained = new TrainedModel(trainer.Model, trainer.ReadWeights()) { Preset = "tutorial", Training = options };
            var judgement = Judgement.Of(trained, inUse(), digits.Test, device, cancellation);
            if (judgement.IsBetter)
            {
                observer.Say("learning what is no digit");
                using var other = OpenForCalibration?.Invoke();
                replace(trained with { Calibration = CalibrationFit.FitToTraining(other ?? device, trained, digits.Train, cancellation) });
            }
            End(judgement.Verdict);
        }
        catch (OperationCanceledException)
        {
            End("Stopped; the network in use stays");
        }
        catch (Exception e)
        {
            // The window shows any error: unhandled, it would end the program.
            End(Fault.Describe(e), hasFailed: true);
        }

        void End(string status, bool hasFailed = false) =>
            tell((observer?.State ?? new()) with { IsRunning = false, HasFailed = hasFailed, Status = status });
    }
}
