using GpuDigits.Engine.Data;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>Five hundred digits through ONNX Runtime and through ours: what is exported and imported means the same to both.</summary>
public sealed class OnnxRuntimeTests
{
    private const float Tolerance = 1e-5f;

    private static readonly DigitSet Digits = MnistExcerpt.Load().Train;
    private static readonly float[] Brightness = Array.ConvertAll(Digits.Images, pixel => pixel / 255f);

    public static TheoryData<string> Exported => ["shipped", "zoo", "normalised", "calibrated"];

    public static TheoryData<string> Foreign => [.. ForeignGraphs.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(Exported))]
    public void Exported_models_give_the_same_probabilities(string name)
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var model = name switch
        {
            "zoo" => Models.Zoo,
            "normalised" => Models.Normalised,
            "calibrated" => Models.Zoo with { Calibration = new() { Temperature = 0.4 } },
            _ => Models.Shipped
        };
        Near(Models.Shown(model, Brightness), OnnxRuntime.Run<float>(OnnxExport.ToOnnx(model), Brightness, Digits.Count, 1, 28, 28));
        Near(Models.Shown(model, Brightness),
            OnnxRuntime.Run<byte>(OnnxExport.ToOnnx(model, raw: true), Digits.Images, Digits.Count, 28, 28, 1));
    }

    [SkippableFact]
    public void The_batch_of_an_exported_model_is_free()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var model = OnnxExport.ToOnnx(Models.Shipped);
        var all = OnnxRuntime.Run<float>(model, Brightness.AsSpan(0, 7 * 784), 7, 1, 28, 28);
        Near(all[..10], OnnxRuntime.Run<float>(model, Brightness.AsSpan(0, 784), 1, 1, 28, 28));
    }

    [SkippableTheory]
    [MemberData(nameof(Foreign))]
    public void Imported_graphs_give_the_same_probabilities(string name)
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var (graph, shape) = ForeignGraphs.All[name];
        Near(OnnxRuntime.Run<float>(graph, Brightness, [Digits.Count, .. shape]),
            Models.Predict(OnnxImport.FromOnnx(graph, "test"), Brightness));
    }

    [SkippableFact]
    public void A_mean_and_a_deviation_outside_the_graph_are_carried_over()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var graph = ForeignGraphs.All["pytorch"].Graph;
        var normalised = Array.ConvertAll(Brightness, x => (x - 0.1307f) / 0.3081f);
        var model = OnnxImport.FromOnnx(graph, "test", InputScaling.Normalised(1, 0.1307, 0.3081));
        Near(OnnxRuntime.Run<float>(graph, normalised, Digits.Count, 1, 28, 28), Models.Predict(model, Brightness));
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = expected.Zip(actual, (e, a) => MathF.Abs(e - a)).Max();
        Assert.True(worst <= Tolerance, $"off by {worst}");
        Assert.True(expected.Max() > 0.13f, $"answers that tell nothing apart, at most {expected.Max()}");
    }
}
