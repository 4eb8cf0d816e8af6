using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using static GpuDigits.Engine.Tests.Exchange.Models;
using OnnxTensor = GpuDigits.Engine.Files.Onnx.OnnxTensor;
using Operation = (
    string Name, System.Collections.Generic.Dictionary<string, object?> Attributes, GpuDigits.Engine.Files.Onnx.OnnxTensor[] Constants);

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// Classifiers that end in other ways than in a dense layer and a softmax, and operations that do nothing anywhere: every command can use
/// what is imported, and it reads as the graph does.
/// </summary>
public sealed class GraphEndsTests
{
    private static readonly Dictionary<string, object?> None = [];

    private static readonly Operation Softmax = ("Softmax", new() { ["axis"] = 1L }, []), Nothing = ("Identity", None, []),
        Drop = ("Dropout", None, []),
        Logarithm = ("LogSoftmax", new() { ["axis"] = 1L }, []), Flat = ("Flatten", None, []), Everywhere = ("GlobalAveragePool", None, []);

    private static readonly Operation[] Dense =
    [
        ("Conv", new() { ["kernel_shape"] = (long[])[4, 4], ["strides"] = (long[])[4, 4] }, [Tensor(50, 6, 1, 4, 4), Tensor(51, 6)]),
        ("Relu", None, []), Flat,
        ("Gemm", None, [Tensor(52, 294, 10), Tensor(53, 10)]),
    ];

    private static readonly Operation[] Convolutions =
    [
        ("Conv", new() { ["strides"] = (long[])[2, 2] }, [Tensor(54, 6, 1, 5, 5), Tensor(55, 6)]), ("Relu", None, []),
        ("Conv", new() { ["strides"] = (long[])[2, 2] }, [Large(56, 10, 6, 3, 3), Tensor(57, 10)]),
    ];

    /// <summary>By name: the operations, whether ONNX' own output is already probabilities.</summary>
    private static readonly Dictionary<string, (Operation[] Operations, bool IsProbabilities)> All = new()
    {
        ["softmax"] = ([.. Dense, Softmax], true),
        ["logits"] = ([.. Dense], false),
        ["logits behind a dropout"] = ([.. Dense, Drop], false),
        ["logits behind an identity"] = ([.. Dense, Nothing], false),
        ["dropout before softmax"] = ([.. Dense, Drop, Softmax], true),
        ["identity behind softmax"] = ([.. Dense, Softmax, Nothing], true),
        ["dropout behind softmax"] = ([.. Dense, Softmax, Drop], true),
        ["reshape behind softmax"] = ([.. Dense, Softmax, ("Reshape", None, [new("", [2], (long[])[-1, 10])])], true),
        ["cast behind softmax"] = ([.. Dense, Softmax, ("Cast", new() { ["to"] = 1L }, [])], true),
        ["identities everywhere"] = ([.. Dense.SelectMany(o => (Operation[])[Nothing, o, Nothing]), Softmax, Nothing, Nothing], true),
        ["dropouts everywhere"] = ([.. Dense.SelectMany(o => (Operation[])[o, Drop]), Softmax], true),
        ["convolutions, pooled, softmax"] = ([.. Convolutions, Everywhere, Flat, Softmax], true),
        ["convolutions, pooled, softmax over pictures of one place"] = ([.. Convolutions, Everywhere, Softmax], true),
        ["convolutions, pooled, logits of one place"] = ([.. Convolutions, Everywhere], false),
        ["convolutions, pooled, flat logits"] = ([.. Convolutions, Everywhere, Flat], false),
        ["convolutions, greatest of all"] = ([.. Convolutions, ("GlobalMaxPool", None, []), Flat, Softmax], true),
        ["convolutions, mean"] = ([.. Convolutions, ("ReduceMean", new() { ["axes"] = (long[])[2, 3], ["keepdims"] = 0L }, []), Softmax],
            true),
        ["convolutions, squeezed"] = ([.. Convolutions, Everywhere, ("Squeeze", None, [new("", [2], (long[])[2, 3])]), Softmax], true),
        ["dropout and identity behind the pooling"] = (
            [.. Convolutions, Everywhere, Drop, Nothing, Flat, Nothing, Drop, Softmax, Nothing], true),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_can_use_what_is_imported(string name)
    {
        var model = Imported(name);
        var picture = Brightness(1);
        using var device = new VectorDevice();
        using var classifier = new DigitClassifier(device, model, 1);
        var read = classifier.Read(picture).Probabilities;
        using var probe = new NetworkProbe(device, model.Architecture, model.Weights);
        Assert.Equal(784, Attribution.OfLogit(probe.Run(picture), 3).Length);
        var back = OnnxImport.FromOnnx(OnnxExport.ToOnnx(model), "test");
        Assert.Equal(read, Shown(back, picture));
        Assert.InRange(read.Sum(), 0.9999f, 1.0001f);
        Assert.True(read.Max() > 0.13f, "answers that tell nothing apart");
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void What_is_imported_reads_as_the_graph_does(string name)
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        float[] pictures = Brightness(20), expected = OnnxRuntime.Run<float>(GraphOf(name), pictures, 20, 1, 28, 28);
        if (!All[name].IsProbabilities)
            expected = [.. expected.Chunk(10).SelectMany(Probabilities)];
        Assert.Equal(expected, Shown(Imported(name), pictures), (a, b) => MathF.Abs(a - b) < 1e-5f);
    }

    [Theory]
    [InlineData("softmax", "")]
    [InlineData("dropout before softmax", "")]
    [InlineData("logits", "a softmax is appended")]
    [InlineData("convolutions, pooled, softmax", "no dense layer")]
    [InlineData("convolutions, pooled, flat logits", "no dense layer|a softmax is appended")]
    public void What_is_appended_is_said(string name, string remarks)
    {
        List<string> said = [];
        Imported(name, said.Add);
        Assert.Equal(remarks.Split('|', StringSplitOptions.RemoveEmptyEntries).Length, said.Count);
        foreach (var (expected, text) in remarks.Split('|', StringSplitOptions.RemoveEmptyEntries).Zip(said))
            Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    /// <summary>Logarithms are shown as the probabilities that they are of.</summary>
    [Fact]
    public void Logarithms_of_probabilities_read_as_the_probabilities()
    {
        var picture = Brightness(3);
        TrainedModel Of(params Operation[] end) =>
            ImportedClassifier.Complete(OnnxImport.FromOnnx(Graph([null, 1, 28, 28], [.. Dense, .. end]), "test"), "test");
        Assert.Equal(Shown(Of(Softmax), picture), Shown(Of(Logarithm), picture));
        Assert.Equal(Shown(Of(Softmax), picture), Shown(Of(Softmax, ("Log", None, [])), picture));
    }

    [Fact]
    public void A_network_of_no_digits_is_refused_at_the_import()
    {
        OnnxModel letters = Graph([null, 1, 28, 28], Flat, ("Gemm", None, [Tensor(1, 784, 26)]), Softmax),
            map = Graph([null, 1, 28, 28], [.. Convolutions]);
        var small = Graph([null, 16], ("Gemm", None, [Tensor(1, 16, 10)]), Softmax);
        foreach (var graph in (OnnxModel[])[letters, map, small])
        {
            var refusal =
                Assert.Throws<ModelFileException>(() => ImportedClassifier.Complete(OnnxImport.FromOnnx(graph, "test"), "test")).Message;
            Assert.Contains("not 10 digits of 28×28", refusal, StringComparison.Ordinal);
        }
    }

    private static TrainedModel Imported(string name, Action<string>? remark = null) =>
        ImportedClassifier.Complete(OnnxImport.FromOnnx(GraphOf(name), "test"), "test", remark);

    private static OnnxModel GraphOf(string name) => Graph([null, 1, 28, 28], All[name].Operations);

    private static float[] Brightness(int count) => Array.ConvertAll(Models.Random(6, count * 784), v => MathF.Abs(v));

    private static OnnxTensor Large(int seed, params int[] shape)
    {
        var small = Tensor(seed, shape);
        return new("", shape, Array.ConvertAll(small.Floats()!, v => 4 * v));
    }

    private static float[] Probabilities(float[] logits)
    {
        var sum = logits.Sum(z => Math.Exp(z - logits.Max()));
        return Array.ConvertAll(logits, z => (float)(Math.Exp(z - logits.Max()) / sum));
    }
}
