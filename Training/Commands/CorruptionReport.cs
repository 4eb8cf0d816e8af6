using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary>
/// <c>gpudigits evaluate --corruptions</c>: reads the same digits again after each of many corruptions, repaired first as <c>predict</c>
/// does, and as they are.
/// </summary>
internal static class CorruptionReport
{
    public static void Run(
        Network network, DigitSet digits, uint seed, string model, string picture, bool json, CancellationToken cancellation)
    {
        var clean = Evaluation.Run(network, digits, null, cancellation).Accuracy;
        var rows = new List<(string Name, string Strength, DigitSet Corrupted, double Accuracy, double AsTheyAre)>();
        foreach (var corruption in Corruptions.All)
        {
            cancellation.ThrowIfCancellationRequested();
            var corrupted = Corruptions.Apply(corruption, digits, seed);
            (var name, var strength) = Corruptions.Describe(corruption);
            rows.Add(
                (name, strength, corrupted.Take(0, Math.Min(corrupted.Count, 1000)),
                    Evaluation.Run(network, PictureRepair.Repair(corrupted), null, cancellation).Accuracy,
                    Evaluation.Run(network, corrupted, null, cancellation).Accuracy));
        }

        var drawn = EvaluateCommand.Draw("--picture", picture, () => CorruptionSheet.Draw(
            digits.Take(0, Math.Min(digits.Count, 1000)), [.. rows.Select(r => (r.Name, r.Strength, r.Corrupted, r.Accuracy))]));
        (var mean, var asTheyAre) = (rows.Average(r => r.Accuracy), rows.Average(r => r.AsTheyAre));
        if (json)
        {
            OutputJson.Print(
                new(clean, mean, asTheyAre, digits.Count,
                    [.. rows.Select(r => new CorruptionJson(r.Name, r.Strength, r.Accuracy, r.AsTheyAre))], network.Device.Id, model),
                OutputJson.Default.CorruptionsJson);
            return;
        }

        var table = new Table().RoundedBorder().AddColumn("Corruption").AddColumn("Strength").AddColumn(
            new TableColumn("read right").RightAligned()).AddColumn(new TableColumn("not repaired first").RightAligned());
        table.AddRow("none", "", Percent(clean), Percent(clean));
        foreach (var (name, strength, _, accuracy, damaged) in rows)
            table.AddRow(name, Markup.Escape(strength), Percent(accuracy), Percent(damaged));
        table.AddRow("[bold]mean of the corruptions[/]", "", $"[bold]{Percent(mean)}[/]", Percent(asTheyAre));
        Terminal.Out.WriteLine($"{model}: {digits.Count.ToString("N0", CultureInfo.InvariantCulture)} digits, seed {seed}");
        Terminal.Out.Write(table);
        EvaluateCommand.PrintDrawn(("What they look like", drawn));
    }

    private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);
}
