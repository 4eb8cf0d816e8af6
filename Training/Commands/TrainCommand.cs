using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits train</c>: downloads MNIST if necessary, trains, evaluates on the test digits, and saves.</summary>
internal static class TrainCommand
{
    private const double MostSeconds = 365 * 24 * 3600.0;

    public static Command Create(CancellationToken cancellation)
    {
        var preset = Options.Preset();
        var settings = new TrainingSettings();
        var output = new Option<string>("--out")
        {
            Description = "Where the model goes (safetensors).",
            HelpName = "file",
            DefaultValueFactory = _ => "model.safetensors"
        };
        var replace = new Option<bool>("--replace")
        {
            Description = "Save over a model that reads more of the test digits too; else such a one stays and the new one goes beside it."
        };
        var metrics = new Option<string?>("--metrics")
        {
            Description = "Where a line for each epoch goes.",
            HelpName = "file.csv|file.jsonl"
        };
        var logs = new Option<string?>("--logdir")
        {
            Description = "Where TensorBoard's event files go, as Keras' callback writes them.",
            HelpName = "folder"
        };
        var train = new Option<string?>("--train-data")
        {
            Description = "Train on other digits: the IDX images; the labels lie beside them under MNIST's names.",
            HelpName = "idx"
        };
        var test = new Option<string?>("--test-data")
        {
            Description = "Evaluate on other digits, given in the same way.",
            HelpName = "idx"
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "Keep the training's state in a folder: after each epoch, and within long ones.",
            HelpName = "folder"
        };
        var every = NumberOption.Of("--checkpoint-every", 0.0, MostSeconds, 60);
        (every.Description, every.HelpName) = ("Seconds between checkpoints within an epoch.", "s");
        var resume = new Option<bool>("--resume")
        {
            Description =
                "Go on with the training in the checkpoint folder, if there is one; it ends with the bits of one never interrupted."
        };
        var fallback = new Option<bool>("--fallback")
        {
            Description = "When the device fails, go on from the last state on the next one; --device auto does."
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Show the training in a window: curves, filters, the worst digits. Closing it does not end the training."
        };
        var anomalies = new Option<bool>("--detect-anomalies")
        {
            Description = "Look for NaN and infinity after every operation, and name it (slow)."
        };
        var device = Options.Device();
        var threads = Options.Threads();
        var json = Options.Json();
        var command = new Command("train", "Train a network on MNIST, evaluate it on the test digits and save it.")
        {
            preset, device, threads, output, replace, metrics, logs, checkpoint, every, resume, fallback, anomalies, watch, train, test,
            json,
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(preset)!, path = parsed.GetValue(output)!;
            string? kept = parsed.GetValue(checkpoint), metricsPath = parsed.GetValue(metrics), logFolder = parsed.GetValue(logs);
            if (kept is null && parsed.GetResult(every) is { Implicit: false })
                throw new UsageException($"{every.Name} needs --checkpoint FOLDER");
            using MetricsFile? file = metricsPath is null ? null : new(metricsPath);
            using TensorBoardLog? log = logFolder is null ? null : new(logFolder);
            new FilePlan(parsed).ReadsDigits(train).ReadsDigits(test).Writes(output).Writes(metrics).Fills(logs)
                .Fills(checkpoint, CheckpointFolder.OwnFiles).Check();
            using CheckpointFolder? checkpoints = kept is null ? null : new(kept);
            var resumed = Resumed(checkpoints, kept, parsed.GetValue(resume));

            // A resumed training keeps the settings that are not given.
            var options = settings.Read(parsed, Presets.Training(name), resumed?.Options ?? Presets.Training(name));
            options.Check();
            if (name == Presets.SymbolsName && options.ValidationSplit > 0)
                throw new UsageException("--validation-split does not go with --preset symbols: the last part would be symbols alone");
            var network = Presets.Get(name);
            if (resumed is not null && network.ToJson() != resumed.Model.ToJson())
                throw new UsageException($"--checkpoint {kept}: holds a training of another network; name its --preset to resume it");
            if (resumed is not null && options != resumed.Options)
                throw new UsageException($"--checkpoint {kept}: holds a training with other settings "
                    + $"({settings.Differences(options, resumed.Options)}); leave them out to resume it");
            using var window = parsed.GetValue(watch) ? WatchWindow.Open(cancellation) : null;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, window?.Stopped ?? default);

            var clock = Stopwatch.StartNew();
            var first = Options.Open(parsed, device, threads);
            (var trainSet, var testSet) = Load(parsed, train, test, network.Input, cancellation);
            var trainDigits = trainSet.Count;
            if (name == Presets.SymbolsName)
            {
                Terminal.Say("writing the symbols and calculations to train on");
                trainSet = SymbolSet.Make(trainSet, options.Seed, cancellation);
            }

            var digits = checkpoints is null ? "" : trainSet.Fingerprint();
            if (resumed is not null && resumed.Digits != digits)
                throw new UsageException($"--checkpoint {kept}: holds a training on other digits; name the same with --train-data");
            Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {network.ParameterCount:N0} parameters, {trainSet.Count:N0} digits, {options.Epochs} epochs of batch "
                    + $"{options.BatchSize}, seed {options.Seed}"));
            if (TrainingSettings.Describe(options) is { } more)
                Terminal.Say(more);
            using var session = new TrainingSession(first, network, trainSet, options, resumed)
            {
                Threads = parsed.GetValue(threads),
                MayFallBack = parsed.GetValue(fallback) || parsed.GetValue(device) == "auto",
                DetectAnomalies = parsed.GetValue(anomalies),
                Checkpoints = checkpoints,
                CheckpointFailures = new("--checkpoint", kept ?? ""),
                Every = TimeSpan.FromSeconds(parsed.GetValue(every)),
                Digits = digits,
            };
            if (file is not null)
                Follow(session, new("--metrics", metricsPath!), file.Write);
            if (log is not null)
                Follow(session, new("--logdir", logFolder!), log.Write);
            TrainingObserver? observer = window is null ? null : new(name, testSet, window.Show);
            if (observer is not null)
                session.Began += observer.Observe;
            var models = new ModelOutput(path, parsed.GetValue(replace));
            using var rescue = Interrupt.AtEnd(() => Rescue(session, models, name));
            var finished = session.Run(stop.Token);
            var problem = finished
                ? null
                : session.Problem ?? (cancellation.IsCancellationRequested ? "interrupted" : "stopped in the window");
            var trainer = session.Trainer;
            if (!session.HasLearnt)
            {
                observer?.End("nothing was learnt");
                Terminal.Say($"{problem}; nothing was learnt, nothing is saved to {path}");
                return ExitCode.Failed;
            }

            if (!finished)
                Terminal.Say($"{problem}; saving what was learnt (again: ends at once)");
            var finish = new TrainingFinish(models, name, trainSet, testSet, trainDigits);
            var seconds = clock.Elapsed.TotalSeconds;
            var leftOut = finish.Run(trainer, finished, text => observer?.Say(text), cancellation);
            // The window compares what it can read digits with: no model of symbols, and nothing that went into a pipe.
            var isComparable = name != Presets.SymbolsName && !OutputPath.Resolve(models.Path!).IsStream;
            observer?.End($"saved to {models.Path}", isComparable ? Path.GetFullPath(models.Path!) : null);
            Terminal.PrintSaved(() => Print(parsed.GetValue(json), finish.Evaluation, trainer, models.Path!, seconds));
            if (models.Remark is not null)
                Terminal.Say($"{models.Remark}; this one is saved to {models.Path}");
            if (leftOut is not null)
                Terminal.Say(leftOut);
            if (!finished)
                Terminal.Say($"{problem}; ended after {trainer.History.Count} of {options.Epochs} epochs, "
                    + (finish.BestEpoch is { } best ? $"the weights of epoch {best}, which read the validation digits best, are "
                        : "what was learnt until then is ")
                    + $"saved to {models.Path}");
            return finished && models.Remark is null && leftOut is null ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static void Follow(TrainingSession session, SideOutput side, Action<EpochResult> write) =>
        session.EpochEnded += e => side.Append(() => write(e));

    /// <summary>Keeps the last good state before a signal ends the process.</summary>
    private static void Rescue(TrainingSession session, ModelOutput output, string preset)
    {
        if (!session.HasLearnt || session.Trainer.LastGood is not { Step: > 0 } state)
            return;
        try
        {
            var model = TrainingFinish.ModelOf(state, isFinished: false) with { Preset = preset };
            output.Keep(model);
            // Into a pipe goes one model: no better one follows now.
            if (output.Path is null)
                output.Save(model, isFinal: true);
            var what = state.Best is null ? "what was learnt until then" : "the epoch that read the validation digits best";
            Terminal.Say($"{what} is saved to {output.Path}");
        }
        catch (IOException e)
        {
            Terminal.Say($"gpudigits: {e.Message}");
        }
    }

    private static void Print(bool json, Evaluation evaluation, Trainer trainer, string path, double seconds)
    {
        if (json)
        {
            OutputJson.Print(
                new(evaluation.Accuracy, evaluation.Loss, evaluation.Samples, EvaluationJson.PerDigitOf(evaluation),
                    EvaluationJson.ConfusionOf(evaluation), trainer.Device.Id, path, [.. trainer.History.Select(EpochJson.From)], seconds),
                OutputJson.Default.TrainJson);
            return;
        }

        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{evaluation.Accuracy:P2} of {evaluation.Samples:N0} test digits read correctly, loss {evaluation.Loss:F4}; trained in "
                + $"{seconds:F1} s; saved to {path}"));
    }

    private static Checkpoint? Resumed(CheckpointFolder? checkpoints, string? folder, bool resume)
    {
        if (checkpoints is null)
            return resume ? throw new UsageException("--resume needs --checkpoint FOLDER") : null;
        var found = checkpoints.Load();
        if (found is not null && !resume)
            throw new UsageException($"--checkpoint {folder}: holds a training; go on with it (--resume) or name another folder");
        if (resume)
            Terminal.Say(found is null ? $"{folder}: no checkpoint yet, starting anew" : $"resuming after step {found.Step} of {folder}");
        return found;
    }

    private static (DigitSet Train, DigitSet Test) Load(
        ParseResult parsed, Option<string?> train, Option<string?> test, Shape input, CancellationToken cancellation)
    {
        DigitSet? trainSet = Named(train), testSet = Named(test);
        if (trainSet is not null && testSet is not null)
            return (trainSet, testSet);
        (var mnistTrain, var mnistTest) = new MnistStore().Load(Terminal.Say, cancellation);
        return (trainSet ?? mnistTrain, testSet ?? mnistTest);

        DigitSet? Named(Option<string?> option)
        {
            if (parsed.GetValue(option) is not { } path)
                return null;
            var digits = DigitSet.ReadPair(path);
            return digits.Height * digits.Width == input.Size ? digits : throw new UsageException(
                $"{option.Name} {path}: the network reads {input}, its pictures are {digits.Height}×{digits.Width}");
        }
    }
}
