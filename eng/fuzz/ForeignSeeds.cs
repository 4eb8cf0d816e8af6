using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Tests.Exchange.Makers;

namespace GpuDigits.Fuzz;

/// <summary>Small graphs of the operations that other tools write and ours does not.</summary>
internal static class ForeignSeeds
{
    public static byte[][] Onnx() =>
    [
        Bytes(ChannelsLast()), Bytes(Normalised()), Bytes(Pooled()), Bytes(Computed()),
    ];

    /// <summary>As tf2onnx writes a network of Keras.</summary>
    private static OnnxModel ChannelsLast() => new DrawnGraph(15, OnnxType.Float, null, 4, 4, 1)
        .Then("Mul", null, Tensor(1)).Then("Sub", null, Tensor(1)).Then("Transpose", new() { ["perm"] = (long[])[0, 3, 1, 2] })
        .Then("Conv", new() { ["auto_pad"] = "VALID", ["kernel_shape"] = (long[])[3, 3] }, Tensor(2, 1, 3, 3))
        .Then("Add", null, Tensor(1, 2, 1, 1)).Then("Relu")
        .Then("MaxPool", new() { ["kernel_shape"] = (long[])[2, 2], ["strides"] = (long[])[2, 2], ["auto_pad"] = "SAME_UPPER" })
        .Then("Transpose", new() { ["perm"] = (long[])[0, 2, 3, 1] }).Then("Reshape", null, Sizes(-1, 2))
        .Then("MatMul", null, Tensor(2, 3)).Then("Add", null, Tensor(3)).Then("Div", null, Tensor(1)).Then("Softmax").End();

    /// <summary>As PyTorch exports one with normalisations.</summary>
    private static OnnxModel Normalised() => new DrawnGraph(17, OnnxType.Float, null, 1, 6, 6)
        .Then("Conv", new() { ["pads"] = (long[])[1, 1, 1, 1], ["dilations"] = (long[])[1, 1], ["group"] = 1L },
            Tensor(2, 1, 3, 3), Tensor(2))
        .Then("BatchNormalization", new() { ["epsilon"] = 1e-5f, ["momentum"] = 0.9f }, Tensor(2), Tensor(2), Tensor(2), Tensor(2))
        .Then("Relu").Then("AveragePool", new() { ["kernel_shape"] = (long[])[3, 3], ["strides"] = (long[])[3, 3], ["ceil_mode"] = 0L })
        .Then("Dropout", null, Tensor()).Then("Flatten", new() { ["axis"] = 1L })
        .Then("Gemm", new() { ["transB"] = 1L, ["alpha"] = 0.5f, ["beta"] = 0.25f }, Tensor(4, 8), Tensor(4)).Then("Relu")
        .Then("Gemm", new() { ["transB"] = 1L }, Tensor(3, 4), Tensor(3)).Then("LogSoftmax", new() { ["axis"] = 1L }).End();

    /// <summary>Without dense layers.</summary>
    private static OnnxModel Pooled() => new DrawnGraph(13, OnnxType.UInt8, 1, 1, 4, 4)
        .Then("Cast", new() { ["to"] = 1L }).Then("Conv", null, Tensor(3, 1, 2, 2)).Then("Identity")
        .Then("ReduceMean", new() { ["axes"] = (long[])[2, 3], ["keepdims"] = 1L }).Then("Squeeze", null, Sizes(2, 3)).End();

    /// <summary>Weights that are computed from constants.</summary>
    private static OnnxModel Computed()
    {
        var graph = new DrawnGraph(13, OnnxType.Float, null, 4);
        var weights = graph.Node("Constant", new() { ["value"] = Tensor(3, 4) });
        var turned = graph.Node("Transpose", new() { ["perm"] = (long[])[1, 0] }, weights);
        var shape = graph.Node("Shape", null, turned);
        var columns = graph.Node("Gather", new() { ["axis"] = 0L }, shape, graph.Keep(Sizes(1)));
        var both = graph.Node("Concat", new() { ["axis"] = 0L }, graph.Keep(Sizes(4)), columns);
        var shaped = graph.Node("Reshape", null, turned, both);
        var root = graph.Node("Sqrt", null, graph.Node("Abs", null, shaped));
        var sum = graph.Node("Add", null, root, graph.Node("Expand", null, graph.Keep(Tensor(1)), graph.Keep(Sizes(4, 3))));
        var bias = graph.Node("ConstantOfShape", new() { ["value"] = Tensor(1) }, graph.Keep(Sizes(3)));
        var bytes = graph.Keep(new("", OnnxType.UInt8, [3], [1, 2, 3]));
        var scaled = graph.Node("DequantizeLinear", null, bytes, graph.Keep(Tensor()), graph.Keep(new("", OnnxType.UInt8, [], [1])));
        var shift = graph.Node("Mul", null, bias, graph.Node("Exp", null, graph.Node("Neg", null, scaled)));
        var product = graph.Node("MatMul", null, "input", sum);
        graph.Node("Add", null, product, shift);
        return graph.End();
    }

    private static OnnxTensor Tensor(params int[] shape) =>
        new("", shape, [.. Enumerable.Range(1, shape.Aggregate(1, (a, b) => a * b)).Select(i => i / 8f)]);

    private static OnnxTensor Sizes(params long[] sizes) => new("", [sizes.Length], sizes);

    private static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        OnnxFile.Save(stream, model);
        return stream.ToArray();
    }
}
