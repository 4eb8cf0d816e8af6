using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits train</c>: fetches MNIST if need be, trains, evaluates on the test digits, saves.</summary>
internal static class TrainCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        Option<string> preset = Options.Preset();
        var settings = new TrainingSettings();
        var output = new Option<string>("--out") { Description = "Where the model goes (safetensors).", HelpName = "file", DefaultValueFactory = _ => "model.safetensors" };
        var metrics = new Option<string?>("--metrics") { Description = "Where a line for each epoch goes.", HelpName = "file.csv|file.jsonl" };
        var logs = new Option<string?>("--logdir") { Description = "Where TensorBoard's event files go, as Keras' callback writes them.", HelpName = "folder" };
        var train = new Option<string?>("--train-data") { Description = "Train on other digits: the IDX images; the labels lie beside them under MNIST's names.", HelpName = "idx" };
        var test = new Option<string?>("--test-data") { Description = "Evaluate on other digits, given in the same way.", HelpName = "idx" };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Keep the training's state in a folder: after each epoch, and within long ones.", HelpName = "folder" };
        var every = new Option<double>("--checkpoint-every") { Description = "Seconds between checkpoints within an epoch.", HelpName = "s", DefaultValueFactory = _ => 60 };
        var resume = new Option<bool>("--resume") { Description = "Go on with the training in the checkpoint folder, if there is one; it ends with the bits of one never interrupted." };
        var fallback = new Option<bool>("--fallback") { Description = "When the device fails, go on from the last state on the next one; --device auto does." };
        var watch = new Option<bool>("--watch") { Description = "Show the training in a window: curves, filters, the worst digits. Closing it does not end the training." };
        var anomalies = new Option<bool>("--detect-anomalies") { Description = "Look for NaN and infinity after every operation, and name it (slow)." };
        Option<string> device = Options.Device();
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("train", "Train a network on MNIST, evaluate it on the test digits and save it.")
        {
            preset, device, threads, output, metrics, logs, checkpoint, every, resume, fallback, anomalies, watch, train, test, json,
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(preset)!;
            string path = parsed.GetValue(output)!;
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new UsageException($"--out {path}: the folder {folder} does not exist");
            if (!(parsed.GetValue(every) >= 0)) throw new UsageException("--checkpoint-every must be 0 or more");
            using CheckpointFolder? checkpoints = parsed.GetValue(checkpoint) is { } kept ? new(kept) : null;
            Checkpoint? resumed = Resumed(checkpoints, parsed.GetValue(checkpoint), parsed.GetValue(resume));

            // What is not said when a training is resumed is as it was.
            TrainingOptions options = settings.Read(parsed, Presets.Training(name), resumed?.Options ?? Presets.Training(name));
            options.Check();
            Sequential network = Presets.Get(name);
            if (resumed is not null && (options != resumed.Options || network.ToJson() != resumed.Model.ToJson()))
                throw new UsageException($"--checkpoint {parsed.GetValue(checkpoint)}: holds a training with other settings ({resumed.Options}); leave the settings out to resume it");
            using MetricsFile? file = parsed.GetValue(metrics) is { } metricsPath ? new(metricsPath) : null;
            using TensorBoardLog? log = parsed.GetValue(logs) is { } logFolder ? new(logFolder) : null;
            using WatchWindow? window = parsed.GetValue(watch) ? WatchWindow.Open(cancellation) : null;
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, window?.Stopped ?? default);

            var clock = Stopwatch.StartNew();
            Device first = Options.Open(parsed, device, threads);
            (DigitSet trainSet, DigitSet testSet) = Load(parsed.GetValue(train), parsed.GetValue(test), cancellation);
            string digits = checkpoints is null ? "" : trainSet.Fingerprint();
            if (resumed is not null && resumed.Digits != digits) throw new UsageException($"--checkpoint {parsed.GetValue(checkpoint)}: holds a training on other digits; name the same with --train-data");
            Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {network.ParameterCount:N0} parameters, {trainSet.Count:N0} digits, {options.Epochs} epochs of batch {options.BatchSize}, seed {options.Seed}"));
            if (TrainingSettings.Describe(options) is { } more) Terminal.Say(more);
            using var session = new TrainingSession(first, network, trainSet, options, resumed)
            {
                Threads = parsed.GetValue(threads),
                MayFallBack = parsed.GetValue(fallback) || parsed.GetValue(device) == "auto",
                DetectAnomalies = parsed.GetValue(anomalies),
                Checkpoints = checkpoints,
                Every = TimeSpan.FromSeconds(parsed.GetValue(every)),
                Digits = digits,
            };
            if (file is not null) session.EpochEnded += file.Write;
            if (log is not null) session.EpochEnded += log.Write;
            TrainingObserver? observer = window is null ? null : new(name, testSet, window.Show);
            if (observer is not null) session.Began += observer.Observe;
            bool finished = session.Run(stop.Token);
            observer?.Say("reading the test digits");
            Trainer trainer = session.Trainer;
            float[] weights = finished ? trainer.ReadWeights() : trainer.ReadBestWeights();
            double seconds = clock.Elapsed.TotalSeconds;

            TrainedModel model = new TrainedModel(trainer.Model, weights).Fold();
            using var reader = new Network(trainer.Device, model.Architecture, EvaluateCommand.Batch);
            reader.LoadWeights(model.Weights);
            Evaluation evaluation = Evaluation.Run(reader, testSet);
            model = model with
            {
                Preset = name,
                Training = options,
                Results = new(trainer.History.Count, evaluation.Accuracy, evaluation.Loss, evaluation.Samples, trainer.Device.Id),
            };
            observer?.Say("learning what is no digit");
            // On the cpu, whatever trained: thousands of pictures would take a simulated GPU hours.
            using var cpu = new VectorDevice();
            model = model with { Calibration = CalibrationFit.FitToTraining(cpu, model, trainSet) };
            Terminal.Say(CalibrateCommand.Describe(model.Calibration));
            model.Save(path);
            observer?.End($"saved to {path}", Path.GetFullPath(path));
            if (parsed.GetValue(json))
            {
                OutputJson.Print(
                    new(evaluation.Accuracy, evaluation.Loss, evaluation.Samples, EvaluationJson.PerDigitOf(evaluation), EvaluationJson.ConfusionOf(evaluation), trainer.Device.Id, path, [.. trainer.History.Select(EpochJson.From)], seconds),
                    OutputJson.Default.TrainJson);
            }
            else
            {
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{evaluation.Accuracy:P2} of {evaluation.Samples:N0} test digits read correctly, loss {evaluation.Loss:F4}; trained in {seconds:F1} s; saved to {path}"));
            }

            if (finished) return ExitCode.Done;
            Terminal.Say($"{session.Problem ?? (cancellation.IsCancellationRequested ? "interrupted" : "stopped in the window")}; ended after {trainer.History.Count} of {options.Epochs} epochs, what was learnt until then is saved to {path}");
            return ExitCode.Failed;
        });
        return command;
    }

    private static Checkpoint? Resumed(CheckpointFolder? checkpoints, string? folder, bool resume)
    {
        if (checkpoints is null) return resume ? throw new UsageException("--resume needs --checkpoint FOLDER") : null;
        Checkpoint? found = checkpoints.Load();
        if (found is not null && !resume) throw new UsageException($"--checkpoint {folder}: holds a training; go on with it (--resume) or name another folder");
        if (resume) Terminal.Say(found is null ? $"{folder}: no checkpoint yet, starting anew" : $"resuming after step {found.Step} of {folder}");
        return found;
    }

    private static (DigitSet Train, DigitSet Test) Load(string? train, string? test, CancellationToken cancellation)
    {
        if (train is not null && test is not null) return (DigitSet.ReadPair(train), DigitSet.ReadPair(test));
        (DigitSet mnistTrain, DigitSet mnistTest) = new MnistStore().Load(Terminal.Say, cancellation);
        return (train is null ? mnistTrain : DigitSet.ReadPair(train), test is null ? mnistTest : DigitSet.ReadPair(test));
    }
}
