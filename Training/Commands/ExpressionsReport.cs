using System.Globalization;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits evaluate --expressions</c>: how well whole calculations are read.</summary>
internal static class ExpressionsReport
{
    /// <summary>What a reader may be told, for <c>--truth</c>.</summary>
    public static readonly string[] Truths = ["segmentation", "symbols"];

    /// <summary>Reads the calculations of a file and prints how well, and draws those that were misread.</summary>
    /// <param name="file">The calculations.</param>
    /// <param name="open">Opens a reader for a sample.</param>
    /// <param name="modelBytes">Size of the weights; null without a network.</param>
    /// <param name="picture">Where the picture of the misread ones goes.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="cancellation">Stops it.</param>
    public static void Run(
        string file, Func<CalculationSample, LiveReader> open, long? modelBytes, string picture, bool json,
        CancellationToken cancellation)
    {
        CalculationSample[] samples = [.. CalculationFile.Read(file)];
        var evaluation = Terminal.Counted(
            "Calculations", samples.Length, progress => CalculationEvaluation.Run(samples, open, ValueOf, progress, cancellation));
        var drawn = EvaluateCommand.Draw("--picture", picture, () => CalculationSheet.Draw(
            [.. evaluation.Misread.Select(read => new MisreadCalculation(
                read.Sample.Written.Strokes, read.Sample.Written.Plain, read.Reading.Text, read.Reading.IsDoubtful))],
            evaluation.Samples));
        if (json)
            OutputJson.Print(ExpressionsJson.From(evaluation, modelBytes), OutputJson.Default.ExpressionsJson);
        else
            Print(file, evaluation, modelBytes, drawn);
    }

    private static string? ValueOf(string text) =>
        Expression.TryParse(text, out var expression, out _) && expression.Evaluate() is { Fault: null } value ? value.ToString() : null;

    private static void Print(string file, CalculationEvaluation e, long? modelBytes, string? picture)
    {
        Terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{file}: {Percent(e.Exact)} of {e.Samples:N0} calculations read exactly"));
        var kinds = new Table().RoundedBorder().AddColumn("Kind").AddColumn(new TableColumn("calculations").RightAligned())
            .AddColumn(new TableColumn("read exactly").RightAligned());
        foreach (var (kind, count) in e.ByKind)
            kinds.AddRow(Markup.Escape(kind), count.Samples.ToString("N0", CultureInfo.InvariantCulture), Percent(count.Share));
        Terminal.Out.Write(kinds);
        var table = new Table().RoundedBorder().AddColumn("Measure").AddColumn(new TableColumn("").RightAligned())
            .AddRow("value right, of those with a value", Percent(e.ValueRight))
            .AddRow("wrong with nothing marked", Percent(e.WrongUnmarked))
            .AddRow("something marked as doubtful", Percent(e.Marked))
            .AddRow("symbols whose strokes were found", Percent(e.Segmentation))
            .AddRow("of these, read as what they are", Percent(e.SymbolGivenSegmentation))
            .AddRow("layout right, true symbols given", Percent(e.LayoutGivenSymbols))
            .AddRow("misread ones that taps can mend", Percent(e.Fixable))
            .AddRow("taps to mend one", Number(e.TapsToFix))
            .AddRow("symbols that change after their last stroke", Percent(e.Flips))
            .AddRow("milliseconds a stroke, median", Number(e.MedianMilliseconds))
            .AddRow("milliseconds a stroke, 95 of 100", Number(e.P95Milliseconds));
        if (modelBytes is { } bytes)
            table.AddRow("bytes of weights", bytes.ToString("N0", CultureInfo.InvariantCulture));
        Terminal.Out.Write(table);
        EvaluateCommand.PrintDrawn(("The misread ones", picture));
    }

    private static string Percent(double? share) => share?.ToString("P2", CultureInfo.InvariantCulture) ?? "-";

    private static string Number(double? number) => number?.ToString("F2", CultureInfo.InvariantCulture) ?? "-";
}
