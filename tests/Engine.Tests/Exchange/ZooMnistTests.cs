using GpuDigits.Engine.Data;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Tests;
using static GpuDigits.Engine.Tests.Exchange.Models;
using OnnxTensor = GpuDigits.Engine.Files.Onnx.OnnxTensor;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// A graph in the form of the ONNX model zoo's MNIST network (mnist-8), with random weights: batch of 1, weights behind a Reshape,
/// SAME_UPPER, biases by Add, pictures
/// 0 to 255, logits at its end.
/// </summary>
public sealed class ZooMnistTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Train;

    [Fact]
    public void Its_form_is_read_and_completed()
    {
        List<string> said = [];
        var model = Import(said.Add);
        Assert.Equal(
            [typeof(Conv2D), typeof(Relu), typeof(MaxPool2D), typeof(Conv2D), typeof(Relu), typeof(MaxPool2D), typeof(Flatten),
                typeof(Dense), typeof(Softmax)],
            model.Architecture.Layers.Select(placed => placed.Layer.GetType()));
        Assert.Contains("a softmax is appended", Assert.Single(said), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void It_reads_as_the_graph_does()
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        var graph = ZooGraph();
        var model = Import();
        for (var sample = 0; sample < 3; sample++)
        {
            var bytes = Array.ConvertAll(Digits.Images.AsSpan(sample * 784, 784).ToArray(), level => (float)level);
            var logits = OnnxRuntime.Run<float>(graph, bytes, 1, 1, 28, 28);
            var sum = logits.Sum(z => Math.Exp(z - logits.Max()));
            var expected = Array.ConvertAll(logits, z => (float)(Math.Exp(z - logits.Max()) / sum));
            Assert.Equal(expected, Shown(model, Array.ConvertAll(bytes, b => b / 255)), (a, b) => MathF.Abs(a - b) < 1e-5f);
        }
    }

    private static TrainedModel Import(Action<string>? remark = null) =>
        ImportedClassifier.Complete(OnnxImport.FromOnnx(ZooGraph(), "test", InputScaling.Normalised(255, 0, 1)), "test", remark);

    private static OnnxModel ZooGraph()
    {
        Dictionary<string, object?> none = [],
            same = new()
            {
                ["kernel_shape"] = (long[])[5, 5],
                ["strides"] = (long[])[1, 1],
                ["auto_pad"] = "SAME_UPPER",
                ["group"] = 1L,
                ["dilations"] = (long[])[1, 1]
            };
        Dictionary<string, object?> Pool(long size) =>
            new()
            {
                ["kernel_shape"] = (long[])[size, size],
                ["strides"] = (long[])[size, size],
                ["pads"] = (long[])[0, 0, 0,
                0],
                ["auto_pad"] = "NOTSET"
            };
        OnnxNode Node(string operation, string[] inputs, string output, Dictionary<string, object?> attributes) =>
            new(operation, operation + output, inputs, [output]) { Attributes = attributes };
        OnnxNode[] nodes =
        [
            Node("Reshape", ["dense", "dense shape"], "matrix", none),
            Node("Conv", ["Input3", "filters"], "a", same), Node("Add", ["a", "bias"], "b", none), Node("Relu", ["b"], "c", none),
            Node("MaxPool", ["c"], "d", Pool(2)),
            Node("Conv", ["d", "filters 2"], "e", same), Node("Add", ["e", "bias 2"], "f", none), Node("Relu", ["f"], "g", none),
            Node("MaxPool", ["g"], "h", Pool(3)),
            Node("Reshape", ["h", "flat shape"], "i", none), Node("MatMul", ["i", "matrix"], "j", none),
            Node("Add", ["j", "bias 3"], "Plus214_Output_0", none),
        ];
        OnnxTensor Named(string name, OnnxTensor tensor, float factor) =>
            new(name, tensor.Shape, Array.ConvertAll(tensor.Floats()!, v => factor * v));
        OnnxTensor[] constants =
        [
            Named("filters", Tensor(60, 8, 1, 5, 5), 1f / 255), Named("bias", Tensor(61, 8, 1, 1), 1),
            Named("filters 2", Tensor(62, 16, 8, 5, 5), 0.1f), Named("bias 2", Tensor(63, 16, 1, 1), 1),
            Named("dense", Tensor(64, 16, 4, 4, 10), 0.1f), Named("bias 3", Tensor(65, 1, 10), 1),
            new("dense shape", [2], (long[])[256, 10]), new("flat shape", [2], (long[])[1, 256]),
        ];
        // In its format initialisers are inputs of the graph, too.
        OnnxValue[] inputs = [new("Input3", OnnxType.Float, [1, 1, 28, 28]),
            .. constants.Select(c => new OnnxValue(c.Name, c.Type, [.. c.Shape.Select(size => (long?)size)]))];
        return new(new("graph", nodes, constants, inputs, [new("Plus214_Output_0", OnnxType.Float, [1, 10])]), 8,
            new Dictionary<string, string>());
    }
}
