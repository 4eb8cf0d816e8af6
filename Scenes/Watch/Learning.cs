using System.Runtime.Versioning;
using GpuDigits.Engine;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Watch;

/// <summary>The digits of a training.</summary>
/// <param name="Name">The name for people.</param>
/// <param name="Train">To train on.</param>
/// <param name="Test">Held out, to compare networks at the end; the first ones are also read during the training.</param>
internal sealed record LearningDigits(string Name, DigitSet Train, DigitSet Test);

/// <summary>Trains the tutorial's network on a separate thread and reports its state a few times a second.</summary>
[UnsupportedOSPlatform("browser")]
internal sealed class Learning : ILearning
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Thread _thread;

    /// <param name="load">Loads the digits; called on the training's thread.</param>
    /// <param name="options">The settings.</param>
    /// <param name="inUse">The model to compare with at the end; null for none. Called on the training's thread.</param>
    /// <param name="replace">Replaces the network in use by the trained one.</param>
    /// <param name="tell">Receives every state, on the training's thread.</param>
    public Learning(Func<LearningDigits> load, TrainingOptions options, Func<TrainedModel?> inUse, Action<TrainedModel> replace,
        Action<LearningState> tell)
    {
        _thread = new Thread(() => Run(load, options, inUse, replace, tell))
        {
            IsBackground = true,
            Name = "training",
            Priority = ThreadPriority.BelowNormal
        };
        _thread.Start();
    }

    public void Stop() => _cancellation.Cancel();

    public void Wait() => _thread.Join();

    public void Dispose()
    {
        Stop();
        Wait();
        _cancellation.Dispose();
    }

    private void Run(
        Func<LearningDigits> load, TrainingOptions options, Func<TrainedModel?> inUse, Action<TrainedModel> replace,
        Action<LearningState> tell)
    {
        TrainingObserver? observer = null;
        try
        {
            var digits = load();
            using var device = DeviceCatalog.Open("auto");
            using var trainer = new Trainer(device, Presets.Get("tutorial"), digits.Train, options);
            observer = new(digits.Name, digits.Test, tell);
            observer.Observe(trainer);
            if (!trainer.Run(_cancellation.Token))
                throw new OperationCanceledException();
            observer.Say("reading the held-out digits");
            var trained = new TrainedModel(trainer.Model, trainer.ReadWeights()) { Preset = "tutorial", Training = options };
            var judgement = Judgement.Of(trained, inUse(), digits.Test, device, _cancellation.Token);
            if (judgement.IsBetter)
            {
                observer.Say("learning what is no digit");
                // Always on the cpu: thousands of pictures would take hours on a simulated GPU.
                using var cpu = new VectorDevice();
                replace(trained with { Calibration = CalibrationFit.FitToTraining(cpu, trained, digits.Train, _cancellation.Token) });
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
