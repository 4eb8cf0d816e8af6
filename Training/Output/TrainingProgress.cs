using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Train;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GpuDigits.Training.Output;

/// <summary>
/// Shows a training as Keras does: a bar for each epoch with images per second, loss and accuracy, and the time left; one plain
/// line an epoch when redirected.
/// </summary>
internal static class TrainingProgress
{
    /// <summary>How often the loss is read from the device: each time this waits for its queue to empty.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(0.5);

    /// <summary>Runs the training; false if it was cancelled.</summary>
    public static bool Run(Trainer trainer, CancellationToken cancellation) =>
        Terminal.IsWatched ? RunWatched(trainer, cancellation) : RunPlain(trainer, cancellation);

    private static bool RunPlain(Trainer trainer, CancellationToken cancellation)
    {
        trainer.EpochEnded += e => Terminal.Say(Line(e, trainer.Options.Epochs));
        return trainer.Run(cancellation);
    }

    private static bool RunWatched(Trainer trainer, CancellationToken cancellation)
    {
        var state = new StateColumn();
        return Terminal.Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), state,
                new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask? bar = null;
                var watch = Stopwatch.StartNew();
                var shown = TimeSpan.Zero;
                var samplesShown = 0;
                trainer.BatchEnded += b =>
                {
                    if (bar is null || bar.IsFinished)
                    {
                        bar = context.AddTask($"Epoch {b.Epoch}/{trainer.Options.Epochs}", maxValue: b.SamplesInEpoch);
                        (shown, samplesShown) = (watch.Elapsed, 0);
                    }

                    bar.Value = b.Samples;
                    if (watch.Elapsed - shown < Refresh)
                        return;
                    (var loss, var accuracy) = b.ReadMetrics();
                    var rate = (b.Samples - samplesShown) / (watch.Elapsed - shown).TotalSeconds;
                    state.Show(bar, State(FormattableString.Invariant($"{rate:N0} images/s"), loss, accuracy));
                    (shown, samplesShown) = (watch.Elapsed, b.Samples);
                };
                trainer.EpochEnded += e =>
                    state.Show(bar!, FormattableString.Invariant($"{e.Seconds:F1} s  ") + State("", e.Loss, e.Accuracy) + Validation(e));
                return trainer.Run(cancellation);
            });
    }

    private static string Line(EpochResult e, int epochs) => string.Create(
        CultureInfo.InvariantCulture, $"epoch {e.Epoch}/{epochs}  {e.Seconds:F1} s  {State("", e.Loss, e.Accuracy)}{Validation(e)}");

    private static string State(string rate, double loss, double accuracy) => string.Create(
        CultureInfo.InvariantCulture, $"{rate}{(rate.Length > 0 ? "  " : "")}loss {loss:F4}  accuracy {accuracy:P2}");

    private static string Validation(EpochResult e) => e.ValLoss is null
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"  val_loss {e.ValLoss:F4}  val_accuracy {e.ValAccuracy:P2}");

    /// <summary>A column of text beside the bar.</summary>
    private sealed class StateColumn : ProgressColumn
    {
        private readonly ConcurrentDictionary<int, string> _texts = new();

        protected override bool NoWrap => true;

        public void Show(ProgressTask task, string text) => _texts[task.Id] = text;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(_texts.GetValueOrDefault(task.Id, ""));
    }
}
