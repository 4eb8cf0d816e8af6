using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Training.Output;

namespace GpuDigits.Training.Commands;

/// <summary><c>gpudigits selftest</c>: checks that a device computes the same as the cpu. For people with a GPU.</summary>
internal static class SelfTestCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var device = Options.Device();
        var command = new Command("selftest", "Compare a device with the cpu: each operation, and a training of 20 steps.") { device };
        command.SetAction(parsed =>
        {
            var choice = DeviceCatalog.Choose(parsed.GetValue(device)!);
            using var tested = choice.Device;
            using var reference = DeviceCatalog.Open("cpu");
            Terminal.Say($"device: {choice.Explanation}");
            Console.Out.WriteLine(DeviceCatalog.Ilgpu);
            var started = Stopwatch.GetTimestamp();
            var failed = 0;
            foreach (var result in SelfTest.Run(tested, reference, full: tested is not IlgpuDevice { IsSimulated: true }))
            {
                cancellation.ThrowIfCancellationRequested();
                if (!result.Passed)
                    failed++;
                var line = result.Error ?? string.Create(
                    CultureInfo.InvariantCulture, $"largest difference {result.Difference:0.0e+0}, allowed {result.Allowed:0.0e+0}");
                Console.Out.WriteLine($"{(result.Passed ? "ok  " : "FAIL")} {result.Name,-32} {line}");
            }

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            var kernels = tested is IlgpuDevice gpu ? $"{gpu.UsedKernels.Count} kernels and variants, " : "";
            Console.Out.WriteLine(failed == 0
                ? $"{tested.Id} computes what the cpu computes ({kernels}{seconds} s)."
                : $"{tested.Id}: {failed} checks failed ({seconds} s); please send us this output, see docs/gpu.md.");
            return failed == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
