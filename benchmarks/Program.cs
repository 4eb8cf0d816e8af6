using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GpuDigits.Tools;

// Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 something is missing on the machine.
const string Name = "benchmarks";
if (args is ["onnxruntime", ..])
{
#if ONNX_RUNTIME
    return Tool.Guard(Name, GpuDigits.Benchmarks.OnnxRuntimeComparison.Run);
#else
    return Tool.Complain(
        Name, Tool.Missing,
        "this build has no ONNX Runtime: dotnet run --project benchmarks -c Release -p:OnnxRuntime=true -- onnxruntime");
#endif
}

// In this process: the repository's build settings do not suit the project that BenchmarkDotNet would generate.
var config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance));
return Tool.Guard(Name, () =>
{
    Summary[] all = [.. BenchmarkSwitcher.FromAssembly(typeof(GpuDigits.Benchmarks.TutorialBenchmarks).Assembly).Run(args, config)];
    if (all.Length == 0)
    {
        // So it ends for wrong arguments as well as for questions.
        return args.Any(argument => argument is "--help" or "--version" or "--list" or "--info")
            ? 0
            : Tool.Complain(Name, Tool.WrongArguments, "no benchmark was chosen: see above (--list flat names all, --help all options)");
    }

    return all.All(one => !one.HasCriticalValidationErrors && one.Reports.Length > 0 && one.Reports.All(report => report.Success))
        ? 0
        : Tool.Complain(Name, Tool.Failed, "a benchmark failed: see above");
});
