using System.Globalization;
using System.Text.Json;
using GpuDigits.Engine;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>bench --against</c>: the figures of an earlier run beside those of this one.</summary>
internal static class BenchComparison
{
    /// <summary>Reads what <c>bench --json</c> printed.</summary>
    /// <exception cref="UsageException">The file cannot be read, or it holds something else.</exception>
    public static BenchJson Load(string path)
    {
        try
        {
            var read = JsonSerializer.Deserialize(File.ReadAllText(path), OutputJson.Default.BenchJson);
            return read is { Network: not null, SmallBatches: not null }
                ? read
                : throw new UsageException($"--against {path}: holds no figures; gpudigits bench --json prints them");
        }
        catch (JsonException e)
        {
            throw new UsageException(
                FormattableString.Invariant($"--against {path}: line {e.LineNumber + 1}: is not what gpudigits bench --json prints"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(
                $"--against {path}: cannot be read, {Fault.Reason(e, path)}; name a file that gpudigits bench --json printed");
        }
    }

    /// <summary>How many times as fast this run is, by figure; what one of them did not measure is left out.</summary>
    public static IReadOnlyDictionary<string, double> FasterNow(this BenchJson before, BenchJson now) => Pairs(before, now)
        .Where(pair => pair is { Before: > 0, Now: > 0 })
        .ToDictionary(pair => pair.Name, pair => Math.Pow(pair.Now!.Value / pair.Before!.Value, pair.MoreIsBetter ? 1 : -1));

    /// <summary>The same as a table, and a warning where the two runs measured different things.</summary>
    public static string ToMarkdown(string path, BenchJson before, BenchJson now)
    {
        List<string> lines = ["", $"| times as fast as in {path} | |", "| --- | --- |"];
        lines.AddRange(before.FasterNow(now).Select(
            figure => string.Create(CultureInfo.InvariantCulture, $"| {figure.Key} | {figure.Value:F2} |")));
        foreach (var (what, then, today) in new[]
        {
            ("network", before.Network, now.Network), ("data", before.Data, now.Data), ("device", before.Device, now.Device),
        })
            if (then != today)
                lines.Add($"The {what} differs: {then} then, {today} now.");
        return string.Join('\n', lines);
    }

    private static IEnumerable<(string Name, double? Before, double? Now, bool MoreIsBetter)> Pairs(BenchJson before, BenchJson now)
    {
        yield return ("training", before.TrainSecondsPerEpoch, now.TrainSecondsPerEpoch, false);
        yield return ("training, 1 thread", before.TrainSecondsPerEpochOneThread, now.TrainSecondsPerEpochOneThread, false);
        yield return ("one digit", before.LatencyMicroseconds, now.LatencyMicroseconds, false);
        yield return ("one digit, 1 thread", before.LatencyMicrosecondsOneThread, now.LatencyMicrosecondsOneThread, false);
        foreach (var (batch, images) in now.SmallBatches)
            yield return ($"batch {batch}", before.SmallBatches.TryGetValue(batch, out var earlier) ? earlier : null, images, true);
        yield return ($"batch {BenchMeasurements.ReadingBatch}", before.ImagesPerSecond, now.ImagesPerSecond, true);
        yield return ("peak of the processor", before.PeakGflops, now.PeakGflops, true);
    }
}
