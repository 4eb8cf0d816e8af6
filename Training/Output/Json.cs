using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures.Photographs;
using GpuDigits.Pictures.Sheets;

namespace GpuDigits.Training.Output;

/// <summary>What <c>evaluate --json</c> prints.</summary>
internal record EvaluationJson(
    double Accuracy, double Loss, int Samples, double?[] PerDigit, int[][] Confusion, string Device, string Model,
    ReliabilityJson? Reliability = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DoubtfulLabel[]? LikelyWrongLabels = null)
{
    public static EvaluationJson From(Evaluation e, Reliability reliability, string device, string model) => new(
        e.Accuracy, e.Loss, e.Samples, PerDigitOf(e), ConfusionOf(e), device, model, ReliabilityJson.From(reliability));

    public static double?[] PerDigitOf(Evaluation e) =>
        [.. Enumerable.Range(0, e.Classes).Select(label => e.Count(label) == 0 ? (double?)null : e.AccuracyOf(label))];

    public static int[][] ConfusionOf(Evaluation e) =>
        [.. Enumerable.Range(0, e.Classes)
            .Select(label => Enumerable.Range(0, e.Classes).Select(read => e.Confusion(label, read)).ToArray())];
}

/// <summary>What <c>evaluate --strokes --json</c> prints.</summary>
internal sealed record StrokesJson(
    double Accuracy, int Samples, double?[] PerDigit, IReadOnlyDictionary<string, double> PerWriter, int[][] Confusion, string Device,
    string Model,
    ReliabilityJson Reliability);

/// <summary>What <c>evaluate --expressions --json</c> prints; shares from 0 to 1, null where there is nothing to count.</summary>
internal sealed record ExpressionsJson(
    int Samples, double Exact, IReadOnlyDictionary<string, KindJson> ByKind, double? ValueRight, double WrongUnmarked, double Marked,
    double? Segmentation, double? SymbolGivenSegmentation, double LayoutGivenSymbols, double? Fixable, double? TapsToFix, double? Flips,
    MillisecondsJson MillisecondsPerStroke, long? ModelBytes)
{
    public static ExpressionsJson From(CalculationEvaluation e, long? modelBytes) => new(
        e.Samples, e.Exact, e.ByKind.ToDictionary(kind => kind.Key, kind => new KindJson(kind.Value.Samples, kind.Value.Share)),
        e.ValueRight, e.WrongUnmarked, e.Marked, e.Segmentation, e.SymbolGivenSegmentation, e.LayoutGivenSymbols, e.Fixable, e.TapsToFix,
        e.Flips, new(e.MedianMilliseconds, e.P95Milliseconds), modelBytes);
}

/// <summary>What <c>evaluate --symbols --json</c> prints; shares from 0 to 1.</summary>
/// <param name="Samples">Symbols of the alphabet.</param>
/// <param name="Exact">The share of them that was read as what they are.</param>
/// <param name="Others">Symbols of other alphabets.</param>
/// <param name="ByLabel">The same for each symbol.</param>
internal sealed record SymbolsJson(int Samples, double Exact, int Others, IReadOnlyDictionary<string, KindJson> ByLabel);

/// <summary>Calculations of one kind, and the share of them that was read exactly.</summary>
internal sealed record KindJson(int Samples, double Exact);

/// <summary>Times of a stroke.</summary>
internal sealed record MillisecondsJson(double Median, double P95);

/// <summary>How far the probabilities can be trusted; see <see cref="Reliability"/>.</summary>
internal sealed record ReliabilityJson(
    double Temperature, double ExpectedCalibrationError, double AccuracyAt1PercentRejected, double AccuracyAt5PercentRejected,
    double Unsure,
    double? AccuracyOfSure, ReliabilityBin[] Bins)
{
    public static ReliabilityJson From(Reliability r) => new(
        r.Temperature, r.ExpectedCalibrationError, r.AccuracyWithout(0.01), r.AccuracyWithout(0.05), r.Unsure,
        double.IsNaN(r.AccuracyOfSure) ? null : r.AccuracyOfSure, [.. r.Bins]);
}

/// <summary>What <c>adapt --json</c> prints; shares read correctly.</summary>
internal sealed record AdaptJson(
    int Corrections, double CorrectedBefore, double CorrectedAfter, double StandardBefore, double StandardAfter, bool Kept)
{
    public static AdaptJson From(AdaptationResult r, int corrections) =>
        new(corrections, r.CorrectedBefore, r.CorrectedAfter, r.StandardBefore, r.StandardAfter, r.IsKept);
}

/// <summary>What <c>evaluate --corruptions --json</c> prints.</summary>
internal sealed record CorruptionsJson(
    double Clean, double Mean, double MeanNotRepaired, int Samples, CorruptionJson[] Corruptions, string Device, string Model);

/// <summary>How well digits are read after one corruption: repaired first, and as they are.</summary>
internal sealed record CorruptionJson(string Name, string Strength, double Accuracy, double AccuracyNotRepaired);

/// <summary>What <c>evaluate --photos --json</c> prints.</summary>
internal sealed record PhotosJson(
    int Samples, IReadOnlyDictionary<string, PhotoCountJson> ByKind, IReadOnlyDictionary<string, PhotoCountJson> ByDamage,
    PhotoJson[] Photographs)
{
    public static PhotosJson From(IReadOnlyList<PhotographReading> readings) => new(
        readings.Count,
        readings.GroupBy(one => NameOf(one.Truth.Kind)).ToDictionary(kind => kind.Key, PhotoCountJson.Of),
        readings.GroupBy(one => one.Truth.Damage).ToDictionary(damage => damage.Key, PhotoCountJson.Of),
        [.. readings.Select(one => new PhotoJson(
            one.Truth.File, NameOf(one.Truth.Kind), one.Truth.Damage, one.Truth.Text, one.Read, one.IsRight, one.IsUnsure))]);

    private static string NameOf(PhotographKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Photographs of one sort: the share that was read right, how many were wrong but shown as sure, and how many unsure.</summary>
internal sealed record PhotoCountJson(int Samples, double Right, int WrongAndSure, int Unsure)
{
    public static PhotoCountJson Of(IEnumerable<PhotographReading> readings)
    {
        PhotographReading[] all = [.. readings];
        return new(
            all.Length, (double)all.Count(one => one.IsRight) / all.Length, all.Count(one => !one.IsRight && !one.IsUnsure),
            all.Count(one => one.IsUnsure));
    }
}

/// <summary>A photograph and its reading; an empty text: nothing was read.</summary>
internal sealed record PhotoJson(string File, string Kind, string Damage, string Text, string Read, bool Right, bool Unsure);

/// <summary>An epoch in JSON and metrics files.</summary>
internal sealed record EpochJson(int Epoch, double Loss, double Accuracy, double? ValLoss, double? ValAccuracy, double Seconds)
{
    public EpochResult ToResult() => new(Epoch, Loss, Accuracy, ValLoss, ValAccuracy, Seconds);

    public static EpochJson From(EpochResult e) => new(e.Epoch, e.Loss, e.Accuracy, e.ValLoss, e.ValAccuracy, e.Seconds);
}

/// <summary>What <c>train --json</c> prints: the evaluation on the test digits, and the epochs.</summary>
internal sealed record TrainJson(
    double Accuracy, double Loss, int Samples, double?[] PerDigit, int[][] Confusion, string Device, string Model, EpochJson[] Epochs,
    double Seconds)
    : EvaluationJson(Accuracy, Loss, Samples, PerDigit, Confusion, Device, Model);

internal sealed record LayerJson(
    string Name, string Type, int[] Output, int Parameters, long MultiplyAdds, long Bytes, double Microseconds);

/// <summary>What <c>summary --json</c> prints.</summary>
internal sealed record SummaryJson(LayerJson[] Layers, int Parameters);

/// <summary>
/// What <c>predict --json</c> prints of each picture; the probabilities are calibrated. For a picture that cannot be read, only the error.
/// </summary>
internal sealed record PredictionJson(
    string File,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Digit = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? Probabilities = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Unsure = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float? Strangeness = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null);

/// <param name="File">The file.</param>
/// <param name="Text">The calculation in plain notation; empty if nothing was read.</param>
/// <param name="Latex">In LaTeX; null where it is no arithmetic.</param>
/// <param name="Value">The value as decimal, ≈ where rounded; null if there is none.</param>
/// <param name="Fraction">The value as fraction; null if it is not exact.</param>
/// <param name="IsTrue">Whether the sides of an equation are equal; null where there is nothing to compare.</param>
/// <param name="Doubtful">Whether a person should look.</param>
/// <param name="Fault">Why there is no value; null if there is one.</param>
/// <param name="Symbols">The symbols, by their first stroke.</param>
internal sealed record ReadingJson(
    string File, string Text, string? Latex, string? Value, string? Fraction, bool? IsTrue, bool Doubtful, string? Fault,
    ReadSymbolJson[] Symbols);

internal sealed record ReadSymbolJson(string Label, float Probability, bool Doubtful);

internal sealed record DeviceJson(string Id, string Description, bool Available, string? Reason);

internal sealed record DataFileJson(string Path, long Bytes, string State);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationJson))]
[JsonSerializable(typeof(TrainJson))]
[JsonSerializable(typeof(StrokesJson))]
[JsonSerializable(typeof(ExpressionsJson))]
[JsonSerializable(typeof(CorruptionsJson))]
[JsonSerializable(typeof(PhotosJson))]
[JsonSerializable(typeof(AdaptJson))]
[JsonSerializable(typeof(EpochJson))]
[JsonSerializable(typeof(SummaryJson))]
[JsonSerializable(typeof(PredictionJson[]))]
[JsonSerializable(typeof(ReadingJson))]
[JsonSerializable(typeof(SymbolsJson))]
[JsonSerializable(typeof(DeviceJson[]))]
[JsonSerializable(typeof(DataFileJson[]))]
[JsonSerializable(typeof(Commands.BenchJson))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    /// <summary>One object on one line of standard output.</summary>
    public static void Print<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        Console.Out.WriteLine(JsonSerializer.Serialize(value, type));
}
