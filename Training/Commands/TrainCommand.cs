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
        var defaults = new TrainingOptions();
        Option<string> preset = Options.Preset();
        var epochs = new Option<int>("--epochs") { Description = "Passes over the training digits.", HelpName = "n", DefaultValueFactory = _ => defaults.Epochs };
        var batch = new Option<int>("--batch-size") { Description = "Digits a step.", HelpName = "n", DefaultValueFactory = _ => defaults.BatchSize };
        var rate = new Option<double>("--learning-rate") { Description = "Adam's learning rate; the schedule's peak.", HelpName = "x", DefaultValueFactory = _ => defaults.LearningRate };
        var schedule = new Option<LearningRateSchedule>("--schedule") { Description = "How the learning rate goes.", HelpName = "constant|cosine|onecycle", DefaultValueFactory = _ => defaults.Schedule };
        var split = new Option<double>("--validation-split") { Description = "The last part of the training digits, kept apart to validate after each epoch.", HelpName = "0…1", DefaultValueFactory = _ => 0 };
        var seed = new Option<uint>("--seed") { Description = "Seed of initial weights, shuffling and dropout.", HelpName = "n", DefaultValueFactory = _ => defaults.Seed };
        var output = new Option<string>("--out") { Description = "Where the model goes (safetensors).", HelpName = "file", DefaultValueFactory = _ => "model.safetensors" };
        var metrics = new Option<string?>("--metrics") { Description = "Where a line for each epoch goes.", HelpName = "file.csv|file.jsonl" };
        var logs = new Option<string?>("--logdir") { Description = "Where TensorBoard's event files go, as Keras' callback writes them.", HelpName = "folder" };
        var train = new Option<string?>("--train-data") { Description = "Train on other digits: the IDX images; the labels lie beside them under MNIST's names.", HelpName = "idx" };
        var test = new Option<string?>("--test-data") { Description = "Evaluate on other digits, given in the same way.", HelpName = "idx" };
        Option<string> device = Options.Device();
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("train", "Train a network on MNIST, evaluate it on the test digits and save it.")
        {
            preset, epochs, batch, rate, schedule, split, seed, device, threads, output, metrics, logs, train, test, json,
        };
        command.SetAction(parsed =>
        {
            var options = new TrainingOptions
            {
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(rate),
                Schedule = parsed.GetValue(schedule),
                ValidationSplit = parsed.GetValue(split),
                Seed = parsed.GetValue(seed),
            };
            options.Check();
            string name = parsed.GetValue(preset)!;
            string path = parsed.GetValue(output)!;
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder)) throw new UsageException($"--out {path}: the folder {folder} does not exist");
            using MetricsFile? file = parsed.GetValue(metrics) is { } metricsPath ? new(metricsPath) : null;
            using TensorBoardLog? log = parsed.GetValue(logs) is { } logFolder ? new(logFolder) : null;

            var watch = Stopwatch.StartNew();
            using Device on = Options.Open(parsed, device, threads);
            (DigitSet trainSet, DigitSet testSet) = Load(parsed.GetValue(train), parsed.GetValue(test), cancellation);
            using var trainer = new Trainer(on, Presets.Get(name), trainSet, options);
            Terminal.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: {trainer.Model.ParameterCount:N0} parameters, {trainSet.Count:N0} digits, {options.Epochs} epochs of batch {options.BatchSize}, seed {options.Seed}"));
            if (file is not null) trainer.EpochEnded += file.Write;
            if (log is not null) trainer.EpochEnded += log.Write;
            bool finished = TrainingProgress.Run(trainer, cancellation);
            float[] weights = finished ? trainer.ReadWeights() : trainer.ReadBestWeights();
            double seconds = watch.Elapsed.TotalSeconds;

            using var network = new Network(on, trainer.Model, EvaluateCommand.Batch);
            network.LoadWeights(weights);
            Evaluation evaluation = Evaluation.Run(network, testSet);
            var model = new TrainedModel(trainer.Model, weights)
            {
                Preset = name,
                Training = options,
                Results = new(trainer.History.Count, evaluation.Accuracy, evaluation.Loss, evaluation.Samples, on.Id),
            };
            // On the cpu, whatever trained: thousands of pictures would take a simulated GPU hours.
            using var cpu = new VectorDevice();
            model = model with { Calibration = CalibrateCommand.Fit(cpu, model, trainSet, options.ValidationSplit, CancellationToken.None) };
            Terminal.Say(CalibrateCommand.Describe(model.Calibration));
            model.Save(path);
            if (parsed.GetValue(json))
            {
                OutputJson.Print(
                    new(evaluation.Accuracy, evaluation.Loss, evaluation.Samples, EvaluationJson.PerDigitOf(evaluation), EvaluationJson.ConfusionOf(evaluation), on.Id, path, [.. trainer.History.Select(EpochJson.From)], seconds),
                    OutputJson.Default.TrainJson);
            }
            else
            {
                Console.Out.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{evaluation.Accuracy:P2} of {evaluation.Samples:N0} test digits read correctly, loss {evaluation.Loss:F4}; trained in {seconds:F1} s; saved to {path}"));
            }

            if (finished) return ExitCode.Done;
            Terminal.Say($"interrupted after {trainer.History.Count} of {options.Epochs} epochs; what was learnt until then is saved");
            return ExitCode.Failed;
        });
        return command;
    }

    private static (DigitSet Train, DigitSet Test) Load(string? train, string? test, CancellationToken cancellation)
    {
        if (train is not null && test is not null) return (DigitSet.ReadPair(train), DigitSet.ReadPair(test));
        (DigitSet mnistTrain, DigitSet mnistTest) = new MnistStore().Load(Terminal.Say, cancellation);
        return (train is null ? mnistTrain : DigitSet.ReadPair(train), test is null ? mnistTest : DigitSet.ReadPair(test));
    }
}
