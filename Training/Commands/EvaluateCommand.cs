using System.CommandLine;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Pictures;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits evaluate</c>: accuracy, loss, confusion matrix, most confused pairs, a picture of the worst mistakes.</summary>
internal static class EvaluateCommand
{
    private const int Batch = 250;
    private const int PairsShown = 8;

    public static Command Create(CancellationToken cancellation)
    {
        Option<string?> model = Options.Model();
        Option<string> device = Options.Device();
        Option<int> threads = Options.Threads();
        Option<bool> json = Options.Json();
        var data = new Option<string?>("--data") { Description = "Evaluate on other digits: the IDX images; the labels lie beside them under MNIST's names.", HelpName = "idx" };
        var picture = new Option<string>("--picture") { Description = "Where the picture of the worst mistakes goes.", HelpName = "file.png", DefaultValueFactory = _ => Path.Combine("artifacts", "mistakes.png") };
        var command = new Command("evaluate", "Read the 10,000 MNIST test digits and report how well.") { model, device, threads, data, picture, json };
        command.SetAction(parsed =>
        {
            string path = Options.ModelPath(parsed.GetValue(model));
            TrainedModel trained = TrainedModel.Load(path);
            using Device on = Options.Open(parsed, device, threads);
            DigitSet digits = parsed.GetValue(data) is { } file ? DigitSet.ReadPair(file) : new MnistStore().Load(Terminal.Say, cancellation).Test;
            using var network = new Network(on, trained.Architecture, Batch);
            network.LoadWeights(trained.Weights);
            Evaluation evaluation = Evaluation.Run(network, digits, null, cancellation);
            string sheet = parsed.GetValue(picture)!;
            if (Path.GetDirectoryName(sheet) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            MistakeSheet.Draw(digits, evaluation).SavePng(sheet);
            if (parsed.GetValue(json)) OutputJson.Print(EvaluationJson.From(evaluation, on.Id, path), OutputJson.Default.EvaluationJson);
            else Print(evaluation, path, sheet);
        });
        return command;
    }

    private static void Print(Evaluation e, string model, string sheet)
    {
        IAnsiConsole console = Terminal.Out;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{model}: {e.Accuracy:P2} of {e.Samples:N0} digits read correctly, {e.Misreadings.Count:N0} misread, loss {e.Loss:F4}"));
        Table table = new Table().RoundedBorder().Title("Confusion matrix (rows: what it is, columns: what was read)").AddColumn("");
        foreach (int read in Enumerable.Range(0, e.Classes)) table.AddColumn(new TableColumn($"{read}").RightAligned());
        table.AddColumn(new TableColumn("read right").RightAligned());
        for (int label = 0; label < e.Classes; label++)
        {
            table.AddRow(
            [
                $"[bold]{label}[/]",
                .. Enumerable.Range(0, e.Classes).Select(read => Cell(e.Confusion(label, read), label == read)),
                e.Count(label) == 0 ? "-" : e.AccuracyOf(label).ToString("P2", CultureInfo.InvariantCulture),
            ]);
        }

        console.Write(table);
        IEnumerable<string> pairs = e.MostConfused().Take(PairsShown).Select(p => $"{p.Label}→{p.Read} {p.Times}×");
        console.WriteLine($"Most confused: {string.Join(", ", pairs)}");
        console.WriteLine($"The worst mistakes: {sheet}");
    }

    private static string Cell(int times, bool right) => (times, right) switch
    {
        (0, _) => "[grey]·[/]",
        (_, true) => $"[green]{times}[/]",
        _ => $"{times}",
    };
}
