using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Tests.House;

namespace GpuDigits.Engine.Tests.Exchange.Makers;

/// <summary>
/// What becomes of other tools' files: each is read as the network that it holds, or refused with the reason, which is in the table of
/// docs/model-files.md. None may give other numbers.
/// </summary>
[Collection(Documented.ModelFiles)]
public sealed class MakersTests
{
    private const string File = "file";

    private static readonly float[] Pictures = [.. Models.Random(5, 12 * 784).Select(MathF.Abs)];

    private static readonly float[] Expected = Models.Predict(LaidOut.Reference, Pictures);

    [SkippableFact]
    public void The_page_says_what_import_does()
    {
        Assert.InRange(Expected.Max() - Expected.Min(), 0.1f, 1);
        string[] rows =
        [
            .. OnnxMakers.All.Select(m => Row(m.Maker, $"ONNX: {m.Layout}", remark => ReadGraph(m, remark))),
            .. OtherMakers.Weights.Select(m => Row(m.Maker, $"safetensors: {m.Layout}", remark => ReadWeights(m, remark))),
            .. OtherMakers.Unread.Select(m => Row(m.Maker, m.Layout, remark => ReadWeights(m, remark))),
        ];
        const string Head = "| made by | layout | import |\n| --- | --- | --- |\n";
        Documented.Replace(Documented.ModelFiles, "makers", Head + string.Concat(rows), nameof(MakersTests));
    }

    /// <summary>The graphs are what they are said to be for an implementation that shares nothing with ours.</summary>
    [SkippableFact]
    public void ONNX_Runtime_computes_the_same_network_from_each_graph()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var compared = 0;
        foreach (var maker in OnnxMakers.All.Where(IsRead))
        {
            var samples = Array.ConvertAll(Pictures[..784], value => value * maker.Ink);
            var outputs = OnnxRuntime.Run<float>(maker.Graph, samples, [1, .. maker.Input]);
            // Probabilities, their logarithms, or logits: a softmax of each but the first are the probabilities.
            var sum = outputs.Sum(value => MathF.Exp(value));
            var probabilities = Math.Abs(outputs.Sum() - 1) < 1e-2 && outputs.Min() >= 0
                ? outputs
                : Array.ConvertAll(outputs, value => MathF.Exp(value) / sum);
            // Half precision computes in half precision there.
            var tolerance = maker.Layout.Contains("16 bits", StringComparison.Ordinal) ? 1e-2f : 1e-5f;
            Assert.All(Expected.Take(10).Zip(probabilities), pair => Assert.InRange(pair.Second - pair.First, -tolerance, tolerance));
            compared++;
        }

        Assert.True(compared > 8);
    }

    private static bool IsRead(OnnxMaker maker)
    {
        try
        {
            ReadGraph(maker, _ => { });
            return true;
        }
        catch (ModelFileException)
        {
            return false;
        }
    }

    private static string Row(string maker, string layout, Func<Action<string>, TrainedModel> read) =>
        $"| {maker} | {layout} | {Outcome(read).Replace("|", "\\|", StringComparison.Ordinal)} |\n";

    private static string Outcome(Func<Action<string>, TrainedModel> read)
    {
        List<string> remarks = [];
        TrainedModel model;
        try
        {
            model = read(remarks.Add);
        }
        catch (ModelFileException e)
        {
            Assert.StartsWith($"{File}: ", e.Message, StringComparison.Ordinal);
            return $"refused: {e.Message[(File.Length + 2)..]}";
        }

        Assert.All(
            Expected.Zip(Models.Shown(model, Pictures)), pair => Assert.InRange(pair.Second - pair.First, -1e-5f, 1e-5f));
        return string.Join("; ", remarks.Prepend("read"));
    }

    private static TrainedModel ReadGraph(OnnxMaker maker, Action<string> remark)
    {
        using var stream = new MemoryStream();
        OnnxFile.Save(stream, maker.Graph);
        stream.Position = 0;
        var scaling = maker.Ink == 1 ? InputScaling.None : InputScaling.Normalised(maker.Ink, 0, 1);
        return ImportedClassifier.Complete(OnnxImport.FromOnnx(OnnxFile.Load(stream, File), File, scaling), File, remark);
    }

    private static TrainedModel ReadWeights(OtherMaker maker, Action<string> remark)
    {
        using var stream = new MemoryStream(maker.File);
        var tensors = SafetensorsFile.Load(stream, File);
        return ImportedClassifier.Complete(
            SafetensorsImport.FromSafetensors(tensors, File, LaidOut.Reference.Architecture, remark: remark), File, remark);
    }
}
