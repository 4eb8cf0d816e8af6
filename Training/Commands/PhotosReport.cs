using System.Collections.Immutable;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using Spectre.Console;

namespace GpuDigits.Training.Commands;

/// <summary>
/// <c>gpudigits evaluate --photos</c>: how well photographs of handwriting are read. One digit is read as <c>predict</c> reads it, a number
/// or a calculation as <c>read</c> does.
/// </summary>
internal static class PhotosReport
{
    /// <summary>Reads the photographs of a set, prints how well, and draws those that were misread.</summary>
    /// <param name="folder">The set.</param>
    /// <param name="digits">The network of single digits.</param>
    /// <param name="symbols">The networks of calculations.</param>
    /// <param name="on">Where to compute.</param>
    /// <param name="picture">Where the picture of the misread ones goes.</param>
    /// <param name="json">Whether to print JSON.</param>
    /// <param name="cancellation">Stops between two photographs.</param>
    /// <exception cref="InkException">The folder holds no such set.</exception>
    public static void Run(
        string folder, TrainedModel digits, TrainedModel symbols, Device on, string picture, bool json, CancellationToken cancellation)
    {
        var truth = PhotographTruth.Read(folder);
        if (truth.FirstOrDefault(one => !File.Exists(Path.Combine(folder, one.File))) is { } missing)
            throw new InkException(folder, 0, $"{missing.File} is not there; run gpudigits data photos again");
        using var classifier = new DigitClassifier(on, digits, 1);
        using var networks = new SymbolNetworks(on, symbols);
        var readings = Terminal.Counted("Photographs", truth.Length, step => truth.Select(one =>
        {
            cancellation.ThrowIfCancellationRequested();
            var reading = Read(one, Path.Combine(folder, one.File), classifier, digits.Architecture, networks);
            step?.Invoke();
            return reading;
        }).ToImmutableArray());
        var drawn = EvaluateCommand.Draw("--picture", picture, () => PhotographMistakeSheet.Draw(readings, folder));
        if (json)
            OutputJson.Print(PhotosJson.From(readings), OutputJson.Default.PhotosJson);
        else
            Print(folder, readings, drawn);
    }

    private static PhotographReading Read(
        PhotographTruth truth, string path, DigitClassifier classifier, Sequential architecture, SymbolNetworks networks)
    {
        try
        {
            if (truth.Kind == PhotographKind.Digit)
            {
                var verdict = classifier.Read(PredictCommand.Read(path, architecture));
                return new(truth, verdict.Digit.ToString(CultureInfo.InvariantCulture), verdict.IsUnsure);
            }

            var readings = ReadCommand.Open(networks, path).Single().Select(one => one.Explained.Reading).ToArray();
            return new(
                truth, string.Join(' ', readings.Select(one => one.Text)), readings.Any(one => one.IsDoubtful || one.Text.Length == 0));
        }
        catch (ImageException)
        {
            // No ink was found: nothing was read, and the person is told so.
            return new(truth, "", true);
        }
    }

    private static void Print(string folder, ImmutableArray<PhotographReading> readings, string? picture)
    {
        var console = Terminal.Out;
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{folder}: {Right(readings)} of {readings.Length:N0} photographs read right"));
        var kinds = new Table().RoundedBorder().AddColumn("Written").AddColumn(new TableColumn("photographs").RightAligned())
            .AddColumn(new TableColumn("read right").RightAligned()).AddColumn(new TableColumn("wrong, shown as sure").RightAligned())
            .AddColumn(new TableColumn("unsure").RightAligned());
        foreach (var kind in readings.GroupBy(one => one.Truth.Kind).OrderBy(kind => kind.Key))
        {
            PhotographReading[] all = [.. kind];
            kinds.AddRow(
                Name(kind.Key), Number(all.Length), Right(all), Number(all.Count(one => !one.IsRight && !one.IsUnsure)),
                Number(all.Count(one => one.IsUnsure)));
        }

        console.Write(kinds);
        var damages = new Table().RoundedBorder().AddColumn("Damage").AddColumn(new TableColumn("photographs").RightAligned());
        foreach (var kind in Enum.GetValues<PhotographKind>())
            damages.AddColumn(new TableColumn(Name(kind)).RightAligned());
        damages.AddColumn(new TableColumn("all").RightAligned()).AddColumn(new TableColumn("wrong, shown as sure").RightAligned());
        foreach (var damage in readings.GroupBy(one => one.Truth.Damage).OrderBy(damage => damage.Key, StringComparer.Ordinal))
        {
            PhotographReading[] all = [.. damage];
            damages.AddRow(
            [
                Markup.Escape(damage.Key), Number(all.Length),
                .. Enum.GetValues<PhotographKind>().Select(kind => Right([.. all.Where(one => one.Truth.Kind == kind)])),
                Right(all), Number(all.Count(one => !one.IsRight && !one.IsUnsure)),
            ]);
        }

        console.Write(damages);
        EvaluateCommand.PrintDrawn(("The misread ones", picture));
    }

    private static string Name(PhotographKind kind) => kind switch
    {
        PhotographKind.Digit => "digits",
        PhotographKind.Number => "numbers",
        _ => "calculations",
    };

    private static string Right(IReadOnlyCollection<PhotographReading> readings) => readings.Count == 0
        ? "-"
        : ((double)readings.Count(one => one.IsRight) / readings.Count).ToString("P1", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
