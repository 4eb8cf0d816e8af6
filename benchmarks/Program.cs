using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

if (args is ["onnxruntime", ..])
{
#if ONNX_RUNTIME
    GpuDigits.Benchmarks.OnnxRuntimeComparison.Run();
    return 0;
#else
    Console.Error.WriteLine(
        "this build has no ONNX Runtime: dotnet run --project benchmarks -c Release -p:OnnxRuntime=true -- onnxruntime");
    return 3;
#endif
}

// In this process: the repository's build settings do not suit the project that BenchmarkDotNet would generate.
var config = DefaultConfig.Instance.AddJob(Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(GpuDigits.Benchmarks.TutorialBenchmarks).Assembly).Run(args, config);
return 0;
