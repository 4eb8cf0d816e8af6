using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Insight;

namespace GpuDigits.Engine.Train;

/// <summary>
/// Reports the state of a training a few times a second: loss and accuracy of training digits and held-out digits, the filters of the first
/// layer, and the most confident misreadings. It changes nothing: the trained weights have the same bits without it.
/// </summary>
/// <param name="name">The prefix of every status.</param>
/// <param name="heldOut">Digits that are not trained on; the first thousand are read.</param>
/// <param name="tell">Receives every state, on the training's thread.</param>
/// <param name="clock">Says when it is time for the next report; null for the system's.</param>
public sealed class TrainingObserver(string name, DigitSet heldOut, Action<LearningState> tell, TimeProvider? clock = null)
{
    private const double SecondsBetweenLooks = 0.2, SecondsBetweenTests = 1.5, LeastTrainingPerTest = 9;
    private const int Sample = 1000, ShownWorst = 12, MostPoints = 200;

    private readonly DigitSet _sample = heldOut.Take(0, Math.Min(Sample, heldOut.Count));
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly long _start = (clock ?? TimeProvider.System).GetTimestamp();
    private readonly List<CurvePoint> _trained = [];
    private readonly List<CurvePoint> _heldOut = [];
    private (int Epoch, double Loss, double Hits, int Samples) _before;
    private double _nextLook;
    private double _nextTest;

    private double Now => _clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>The last state.</summary>
    public LearningState State { get; private set; } = new() { IsRunning = true };

    /// <summary>Observes a trainer from its current step. If it continues for a trainer that failed, the curves continue too.</summary>
    public void Observe(Trainer trainer)
    {
        var done = trainer.History.Count;
        var start = (float)done / trainer.Options.Epochs;
        _trained.RemoveAll(point => point.Share > start);
        _heldOut.RemoveAll(point => point.Share > start);
        if (_trained.Count == 0)
            _trained.AddRange(
                trainer.History.Select(e => new CurvePoint((float)e.Epoch / trainer.Options.Epochs, (float)e.Loss, (float)e.Accuracy)));
        Tell(WithFilters(trainer, trainer.ReadWeights()), done == 0 ? "from noise" : $"going on after epoch {done}");
        trainer.BatchEnded += Look;
    }

    /// <summary>Reports what happens after the training.</summary>
    public void Say(string status) => Tell(State, status);

    /// <summary>Reports the end.</summary>
    /// <param name="verdict">The result in words.</param>
    /// <param name="modelFile">Where the network was saved, if it was.</param>
    public void End(string verdict, string? modelFile = null) => Tell(State with { IsRunning = false, ModelFile = modelFile }, verdict);

    private void Look(BatchProgress batch)
    {
        var trainer = batch.Trainer;
        var epochs = trainer.Options.Epochs;
        var now = Now;
        var isEnd = batch.Epoch == epochs && batch.Batch == batch.Batches;
        if (now < _nextLook && !isEnd)
            return;
        _nextLook = now + SecondsBetweenLooks;
        var share = (batch.Epoch - 1 + ((float)batch.Samples / batch.SamplesInEpoch)) / epochs;
        // Closer points would make the state long and the curve noisy, because few digits lie between them.
        if (share - _trained.LastOrDefault().Share >= 1f / MostPoints)
            Add(_trained, SinceLastPoint(batch, share));
        var weights = trainer.ReadWeights();
        var state = WithFilters(trainer, weights);
        if (now >= _nextTest || isEnd)
        {
            (var point, state) = Test(trainer, weights, share, state);
            if (_heldOut.Count > 1 && share - _heldOut[^2].Share < 1f / MostPoints)
                _heldOut.RemoveAt(_heldOut.Count - 1);
            Add(_heldOut, point);
            // On a simulated GPU reading takes long, and the training waits for it.
            var end = Now;
            _nextTest = end + Math.Max(SecondsBetweenTests, LeastTrainingPerTest * (end - now));
        }

        Tell(
            state with { Trained = [.. _trained], HeldOut = [.. _heldOut] },
            string.Create(
                CultureInfo.InvariantCulture, $"epoch {batch.Epoch} of {epochs} · {batch.Samples:N0} of {batch.SamplesInEpoch:N0} digits"));
    }

    /// <summary>The mean over the samples since the last point.</summary>
    private CurvePoint SinceLastPoint(BatchProgress batch, float share)
    {
        (var loss, var accuracy) = batch.ReadMetrics();
        if (_before.Epoch != batch.Epoch || _before.Samples >= batch.Samples)
            _before = (batch.Epoch, 0, 0, 0);
        (var epoch, var lossBefore, var hitsBefore, var samples) = _before;
        var fresh = batch.Samples - samples;
        _before = (epoch, loss * batch.Samples, accuracy * batch.Samples, batch.Samples);
        return new(share, (float)Math.Max(0, (_before.Loss - lossBefore) / fresh),
            (float)Math.Clamp((_before.Hits - hitsBefore) / fresh, 0, 1));
    }

    private (CurvePoint Point, LearningState State) Test(Trainer trainer, float[] weights, float share, LearningState state)
    {
        var evaluation = Evaluation.Of(trainer.Device, new(trainer.Model, weights), _sample);
        var size = _sample.Height * _sample.Width;
        return (new(share, (float)evaluation.Loss, (float)evaluation.Accuracy), state with
        {
            Worst = [.. evaluation.Misreadings.Take(ShownWorst).Select(m =>
                new WorstDigit(_sample.Images.AsSpan(m.Index * size, size).ToArray(), m.Label, m.Read, m.Probability))],
        });
    }

    private LearningState WithFilters(Trainer trainer, float[] weights) =>
        FilterBank.Of(trainer.Model, weights) is not [var bank, ..] ? State
            : State with { Filters = [.. Enumerable.Range(0, bank.Count).Select(filter => bank.Filter(filter))], FilterWidth = bank.Width };

    private void Tell(LearningState state, string status) => tell(State = state with { Status = $"{name} · {status}" });

    /// <summary>A loss that is NaN cannot be drawn; the trainer reports it.</summary>
    private static void Add(List<CurvePoint> curve, CurvePoint point)
    {
        if (float.IsFinite(point.Loss))
            curve.Add(point);
    }
}
