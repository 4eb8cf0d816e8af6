using System.Globalization;
using System.Runtime.InteropServices;

namespace GpuDigits.Training.Commands;

/// <summary>What <c>bench --json</c> prints; what was not or cannot be measured is null.</summary>
internal sealed record BenchJson(
    double TrainSecondsPerEpoch, double LatencyMicroseconds, double ImagesPerSecond, double Gflops, double? PeakGflops,
    double PeakMemoryMiB, int? Threads, double? TrainSecondsPerEpochOneThread, double? LatencyMicrosecondsOneThread, string Network,
    string Data, string Device, string LoadAverage)
{
    /// <summary>Pictures per second in small batches, by their size.</summary>
    public IReadOnlyDictionary<int, double> SmallBatches { get; init; } = new Dictionary<int, double>();

    /// <summary>How many times as fast as the run that it was compared with.</summary>
    public IReadOnlyDictionary<string, double>? Faster { get; init; }
}

/// <summary>All figures of one run, and their output.</summary>
internal sealed record BenchReport
{
    public string Network { get; init; } = "";
    public string Data { get; init; } = "";
    public required string Device { get; init; }
    public required string Load { get; init; }
    public required int? Threads { get; init; }
    public required double? Peak { get; init; }
    public required double? PeakOneThread { get; init; }
    public required Spread Train { get; init; }
    public required Spread? TrainOneThread { get; init; }
    public required Spread Latency { get; init; }
    public required Spread? LatencyOneThread { get; init; }
    public required Spread ImagesPerSecond { get; init; }
    public required IReadOnlyDictionary<int, Spread> SmallBatches { get; init; }
    public required double EpochFlops { get; init; }
    public required double ReadingFlops { get; init; }
    public required double PeakMemoryMiB { get; init; }

    public BenchJson ToJson() => new(
        Train.Median, Latency.Median, ImagesPerSecond.Median, EpochFlops / Train.Median / 1e9, Peak, PeakMemoryMiB, Threads,
        TrainOneThread?.Median,
        LatencyOneThread?.Median, Network, Data, Device, Load)
    {
        SmallBatches = SmallBatches.ToDictionary(of => of.Key, of => of.Value.Median),
    };

    /// <summary>A table to read, or to paste into benchmarks/results.</summary>
    public string ToMarkdown()
    {
        var threads = Threads is { } n ? $", {n} thread{(n == 1 ? "" : "s")}" : "";
        List<string> lines =
        [
            $"{Network}, 60,000 digits ({Data}), {Device}; {RuntimeInformation.FrameworkDescription}; load average {Load}",
            "",
            "| | median | 5–95 % | GFLOP/s | of the FMA peak |",
            "| --- | --- | --- | --- | --- |",
            Row($"training, batch {BenchMeasurements.TrainingBatch}, s/epoch{threads}", "F2", Train, EpochFlops / Train.Median, Peak),
        ];
        if (TrainOneThread is not null)
            lines.Add(Row("the same, 1 thread", "F2", TrainOneThread, EpochFlops / TrainOneThread.Median, PeakOneThread));
        lines.Add(Row($"one digit, µs{threads}", "F1", Latency, ReadingFlops / Latency.Median * 1e6, Peak));
        if (LatencyOneThread is not null)
            lines.Add(Row("the same, 1 thread", "F1", LatencyOneThread, ReadingFlops / LatencyOneThread.Median * 1e6, PeakOneThread));
        foreach (var (batch, images) in SmallBatches.Append(new(BenchMeasurements.ReadingBatch, ImagesPerSecond)))
            lines.Add(Row($"batch {batch}, images/s{threads}", "N0", images, ReadingFlops * images.Median, Peak));
        if (Peak is { } peak)
            lines.Add(Text($"| FMA peak, GFLOP/s{threads} | {peak:F0} | | | |"));
        if (PeakOneThread is { } one)
            lines.Add(Text($"| the same, 1 thread | {one:F0} | | | |"));
        lines.Add(Text($"| peak memory of training, MiB | {PeakMemoryMiB:F0} | | | |"));
        lines.Add("");
        var counted = Text($"{EpochFlops / 1e9:F0} GFLOP an epoch and {ReadingFlops / 1e6:F2} MFLOP a reading");
        lines.Add($"{counted}: two for each weight used, forward and for both gradients;");
        lines.Add("behind a max-pool only the gradients of the values that won; one digit skips the weights of inputs that are zero, but "
            + "they count.");
        return string.Join('\n', lines);
    }

    private static string Row(string name, string format, Spread s, double flops, double? peak)
    {
        string Number(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        var share = peak is { } p ? Text($"{flops / 1e9 / p:P0}") : "–";
        return Text($"| {name} | {Number(s.Median)} | {Number(s.Low)}–{Number(s.High)} | {flops / 1e9:F0} | {share} |");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
