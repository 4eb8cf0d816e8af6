using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Viewer.Lens;

namespace GpuDigits.Viewer.Watch;

/// <summary>The digits of a training.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Train">To train on.</param>
/// <param name="Test">Kept apart, to compare networks at the end; the first ones are looked at all along.</param>
internal sealed record LearningDigits(string Name, DigitSet Train, DigitSet Test);

/// <summary>Trains a network on a thread of its own and tells how it goes, a few times a second.</summary>
internal sealed class Learning : IDisposable
{
    private const double SecondsBetweenLooks = 0.2, SecondsBetweenTests = 1.5;
    private const int Sample = 1000, ShownWorst = 12, EvaluationBatch = 250;

    private readonly CancellationTokenSource _cancellation = new();
    private readonly Thread _thread;
    private readonly List<CurvePoint> _trained = [], _heldOut = [];
    private readonly Action<LearningState> _tell;
    private LearningState _state = new() { Status = "Getting the digits…", IsRunning = true };

    /// <param name="load">Gets the digits; called on the training's thread.</param>
    /// <param name="options">The settings.</param>
    /// <param name="inUse">The model to compare with at the end; null for none. Called on the training's thread.</param>
    /// <param name="replace">Puts the trained network in use.</param>
    /// <param name="tell">Told of every state, on the training's thread.</param>
    public Learning(Func<LearningDigits> load, TrainingOptions options, Func<TrainedModel?> inUse, Action<TrainedModel> replace, Action<LearningState> tell)
    {
        _tell = tell;
        _thread = new Thread(() => Run(load, options, inUse, replace)) { IsBackground = true, Name = "training", Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Ends the training after the running batch.</summary>
    public void Stop() => _cancellation.Cancel();

    /// <summary>Waits for the end.</summary>
    public void Wait() => _thread.Join();

    public void Dispose()
    {
        Stop();
        Wait();
        _cancellation.Dispose();
    }

    private void Run(Func<LearningDigits> load, TrainingOptions options, Func<TrainedModel?> inUse, Action<TrainedModel> replace)
    {
        try
        {
            Tell(_state);
            var digits = load();
            using var device = DeviceCatalog.Open("auto");
            using var trainer = new Trainer(device, Presets.Get("tutorial"), digits.Train, options);
            var look = new Look(trainer, digits.Test.Take(0, Math.Min(Sample, digits.Test.Count)), device);
            using var network = look.Network;
            var (clock, tested) = (Stopwatch.StartNew(), double.NegativeInfinity);
            var (looked, before) = (double.NegativeInfinity, (Epoch: 0, Loss: 0.0, Hits: 0.0, Samples: 0));
            trainer.BatchEnded += batch =>
            {
                var now = clock.Elapsed.TotalSeconds;
                var isLast = batch.Batch == batch.Batches;
                if (now - looked < SecondsBetweenLooks && !isLast)
                    return;
                looked = now;
                var share = (batch.Epoch - 1 + (float)batch.Samples / batch.SamplesInEpoch) / options.Epochs;
                // The mean of the epoch so far, less what the last look already told.
                var (loss, accuracy) = batch.ReadMetrics();
                if (before.Epoch != batch.Epoch)
                    before = (batch.Epoch, 0, 0, 0);
                var fresh = Math.Max(1, batch.Samples - before.Samples);
                _trained.Add(new(share, (float)Math.Max(0, (loss * batch.Samples - before.Loss) / fresh), (float)Math.Clamp((accuracy * batch.Samples - before.Hits) / fresh, 0, 1)));
                before = (batch.Epoch, loss * batch.Samples, accuracy * batch.Samples, batch.Samples);
                var worst = _state.Worst;
                if (now - tested >= SecondsBetweenTests || isLast)
                {
                    tested = now;
                    (var point, worst) = look.Test(share);
                    _heldOut.Add(point);
                }
                Tell(_state with
                {
                    Status = $"{digits.Name} · epoch {batch.Epoch} of {options.Epochs} · {Numbers.Count(batch.Samples)} of {Numbers.Count(batch.SamplesInEpoch)} digits",
                    Trained = [.. _trained],
                    HeldOut = [.. _heldOut],
                    Filters = look.Filters(),
                    Worst = worst,
                });
            };
            Tell(_state with { Filters = look.Filters(), Status = $"{digits.Name} · from noise" });
            if (!trainer.Run(_cancellation.Token))
                throw new OperationCanceledException();
            Tell(_state with { Status = $"{digits.Name} · reading the held-out digits" });
            var trained = new TrainedModel(trainer.Model, trainer.ReadWeights()) { Preset = "tutorial", Training = options };
            var verdict = Judge(trained, inUse(), digits.Test, device, out var isBetter);
            if (isBetter)
            {
                Tell(_state with { Status = $"{digits.Name} · learning what is no digit" });
                // On the cpu, whatever trained: thousands of pictures would take a simulated GPU hours.
                using var cpu = new VectorDevice();
                replace(trained with { Calibration = CalibrationFit.FitToTraining(cpu, trained, digits.Train, _cancellation.Token) });
            }
            Tell(_state with { IsRunning = false, Status = verdict });
        }
        catch (OperationCanceledException)
        {
            Tell(_state with { IsRunning = false, Status = "Stopped; the network in use stays" });
        }
        catch (Exception e)
        {
            // Whatever it is, the window shows it: on this thread it would end the program.
            Tell(_state with { IsRunning = false, HasFailed = true, Status = e.Message.ReplaceLineEndings(" ") });
        }
    }

    /// <summary>Which of the two reads more of the digits that neither was trained on here.</summary>
    private string Judge(TrainedModel trained, TrainedModel? inUse, DigitSet test, Device device, out bool isBetter)
    {
        var own = Read(trained, test, device);
        if (inUse is null)
        {
            isBetter = true;
            return $"Reads {Percent(own, test)}: now in use";
        }
        var other = Read(inUse, test, device);
        isBetter = own > other;
        return isBetter ? $"Reads {Percent(own, test)}, the one before {Percent(other, test)}: the new one is in use now"
            : $"Reads {Percent(own, test)}, the one in use {Percent(other, test)}: that one stays";
    }

    private int Read(TrainedModel model, DigitSet test, Device device)
    {
        using var network = new Network(device, model.Architecture, EvaluationBatch);
        network.LoadWeights(model.Weights);
        return test.Count - Evaluation.Run(network, test, cancellation: _cancellation.Token).Misreadings.Count;
    }

    private static string Percent(int right, DigitSet test) =>
        $"{(100.0 * right / test.Count).ToString("0.00", CultureInfo.InvariantCulture)} % of {Numbers.Count(test.Count)} held-out digits";

    private void Tell(LearningState state)
    {
        _state = state;
        _tell(state);
    }

    /// <summary>Looks at the network under training.</summary>
    private sealed class Look(Trainer trainer, DigitSet sample, Device device)
    {
        public Network Network { get; } = new(device, trainer.Model, EvaluationBatch);

        public IReadOnlyList<float[]> Filters()
        {
            var bank = FilterBank.Of(trainer.Model, trainer.ReadWeights())[0];
            return [.. Enumerable.Range(0, bank.Count).Select(filter => bank.Filter(filter))];
        }

        public (CurvePoint Point, IReadOnlyList<WorstDigit> Worst) Test(float share)
        {
            Network.LoadWeights(trainer.ReadWeights());
            var evaluation = Evaluation.Run(Network, sample);
            var size = sample.Height * sample.Width;
            return (new(share, (float)evaluation.Loss, (float)evaluation.Accuracy),
                [.. evaluation.Misreadings.Take(ShownWorst).Select(m =>
                    new WorstDigit(sample.Images.AsSpan(m.Index * size, size).ToArray(), m.Label, m.Read, m.Probability))]);
        }
    }
}
