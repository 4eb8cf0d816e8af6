using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Reading;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits evaluate --symbols</c>: how well single symbols are read by their shape.</summary>
internal static class SymbolsReport
{
    private const int ShownConfusions = 12;

    /// <summary>Reads the symbols of a file and prints how well.</summary>
    public static void Run(string file, ISymbolClassifier symbols, bool json, CancellationToken cancellation)
    {
        var evaluation = SymbolEvaluation.Run(CalculationFile.ReadSymbols(file), symbols, cancellation);
        if (json)
        {
            OutputJson.Print(
                new(evaluation.Samples, Share(evaluation.Right, evaluation.Samples), evaluation.Others,
                    evaluation.ByLabel.ToDictionary(
                        one => one.Key, one => new KindJson(one.Value.Samples, Share(one.Value.Right, one.Value.Samples)))),
                OutputJson.Default.SymbolsJson);
            return;
        }

        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{file}: {Share(evaluation.Right, evaluation.Samples):P2} of {evaluation.Samples:N0} symbols read by their shape alone; "
                + $"{evaluation.Others:N0} others are not of the alphabet {Alphabet.Shapes}"));
        var table = new Table().RoundedBorder().AddColumn("Symbol").AddColumn(new TableColumn("samples").RightAligned())
            .AddColumn(new TableColumn("read").RightAligned());
        foreach (var (label, (samples, right)) in evaluation.ByLabel)
            table.AddRow(
                Markup.Escape(label), samples.ToString("N0", CultureInfo.InvariantCulture),
                Share(right, samples).ToString("P1", CultureInfo.InvariantCulture));
        Terminal.Out.Write(table);
        Terminal.Out.WriteLine("taken for another: " + string.Join(
            ", ", evaluation.Confusions.Take(ShownConfusions).Select(one => $"{one.Meant} for {one.Read} {one.Count}")));
    }

    private static double Share(int part, int all) => all == 0 ? 0 : (double)part / all;
}
