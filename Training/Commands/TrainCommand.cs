using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
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
        Option<string> device = Options.Device();
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var command = new Command("train", "Train a network on MNIST, evaluate it on the test digits and save it.")
        {
            preset, device, threads, output, metrics, logs, train, test, json,
        };
        settings.AddTo(command);
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(preset)!;
            TrainingOptions options = settings.Read(parsed, Presets.Training(name));
            options.Check();
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
            if (TrainingSettings.Describe(options) is { } more) Terminal.Say(more);
            if (file is not null) trainer.EpochEnded += file.Write;
            if (log is not null) trainer.EpochEnded += log.Write;
            bool finished = TrainingProgress.Run(trainer, cancellation);
            float[] weights = finished ? trainer.ReadWeights() : trainer.ReadBestWeights();
            double seconds = watch.Elapsed.TotalSeconds;

            TrainedModel model = new TrainedModel(trainer.Model, weights).Fold();
            using var network = new Network(on, model.Architecture, EvaluateCommand.Batch);
            network.LoadWeights(model.Weights);
            Evaluation evaluation = Evaluation.Run(network, testSet);
            model = model with
            {
                Preset = name,
                Training = options,
                Results = new(trainer.History.Count, evaluation.Accuracy, evaluation.Loss, evaluation.Samples, on.Id),
            };
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
