using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Scenes.Watch;

namespace GpuDigits.Scenes.Worker;

/// <summary>Here a training cannot be watched.</summary>
internal sealed class SlowTrainingException(string message) : Exception(message);

/// <summary>The training in a worker: the tutorial's network learns a few thousand synthetic digits.</summary>
/// <param name="open">Opens the device.</param>
/// <param name="first">Loads the model that reads unless the order brings another.</param>
/// <param name="post">Sends a message to the window.</param>
internal sealed class TrainingDesk(Func<Device> open, Func<TrainedModel> first, Action<Message> post)
{
    private const int Train = 6000, Test = 2000, BatchSize = 64, Epochs = 10;

    /// <summary>Fewer steps a second are not worth watching. The first ones are slower: code is compiled.</summary>
    private const int LeastRate = 20, Trial = 40, WarmUp = 10;

    public void Run(TrainNetwork order) => new LearningRun(
        cancellation => new(
            "Synthetic pen digits", SyntheticDigits.Set(Train, 1, cancellation), SyntheticDigits.Set(Test, 2, cancellation)), open,
        () => order.Tail is [] ? first() : ModelBytes.Read(order.Tail),
        trained => post(new NetworkWasTrained { Tail = ModelBytes.Write(trained) }), state => post(new TrainingTold(state)))
    {
        Begun = RequireSpeed,
    }.Run(new() { Seed = order.Seed, BatchSize = BatchSize, Epochs = Epochs }, CancellationToken.None);

    private static void RequireSpeed(Trainer trainer)
    {
        var (steps, clock) = (0, new Stopwatch());
        trainer.BatchEnded += _ =>
        {
            steps++;
            if (steps == WarmUp)
                clock.Start();
            if (steps == WarmUp + Trial && Trial / clock.Elapsed.TotalSeconds is < LeastRate and var rate)
                throw new SlowTrainingException(string.Create(CultureInfo.InvariantCulture,
                    $"Only {rate:0} steps a second here, which nobody likes to watch; the program for the desktop trains faster"));
        };
    }
}
