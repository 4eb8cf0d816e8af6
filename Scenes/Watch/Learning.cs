using System.Runtime.Versioning;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Scenes.Watch;

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
    public Learning(Func<CancellationToken, LearningDigits> load, TrainingOptions options, Func<TrainedModel?> inUse,
        Action<TrainedModel> replace, Action<LearningState> tell)
    {
        var run = new LearningRun(load, () => DeviceCatalog.Open("auto"), inUse, replace, tell)
        {
            // Always on the cpu: thousands of pictures would take hours on a simulated GPU.
            OpenForCalibration = () => new VectorDevice(),
        };
        _thread = new Thread(() => run.Run(options, _cancellation.Token))
        {
            IsBackground = true,
            Name = "training",
            Priority = ThreadPriority.BelowNormal
        };
        _thread.Start();
    }

    public bool CanBeRepeated => true;

    public void Stop() => _cancellation.Cancel();

    public void Wait() => _thread.Join();

    /// <summary>Ends it. A second time does nothing: the source has no timer, and so nothing to give back.</summary>
    public void Dispose()
    {
        Stop();
        Wait();
    }
}
