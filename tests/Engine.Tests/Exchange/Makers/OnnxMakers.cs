using System.Runtime.InteropServices;
using GpuDigits.Engine.Files.Onnx;
using static GpuDigits.Engine.Tests.Exchange.Makers.LaidOut;

namespace GpuDigits.Engine.Tests.Exchange.Makers;

/// <summary>An ONNX file as a tool writes it.</summary>
/// <param name="Maker">The tool.</param>
/// <param name="Layout">What is particular about its files.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Input">Sizes of a sample as the graph takes it, the batch left out.</param>
/// <param name="Ink">What ink is to the graph: 1 or 255.</param>
internal sealed record OnnxMaker(string Maker, string Layout, OnnxModel Graph, int[] Input, float Ink = 1);

/// <summary>The reference network as the exporters of other tools draw it, after their published sources and files.</summary>
internal static class OnnxMakers
{
    private static readonly int[] First = [1, 28, 28], Batch = [28, 28, 1];

    private static readonly Dictionary<string, object?> TransB = new() { ["alpha"] = 1f, ["beta"] = 1f, ["transB"] = 1L };

    public static IReadOnlyList<OnnxMaker> All { get; } =
    [
        new("PyTorch, `torch.onnx.export(dynamo=False)`", "`Flatten`, `Gemm` with `transB`, `LogSoftmax`",
            Torch(17, []).Then("Flatten", new() { ["axis"] = 1L })
                .Then("Gemm", TransB, Constant(TorchHidden, Hidden, Flat), Constant(HiddenBias, Hidden)).Then("Relu")
                .Then("Gemm", TransB, Constant(TorchLast, Digits, Hidden), Constant(DigitBias, Digits))
                .Then("LogSoftmax", new() { ["axis"] = 1L }).End(), First),
        new("PyTorch, `torch.onnx.export(dynamo=True)`", "operator set 18, batch 1, `Reshape` with `allowzero`, logits",
            Torch(18, new() { ["auto_pad"] = "NOTSET" }, 1)
                .Then("Reshape", new() { ["allowzero"] = 1L }, Sizes(1, Flat))
                .Then("Gemm", TransB, Constant(TorchHidden, Hidden, Flat), Constant(HiddenBias, Hidden)).Then("Relu")
                .Then("Gemm", TransB, Constant(TorchLast, Digits, Hidden), Constant(DigitBias, Digits)).End(), First),
        new("PyTorch, `x.view(x.size(0), -1)`", "the sizes for `Reshape` computed from the data", TorchView(), First),
        new("Keras, tf2onnx", "channels last outside, `Reshape` and `Transpose` around the convolution, `MatMul` and `Add`",
            new DrawnGraph(15, OnnxType.Float, null, 28, 28, 1)
                .Then("Reshape", null, Sizes(-1, 1, 28, 28))
                .Then("Conv", Window2D(auto: "VALID"), Constant(Oihw, OihwShape), Constant(FilterBias, Filters)).Then("Relu")
                .Then("MaxPool", Pool()).Then("Transpose", new() { ["perm"] = (long[])[0, 2, 3, 1] }).Then("Reshape", null, Sizes(-1, Flat))
                .Then("MatMul", null, Constant(ChannelsLast, Flat, Hidden)).Then("Add", null, Constant(HiddenBias, Hidden)).Then("Relu")
                .Then("MatMul", null, Constant(Last, Hidden, Digits)).Then("Add", null, Constant(DigitBias, Digits)).Then("Softmax").End(),
            Batch),
        new("Keras, keras2onnx", "`Transpose` in and out, bias by `Add`, `Identity` at the end",
            new DrawnGraph(11, OnnxType.Float, null, 28, 28, 1)
                .Then("Transpose", new() { ["perm"] = (long[])[0, 3, 1, 2] })
                .Then("Conv", Window2D(auto: "VALID"), Constant(Oihw, OihwShape)).Then("Add", null, Constant(FilterBias, 1, Filters, 1, 1))
                .Then("Relu").Then("MaxPool", Pool("VALID")).Then("Transpose", new() { ["perm"] = (long[])[0, 2, 3, 1] })
                .Then("Flatten").Then("MatMul", null, Constant(ChannelsLast, Flat, Hidden))
                .Then("Add", null, Constant(HiddenBias, 1, Hidden)).Then("Relu")
                .Then("MatMul", null, Constant(Last, Hidden, Digits)).Then("Add", null, Constant(DigitBias, Digits))
                .Then("Softmax", new() { ["axis"] = 1L }).Then("Identity").End(),
            Batch),
        new("ONNX model zoo, `mnist-8` (CNTK)", "bytes, bias by `Add`, weights behind a `Reshape`, logits", Cntk(), First, 255),
        new("MXNet, `mx.onnx.export_model`", "operator set 7, `BatchNormalization` with `spatial`, batch 1",
            Torch(7, [], 1, new() { ["epsilon"] = 1e-3f, ["momentum"] = 0.9f, ["spatial"] = 1L })
                .Then("Flatten")
                .Then("Gemm", new() { ["alpha"] = 1f, ["beta"] = 1f, ["transA"] = 0L, ["transB"] = 1L },
                    Constant(TorchHidden, Hidden, Flat), Constant(HiddenBias, Hidden)).Then("Relu").Then("Flatten")
                .Then("Gemm", TransB, Constant(TorchLast, Digits, Hidden), Constant(DigitBias, Digits))
                .Then("Softmax", new() { ["axis"] = 1L }).End(), First),
        new("PaddlePaddle, paddle2onnx", "weights in `Constant` nodes, biases behind a `Reshape`", Paddle(), First),
        new("Chainer, onnx-chainer", "`MaxPool` with `ceil_mode`, `Reshape`, `Gemm`",
            new DrawnGraph(11, OnnxType.Float, 1, 1, 28, 28)
                .Then("Conv", Window2D(), Constant(Oihw, OihwShape), Constant(FilterBias, Filters)).Then("Relu")
                .Then("MaxPool", new(Pool()) { ["ceil_mode"] = 1L, ["pads"] = new long[4] }).Then("Reshape", null, Sizes(1, -1))
                .Then("Gemm", TransB, Constant(TorchHidden, Hidden, Flat), Constant(HiddenBias, Hidden)).Then("Relu")
                .Then("Gemm", TransB, Constant(TorchLast, Digits, Hidden), Constant(DigitBias, Digits)).Then("Softmax").End(), First),
        new("MATLAB, `exportONNXNetwork`", "the input as it is; dense layers as convolutions over all that is left", Matlab(false), First),
        new("MATLAB, the input's normalisation `zerocenter`", "a mean picture is subtracted", Matlab(true), First),
        new("Core ML, coremltools and onnxmltools", "bytes, scaled and shifted inside, `Gemm` without `transB`",
            new DrawnGraph(9, OnnxType.Float, null, 1, 28, 28)
                .Then("Mul", null, Constant([1 / 255f], 1)).Then("Add", null, Constant([0], 1, 1, 1))
                .Then("Conv", Window2D(auto: "VALID"), Constant(Oihw, OihwShape), Constant(FilterBias, Filters)).Then("Relu")
                .Then("MaxPool", Pool("VALID")).Then("Flatten").Then("Gemm", null, Constant(ChannelsFirst, Flat, Hidden),
                    Constant(HiddenBias, Hidden)).Then("Relu")
                .Then("Gemm", null, Constant(Last, Hidden, Digits), Constant(DigitBias, Digits)).Then("Softmax").End(), First, 255),
        new("ONNX Runtime, half precision (`float16` converter)", "weights of 16 bits between two `Cast`s", HalfPrecision(), First),
        new("ONNX Runtime, quantised (`quantize_dynamic`)", "`DynamicQuantizeLinear`, `MatMulInteger`",
            Torch(17, []).Then("Flatten").Then("DynamicQuantizeLinear").End(), First),
        new("scikit-learn, skl2onnx (`MLPClassifier`)", "two outputs, `ArgMax`, `ZipMap`", Scikit(), [784]),
    ];

    private static float[] TorchHidden => Transposed(ChannelsFirst, Flat, Hidden);

    private static float[] TorchLast => Transposed(Last, Hidden, Digits);

    /// <summary>Convolution, normalisation if there is one, activation, pooling.</summary>
    private static DrawnGraph Torch(
        long opset, Dictionary<string, object?> more, long? batch = null, Dictionary<string, object?>? normal = null)
    {
        var conv = Window2D();
        foreach (var (name, value) in more)
            conv[name] = value;
        var graph = new DrawnGraph(opset, OnnxType.Float, batch, 1, 28, 28)
            .Then("Conv", conv, Constant(Oihw, OihwShape), Constant(FilterBias, Filters));
        if (normal is not null)
        {
            // One that changes nothing: its variance and ε are 1 together.
            OnnxTensor Filled(float value) => Constant([.. Enumerable.Repeat(value, Filters)], Filters);
            graph.Then("BatchNormalization", normal, Filled(1), Filled(0), Filled(0), Filled(1 - 1e-3f));
        }

        Dictionary<string, object?> pool = new(Pool()) { ["pads"] = new long[4] };
        // It came with operator set 10.
        if (opset >= 10)
            pool["ceil_mode"] = 0L;
        return graph.Then("Relu").Then("MaxPool", pool);
    }

    private static OnnxModel TorchView()
    {
        var graph = Torch(13, []);
        var picture = graph.Last;
        var shape = graph.Node("Shape", null, picture);
        var batch = graph.Node("Gather", new() { ["axis"] = 0L }, shape, graph.Keep(new("", [1], (long[])[0])));
        var sizes = graph.Node("Concat", new() { ["axis"] = 0L }, batch, graph.Keep(Sizes(-1)));
        graph.Node("Reshape", null, picture, sizes);
        return graph.Then("Gemm", TransB, Constant(TorchHidden, Hidden, Flat), Constant(HiddenBias, Hidden)).Then("Relu")
            .Then("Gemm", TransB, Constant(TorchLast, Digits, Hidden), Constant(DigitBias, Digits)).End();
    }

    private static OnnxModel Cntk()
    {
        var graph = new DrawnGraph(8, OnnxType.Float, 1, 1, 28, 28)
            .Then("Conv", Window2D(auto: "VALID"), Constant([.. Oihw.Select(value => value / 255)], OihwShape))
            .Then("Add", null, Constant(FilterBias, Filters, 1, 1)).Then("Relu")
            .Then("MaxPool", new(Pool()) { ["auto_pad"] = "NOTSET", ["pads"] = new long[4] }).Then("Reshape", null, Sizes(1, Flat));
        var flat = graph.Last;
        var weights = graph.Node("Reshape", null, graph.Keep(Constant(ChannelsFirst, Filters, Pooled, Pooled, Hidden)),
            graph.Keep(Sizes(Flat, Hidden)));
        graph.Node("MatMul", null, flat, weights);
        return graph.Then("Add", null, Constant(HiddenBias, 1, Hidden)).Then("Relu")
            .Then("MatMul", null, Constant(Last, Hidden, Digits)).Then("Add", null, Constant(DigitBias, 1, Digits)).End();
    }

    private static OnnxModel Paddle()
    {
        var graph = new DrawnGraph(13, OnnxType.Float, null, 1, 28, 28);
        string Held(OnnxTensor value) => graph.Node("Constant", new() { ["value"] = value });
        string filters = Held(Constant(Oihw, OihwShape)), shape = Held(Sizes(1, -1, 1, 1)), bias = Held(Constant(FilterBias, Filters)),
            hidden = Held(Constant(ChannelsFirst, Flat, Hidden)), hiddenBias = Held(Constant(HiddenBias, Hidden)),
            last = Held(Constant(Last, Hidden, Digits)), lastBias = Held(Constant(DigitBias, Digits));
        var wide = graph.Node("Reshape", null, bias, shape);
        graph.Node("Conv", Window2D(), "input", filters);
        graph.Node("Add", null, graph.Last, wide);
        graph.Then("Relu").Then("MaxPool", Pool()).Then("Flatten", new() { ["axis"] = 1L });
        graph.Node("MatMul", null, graph.Last, hidden);
        graph.Node("Add", null, graph.Last, hiddenBias);
        graph.Then("Relu");
        graph.Node("MatMul", null, graph.Last, last);
        graph.Node("Add", null, graph.Last, lastBias);
        return graph.Then("Softmax", new() { ["axis"] = -1L }).End();
    }

    private static OnnxModel Matlab(bool centred)
    {
        var graph = new DrawnGraph(14, OnnxType.Float, null, 1, 28, 28);
        if (centred)
            graph.Then("Sub", null, Constant([.. Enumerable.Range(0, 784).Select(i => i / 784f)], 1, 1, 28, 28));
        return graph.Then("Conv", Window2D(), Constant(Oihw, OihwShape), Constant(FilterBias, Filters)).Then("Relu")
            .Then("MaxPool", new(Pool()) { ["pads"] = new long[4] })
            .Then("Conv", Window2D(Pooled), Constant(TorchHidden, Hidden, Filters, Pooled, Pooled), Constant(HiddenBias, Hidden))
            .Then("Relu").Then("Conv", Window2D(1), Constant(TorchLast, Digits, Hidden, 1, 1), Constant(DigitBias, Digits))
            .Then("Flatten", new() { ["axis"] = 1L }).Then("Softmax").End();
    }

    private static OnnxModel HalfPrecision()
    {
        OnnxTensor Halves(float[] values, params int[] shape) =>
            new("", OnnxType.Float16, shape, MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()));
        return new DrawnGraph(17, OnnxType.Float, null, 1, 28, 28)
            .Then("Cast", new() { ["to"] = (long)OnnxType.Float16 })
            .Then("Conv", Window2D(), Halves(Oihw, OihwShape), Halves(FilterBias, Filters)).Then("Relu").Then("MaxPool", Pool())
            .Then("Flatten", new() { ["axis"] = 1L })
            .Then("Gemm", TransB, Halves(TorchHidden, Hidden, Flat), Halves(HiddenBias, Hidden)).Then("Relu")
            .Then("Gemm", TransB, Halves(TorchLast, Digits, Hidden), Halves(DigitBias, Digits))
            .Then("Softmax", new() { ["axis"] = 1L }).Then("Cast", new() { ["to"] = (long)OnnxType.Float }).End();
    }

    private static OnnxModel Scikit()
    {
        var graph = new DrawnGraph(17, OnnxType.Float, null, 784)
            .Then("Cast", new() { ["to"] = (long)OnnxType.Float }).Then("MatMul", null, Models.Tensor(1, 784, Hidden))
            .Then("Add", null, Constant(HiddenBias, 1, Hidden)).Then("Relu")
            .Then("MatMul", null, Constant(Last, Hidden, Digits)).Then("Add", null, Constant(DigitBias, 1, Digits)).Then("Softmax");
        var probabilities = graph.Last;
        var label = graph.Node("ArgMax", new() { ["axis"] = 1L }, probabilities);
        return graph.End(label, graph.Foreign("ai.onnx.ml", "ZipMap", probabilities));
    }

    private static Dictionary<string, object?> Window2D(int size = Window, string? auto = null)
    {
        Dictionary<string, object?> window = new()
        {
            ["kernel_shape"] = (long[])[size, size],
            ["strides"] = (long[])[1, 1],
            ["dilations"] = (long[])[1, 1],
            ["group"] = 1L,
        };
        window[auto is null ? "pads" : "auto_pad"] = auto is null ? new long[4] : auto;
        return window;
    }

    private static Dictionary<string, object?> Pool(string? auto = null)
    {
        Dictionary<string, object?> pool = new() { ["kernel_shape"] = (long[])[2, 2], ["strides"] = (long[])[2, 2] };
        if (auto is not null)
            pool["auto_pad"] = auto;
        return pool;
    }
}
