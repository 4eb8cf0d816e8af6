using System.CommandLine;
using System.Diagnostics;
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
        var vectors = new Option<int>("--vectors")
        {
            Description = "Width of the cpu device's vectors: 512, 256, 128 bits, or 1 for none; left out: the widest of the processor.",
            HelpName = "bits",
        };
        vectors.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var bits }] && bits is not ("512" or "256" or "128" or "1"))
                result.AddError($"--vectors is {bits}, it must be 512, 256, 128 or 1");
        });
        Option<string?> against = new("--against")
        {
            Description = "Compare with what an earlier bench --json printed into this file.",
            HelpName = "file",
        };
        var quick = new Option<bool>("--quick") { Description = "Seconds instead of a minute; less exact." };
        var json = Options.Json();
        var command = new Command("bench", "Measure training, reading, and the share of the processor's peak that they reach.")
        {
            preset, model, device, threads, vectors, against, quick, json, BenchKernelsCommand.Create(cancellation),
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetResult(preset) is { Implicit: false } && parsed.GetValue(model) is not null)
                throw new UsageException("name either --preset or --model");
            new FilePlan(parsed).Reads(model).Reads(against).Check();
            var file = parsed.GetValue(model);
            var trained = file is null ? null : TrainedModel.Load(file);
            var network = trained?.Architecture ?? Presets.Get(parsed.GetValue(preset)!);
            var earlier = parsed.GetValue(against) is { } path ? (Path: path, Figures: BenchComparison.Load(path)) : default;
            using var on = Open(parsed, device, threads, parsed.GetValue(vectors));
            var mnist = FindMnist() is { } digits && digits.Height * digits.Width == network.Input.Size ? digits : null;
            var report = Measure(
                on, new(network, mnist ?? RandomDigits(network.Input), parsed.GetValue(quick), cancellation), network, trained,
                parsed.GetValue(quick)) with
            {
                Network = file is null ? parsed.GetValue(preset)! : Path.GetFileName(file),
                Data = mnist is null ? "random pixels" : "MNIST",
            };
            var figures = report.ToJson();
            if (parsed.GetValue(json))
                OutputJson.Print(
                    figures with { Faster = earlier.Figures?.FasterNow(figures) }, OutputJson.Default.BenchJson);
            else
                Console.Out.WriteLine(report.ToMarkdown());
            if (earlier.Figures is { } before)
                Terminal.Say(BenchComparison.ToMarkdown(earlier.Path, before, figures));
        });
        return command;
    }

    private static Device Open(ParseResult parsed, Option<string> device, Option<int> threads, int vectors)
    {
        if (vectors == 0)
            return Options.Open(parsed, device, threads);
        if (parsed.GetValue(device) != "cpu")
            throw new UsageException("--vectors is for --device cpu");
        var cpu = new VectorDevice(parsed.GetValue(threads), vectors);
        Terminal.Say($"device: {cpu.Id} ({cpu.Description})");
        return cpu;
    }

    private static BenchReport Measure(Device device, BenchMeasurements bench, Sequential network, TrainedModel? trained, bool quick)
    {
        var load = LoadAverage();
        using var one = device is VectorDevice { Threads: > 1 } all ? new VectorDevice(1, all.VectorBits) : null;
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
        var reader = (trained ?? new(network, learnt)).Fold();
        var latency = bench.Latency(device, reader);
        var latencyOne = one is null ? null : bench.Latency(one, reader);
        var small = BenchMeasurements.SmallBatches.ToDictionary(batch => batch, batch => bench.ImagesPerSecond(device, reader, batch));
        var images = bench.ImagesPerSecond(device, reader, BenchMeasurements.ReadingBatch);
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
            SmallBatches = small,
            EpochFlops = BenchMeasurements.TrainingFlops(network) * Digits,
            ReadingFlops = BenchMeasurements.ForwardFlops(reader.Architecture),
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
