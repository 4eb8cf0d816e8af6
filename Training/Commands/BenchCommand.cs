using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits bench</c>: how fast this program trains and reads on this machine, compared with the processor's peak.</summary>
internal static class BenchCommand
{
    private const int Digits = 60_000;

    public static Command Create(CancellationToken cancellation)
    {
        var preset = Options.Preset();
        Option<string?> model = new("--model")
        {
            Description = "Measure the network in this model file instead of a preset.",
            HelpName = "file"
        };
        var device = Options.Device("cpu");
        var threads = Options.Threads();
        var quick = new Option<bool>("--quick") { Description = "Seconds instead of a minute; less exact." };
        var json = Options.Json();
        var command = new Command("bench", "Measure training, reading, and the share of the processor's peak that they reach.")
        {
            preset, model, device, threads, quick, json, BenchKernelsCommand.Create(),
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(preset) is { Implicit: false } && parsed.GetValue(model) is not null)
                throw new UsageException("name either --preset or --model");
            var file = parsed.GetValue(model);
            var trained = file is null ? null : TrainedModel.Load(file);
            var network = trained?.Architecture ?? Presets.Get(parsed.GetValue(preset)!);
            using var on = Options.Open(parsed, device, threads);
            var mnist = FindMnist();
            var report = Measure(
                on, new(network, mnist ?? RandomDigits(network.Input), parsed.GetValue(quick), cancellation), network, trained?.Weights,
                parsed.GetValue(quick)) with
            {
                Network = file is null ? parsed.GetValue(preset)! : Path.GetFileName(file),
                Data = mnist is null ? "random pixels" : "MNIST",
            };
            if (parsed.GetValue(json))
                OutputJson.Print(report.ToJson(), OutputJson.Default.BenchJson);
            else
                Console.Out.WriteLine(report.ToMarkdown());
        });
        return command;
    }

    private static BenchReport Measure(Device device, BenchMeasurements bench, Sequential network, float[]? weights, bool quick)
    {
        var load = LoadAverage();
        using var one = device is VectorDevice { Threads: > 1 } ? new VectorDevice(1) : null;
        double peak = 0, peakOne = 0;
        void Peak()
        {
            var duration = TimeSpan.FromSeconds(quick ? 0.1 : 0.3);
            if (device is VectorDevice cpu)
                peak = Math.Max(peak, cpu.MeasurePeak(duration));
            if (one is not null)
                peakOne = Math.Max(peakOne, one.MeasurePeak(duration));
        }

        Terminal.Say("the processor's peak …");
        Peak();
        Terminal.Say("training …");
        (var train, var learnt) = bench.TrainEpoch(device);
        var memory = PeakMemory();
        Peak();
        Spread? trainOne = null;
        if (one is not null && !quick)
        {
            Terminal.Say("training on one thread …");
            trainOne = bench.TrainEpoch(one).Seconds;
        }

        Terminal.Say("reading …");
        weights ??= learnt;
        var latency = bench.Latency(device, weights);
        var latencyOne = one is null ? null : bench.Latency(one, weights);
        var images = bench.ImagesPerSecond(device, weights);
        Peak();
        return new()
        {
            Device = $"{device.Id} ({device.Description})",
            Threads = (device as VectorDevice)?.Threads,
            Peak = peak > 0 ? peak : null,
            PeakOneThread = peakOne > 0 ? peakOne : null,
            Train = train,
            TrainOneThread = trainOne,
            Latency = latency,
            LatencyOneThread = latencyOne,
            ImagesPerSecond = images,
            EpochFlops = BenchMeasurements.TrainingFlops(network) * Digits,
            ReadingFlops = BenchMeasurements.ForwardFlops(network),
            PeakMemoryMiB = memory,
            Load = $"{load} before, {LoadAverage()} after",
        };
    }

    /// <summary>MNIST's training digits if they are on the machine: a measurement downloads nothing.</summary>
    private static DigitSet? FindMnist()
    {
        try
        {
            return new MnistStore().TryLoad()?.Train;
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static DigitSet RandomDigits(Shape input)
    {
        var random = new Random(1);
        var images = new byte[Digits * input.Size];
        var labels = new byte[Digits];
        random.NextBytes(images);
        for (var i = 0; i < Digits; i++)
            labels[i] = (byte)random.Next(10);
        return new(1, input.Size, images, labels);
    }

    private static double PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    /// <summary>The load of the machine in the last minute, if the system reports it.</summary>
    private static string LoadAverage() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}

/// <summary>What <c>bench --json</c> prints; what was not or cannot be measured is null.</summary>
internal sealed record BenchJson(
    double TrainSecondsPerEpoch, double LatencyMicroseconds, double ImagesPerSecond, double Gflops, double? PeakGflops,
    double PeakMemoryMiB,
    int? Threads, double? TrainSecondsPerEpochOneThread, double? LatencyMicrosecondsOneThread, string Network, string Data, string Device,
    string LoadAverage);

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
    public required double EpochFlops { get; init; }
    public required double ReadingFlops { get; init; }
    public required double PeakMemoryMiB { get; init; }

    public BenchJson ToJson() => new(
        Train.Median, Latency.Median, ImagesPerSecond.Median, EpochFlops / Train.Median / 1e9, Peak, PeakMemoryMiB, Threads,
        TrainOneThread?.Median,
        LatencyOneThread?.Median, Network, Data, Device, Load);

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
        lines.Add(Row($"batch {BenchMeasurements.ReadingBatch}, images/s{threads}", "N0", ImagesPerSecond,
            ReadingFlops * ImagesPerSecond.Median, Peak));
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
