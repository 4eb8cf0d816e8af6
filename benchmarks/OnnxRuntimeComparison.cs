#if ONNX_RUNTIME
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Tools;
using Microsoft.ML.OnnxRuntime;

namespace GpuDigits.Benchmarks;

/// <summary>
/// The shipped models in this program and, exported, in ONNX Runtime: the same pictures, from and to the host's memory, in turn in one
/// process. Each figure is the median of the medians of the rounds.
/// </summary>
internal static class OnnxRuntimeComparison
{
    private const int Rounds = 7, Classes = 10;

    public static int Run()
    {
        Console.WriteLine($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}, {Environment.ProcessorCount} processors");
        Console.WriteLine();
        Console.WriteLine("| | threads | here | ONNX Runtime | times as fast |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var (name, file) in new[] { ("tutorial", "tutorial"), ("calculator", "digits") })
        {
            // Without its temperature: the exported graph would divide by it, and Predict does not.
            var model = TrainedModel.Load(Find(file)).Fold() with { Calibration = null };
            using var exported = new MemoryStream();
            OnnxFile.Save(exported, OnnxExport.ToOnnx(model));
            foreach (var batch in new[] { 1, 4, 16, 64, 256 })
                foreach (var threads in new[] { 1, Environment.ProcessorCount })
                    Compare(name, model, exported.ToArray(), batch, threads);
        }

        return 0;
    }

    private static string Find(string model) => ShippedModel.Find(model) ?? throw new ToolException(
        $"there is no models/{model}.safetensors in or above {AppContext.BaseDirectory}: run it from a whole checkout", Tool.Missing);

    private static void Compare(string name, TrainedModel model, byte[] exported, int batch, int threads)
    {
        // Digits: zeros behind a ReLU are skipped here, so that noise would mislead.
        var pictures = Levels.ToFloats(SyntheticDigits.Set(batch, seed: 1).Images);
        using var device = new VectorDevice(threads);
        using var network = new Network(device, model.Architecture, batch);
        network.LoadWeights(model.Weights);
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        using var session = new InferenceSession(exported, options);
        using var run = new RunOptions();
        float[] ours = new float[batch * Classes], theirs = new float[batch * Classes];
        using var input = OrtValue.CreateTensorValueFromMemory(pictures, [batch, 1, 28, 28]);
        using var output = OrtValue.CreateTensorValueFromMemory(theirs, [batch, Classes]);
        void Here() => network.Predict(pictures, ours);
        void There() => session.Run(run, session.InputNames, [input], session.OutputNames, [output]);
        List<double> here = [], there = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var (us, them) = (Median(Here), Median(There));
            if (round == 0)
                continue;
            here.Add(us);
            there.Add(them);
        }

        for (var i = 0; i < ours.Length; i++)
            if (!(Math.Abs(ours[i] - theirs[i]) < 1e-4))
                throw new ToolException($"{name}: probability {i} is {ours[i]} here and {theirs[i]} in ONNX Runtime");
        double mine = Middle(here), other = Middle(there);
        var format = batch == 1 ? "F1" : "N0";
        string Figure(double microseconds) =>
            (batch == 1 ? microseconds : batch / microseconds * 1e6).ToString(format, CultureInfo.InvariantCulture);
        var what = batch == 1 ? "one digit, µs" : $"batch {batch}, images/s";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {name}, {what} | {threads} | {Figure(mine)} | {Figure(other)} | {other / mine:F2} |"));
    }

    /// <summary>
    /// Microseconds of a call, the median of a fifth of a second: in shorter rounds two threads were at times as slow as one, maybe since
    /// the system had not yet woken both.
    /// </summary>
    private static double Median(Action call)
    {
        // The other's threads look for work for a while before they sleep.
        Thread.Sleep(20);
        var times = new List<double>();
        for (var all = Stopwatch.StartNew(); all.ElapsedMilliseconds < 200;)
        {
            var begun = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds);
        }

        return Middle(times);
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
#endif
