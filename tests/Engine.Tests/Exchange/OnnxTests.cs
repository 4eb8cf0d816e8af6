using Google.Protobuf;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Files.Onnx.Messages;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Tests.Files;
using static GpuDigits.Engine.Tests.Exchange.Models;

namespace GpuDigits.Engine.Tests.Exchange;

public sealed class OnnxTests
{
    private static readonly Dictionary<string, object?> None = [];

    private static readonly (string, Dictionary<string, object?>, OnnxTensor[]) ToLast =
        ("Transpose", new() { ["perm"] = (long[])[0, 2, 3, 1] }, []);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_model_goes_out_and_comes_back_bit_by_bit(bool raw)
    {
        foreach (var model in (TrainedModel[])[Shipped, Zoo])
        {
            var back = OnnxImport.FromOnnx(Through(OnnxExport.ToOnnx(model, raw)), "test");
            Assert.Equal(model.Architecture.ToJson(), back.Architecture.ToJson());
            Assert.Equal(model.Weights, back.Weights);
        }
    }

    [Fact]
    public void Batch_normalisation_folds_into_the_layer_before_it()
    {
        var graph = OnnxExport.ToOnnx(Normalised);
        Assert.DoesNotContain("BatchNormalization", graph.Graph.Nodes.Select(n => n.Operation));
        var pictures = Models.Random(4, 784 * 20);
        float[] expected = Predict(Normalised, pictures), actual = Predict(OnnxImport.FromOnnx(graph, "test"), pictures);
        Assert.True(expected.Zip(actual, (e, a) => MathF.Abs(e - a)).Max() < 1e-5f);
        Assert.InRange(expected.Max() - expected.Min(), 0.1f, 1);
    }

    [Fact]
    public void Pictures_and_vectors_without_a_dense_layer_come_out_in_our_order()
    {
        var ends = Untrained(new(new(4, 4, 2), new Conv2D(3, 2), new Flatten()));
        var graph = OnnxExport.ToOnnx(ends);
        Assert.Equal(["Conv", "Transpose", "Flatten"], graph.Graph.Nodes.Select(n => n.Operation));
        var back = OnnxImport.FromOnnx(Through(graph), "test");
        Assert.Equal(ends.Weights, back.Weights);
        Assert.Equal([null, 2, 4, 4], graph.Graph.Inputs[0].Shape);
    }

    [Fact]
    public void Equal_models_are_equal_bytes_and_the_file_is_as_large_as_its_weights()
    {
        var bytes = Bytes(OnnxExport.ToOnnx(Shipped));
        Assert.Equal(bytes, Bytes(OnnxExport.ToOnnx(Shipped)));
        Assert.InRange(bytes.Length - (4 * Shipped.Architecture.ParameterCount), 0, 4000);
    }

    [Fact]
    public void Factors_before_the_first_layer_go_into_it()
    {
        OnnxTensor w = Tensor(1, 3, 1, 2, 2), b = Tensor(2, 3);
        (string, Dictionary<string, object?>, OnnxTensor[]) conv = ("Conv", None, [w, b]);
        OnnxModel plain = Graph([null, 1, 4, 4], conv), scaled = Graph([null, 1, 4, 4], ("Div", None, [new("", [], [255f])]), conv);
        TrainedModel one = OnnxImport.FromOnnx(plain, "test"),
            bytes = OnnxImport.FromOnnx(scaled, "test", InputScaling.Normalised(255, 0, 1));
        Assert.Equal(one.Weights, bytes.Weights);
        var shifted = OnnxImport.FromOnnx(plain, "test", InputScaling.Normalised(1, 0.5, 0.25));
        for (var f = 0; f < 3; f++)
        {
            var sum = w.Floats()!.Skip(4 * f).Take(4).Sum(v => (double)v);
            Assert.Equal(b.Floats()![f] - (2 * sum), shifted.Weights[shifted.Architecture.Parameters[1].Offset + f], 1e-5);
        }
    }

    public static TheoryData<string, OnnxModel> Refused { get; } = new()
    {
        { "(\"Sigmoid\"): our layers have no such operation", Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]), ("Sigmoid", None, [])) },
        { "in groups", Graph([1, 2, 4, 4], ("Conv", new() { ["group"] = 2L }, [Tensor(1, 2, 1, 2, 2)])) },
        { "gaps in its window", Graph([1, 1, 4, 4], ("Conv", new() { ["dilations"] = (long[])[2, 2] }, [Tensor(1, 2, 1, 2, 2)])) },
        { "padding [1, 0, 0, 0]", Graph([1, 1, 4, 4], ("Conv", new() { ["pads"] = (long[])[1, 0, 0, 0] }, [Tensor(1, 2, 1, 2, 2)])) },
        { "with sizes rounded up",
            Graph([1, 1, 8, 8],
                ("MaxPool", new() { ["kernel_shape"] = (long[])[5, 5], ["strides"] = (long[])[2, 2], ["ceil_mode"] = 1L }, [])) },
        { "has 1 dimensions", Graph([1, 1, 4], ("Conv", None, [Tensor(1, 2, 1, 2)])) },
        { "reads 3 channels of 1", Graph([1, 1, 4, 4], ("Conv", None, [Tensor(1, 2, 3, 2, 2)])) },
        { "reads 5 values", Graph([1, 4], ("Gemm", None, [Tensor(1, 5, 2)])) },
        { "transposes what flows", Graph([4, 4], ("Gemm", new() { ["transA"] = 1L }, [Tensor(1, 4, 2)])) },
        { "of another kind", Graph([4, 4], ("Gemm", new() { ["transB"] = 1f }, [Tensor(1, 4, 2)])) },
        { "adds [3], which is no row of 2 values", Graph([4, 4], ("Gemm", None, [Tensor(1, 4, 2), Tensor(2, 3)])) },
        { "adds [2, 1], which is no row of 2 values", Graph([2, 4], ("Gemm", None, [Tensor(1, 4, 2), Tensor(2, 2, 1)])) },
        { "counts the zeros",
            Graph([1, 1, 4, 4],
                ("AveragePool", new() { ["kernel_shape"] = (long[])[3, 3], ["pads"] = (long[])[1, 1, 1, 1], ["count_include_pad"] = 1L },
                    [])) },
        { "does not follow a convolution",
            Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]), ("Relu", None, []), ("Add", None, [Tensor(2, 2)])) },
        { "neither one number nor one", Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]), ("Add", None, [Tensor(2, 3)])) },
        { "divides by 0", Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]), ("Div", None, [new("", [], [0f])])) },
        { "training mode",
            Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]),
                ("BatchNormalization", new() { ["training_mode"] = 1L }, [Tensor(2, 2), Tensor(3, 2), Tensor(4, 2), Tensor(5, 2)])) },
        { "holds what is no number",
            Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]),
                ("BatchNormalization", None, [Tensor(2, 2), Tensor(3, 2), new("", [2], [1, float.NaN]), Tensor(5, 2)])) },
        { "(\"BatchNormalization\"): its input \"1.3\" has the variance -0.5, which with ε = 1E-05 is not above 0",
            Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]),
                ("BatchNormalization", None, [Tensor(2, 2), Tensor(3, 2), Tensor(4, 2), new("", [2], [1, -0.5f])])) },
        { "has a constant [28, 1, 1], neither one number nor one",
            Graph([1, 1, 28, 28], ("Conv", None, [Tensor(1, 28, 1, 1, 1)]), ToLast, ("Add", None, [Tensor(2, 28, 1, 1)])) },
        { "keeps channels last",
            Graph([1, 1, 28, 28], ("Conv", None, [Tensor(1, 28, 1, 1, 1)]), ToLast,
                ("BatchNormalization", None, [Positive(2, 28), Tensor(3, 28), Tensor(4, 28), Positive(5, 28)])) },
        { "neither one number nor one",
            Graph([1, 1, 28, 28], ("Conv", None, [Tensor(1, 28, 1, 1, 1)]), ToLast,
                ("Add", new() { ["broadcast"] = 1L, ["axis"] = 1L }, [Tensor(2, 28)])) },
        { "comes after Softmax", Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 2)]), ("Softmax", None, []), ("Relu", None, [])) },
        { "is no flattening", Graph([1, 4], ("Gemm", None, [Tensor(1, 4, 4)]), ("Reshape", None, [new("", [3], (long[])[1, 2, 2])])) },
        { "is none between channels", Graph([1, 1, 4, 4], ("Transpose", new() { ["perm"] = (long[])[0, 2, 1, 3] }, [])) },
        { "another order than ours",
            Graph([1, 2, 4, 4], ("Conv", None, [Tensor(1, 2, 2, 2, 2)]), ("Flatten", None, []), ("Softmax", None, [])) },
        { "the input's mean cannot",
            Graph([1, 1, 4, 4], ("Sub", None, [new("", [], [0.5f])]),
                ("Conv", new() { ["pads"] = (long[])[1, 1, 1, 1] }, [Tensor(1, 2, 1, 3, 3)])) },
        { "while the input is still scaled", Graph([1, 1, 4, 4], ("Mul", None, [new("", [], [0.5f])]), ("Relu", None, [])) },
        { "there is no convolution or dense layer", Graph([1, 4], ("Identity", None, [])) },
        { "the input is [?, 1, ?, 4]", Graph([null, 1, null, 4], ("Relu", None, [])) },
        { "is not a constant", Wired([new("Gemm", "g", ["x", "x"], ["y"])], "x", "y") },
        { "2 nodes read \"x\"", Wired([new("Relu", "a", ["x"], ["p"]), new("Relu", "b", ["x"], ["y"])], "x", "y") },
        { "lie outside the way", Wired([new("Relu", "a", ["x"], ["y"]), new("Relu", "b", ["q"], ["r"])], "x", "y") },
        { "leads nowhere", Wired([new("Relu", "a", ["x"], ["x"])], "x", "y") },
        { "0 nodes read \"p\"", Wired([new("Relu", "a", ["x"], ["p"])], "x", "y") },
        { "operator set \"com.example\"", Wired([new("Relu", "a", ["x"], ["y"]) { Domain = "com.example" }], "x", "y") },
    };

    /// <summary>As many rows and columns as channels, so that the sizes alone do not tell them apart.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_constant_between_two_transposes_is_for_the_channels(bool old)
    {
        OnnxTensor w = Tensor(1, 28, 1, 1, 1), b = Tensor(2, 28);
        var broadcast = old ? new Dictionary<string, object?> { ["broadcast"] = 1L, ["axis"] = 3L } : None;
        var added = OnnxImport.FromOnnx(Graph([1, 1, 28, 28], ("Conv", None, [w]), ToLast, ("Add", broadcast, [b])), "test");
        var asBias = OnnxImport.FromOnnx(Graph([1, 1, 28, 28], ("Conv", None, [w, b]), ToLast), "test");
        Assert.Equal(asBias.Weights, added.Weights);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_ours_cannot_do_is_refused_with_the_reason(string reason, OnnxModel graph)
    {
        var e = Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(graph, "test"));
        Assert.StartsWith("test: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Survives_mutations()
    {
        var small = Untrained(
            new(new(6, 6, 1), new Conv2D(2, 3), new MaxPool2D(2), new Relu(), new Dropout(0.1f), new Flatten(), new Dense(3),
                new Softmax()));
        var bytes = Bytes(OnnxExport.ToOnnx(small, raw: true));
        Mutations.Campaign<ModelFileException>(
            bytes, stream => OnnxImport.FromOnnx(OnnxFile.Load(stream, "test"), "test"), 20_000, 200_000, bytes.Length);
    }

    [Fact]
    public void What_a_file_may_ask_for_is_limited()
    {
        // 200,000 empty messages of two bytes each, in the three places where a message is large.
        byte[] nodes = Field(7, Many([0x0A, 0])), constants = Field(7, Many([0x2A, 0])), settings = Field(7, Field(1, Many([0x2A, 0])));
        foreach (var file in (byte[][])[nodes, constants, settings])
            Assert.Matches("^test: offset [0-9]+: .*more than 100000", Refusal(file));

        // The parser's own limits: a length beyond the end, messages in messages, a text that is none.
        Assert.Matches("^test: offset [0-9]+: ", Refusal([0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]));
        byte[] deep = [.. Enumerable.Repeat<byte>(0x0B, 100_000)];
        Assert.Matches("^test: offset [0-9]+: ", Refusal(deep));
        Assert.Matches("^test: offset [0-9]+: ", Refusal([0x12, 1, 0xFF]));
    }

    [Fact]
    public void A_constant_that_is_not_as_its_shape_says_is_refused_with_its_name()
    {
        void Refused(string reason, TensorProto tensor)
        {
            tensor.Name = "w";
            var message = Assert.Throws<ModelFileException>(() => Load(tensor)).Message;
            Assert.StartsWith("test: graph.initializer \"w\": ", message, StringComparison.Ordinal);
            Assert.Contains(reason, message, StringComparison.Ordinal);
        }

        Refused("another file", new() { DataType = 1, DataLocation = 1 });
        Refused("does not fit", new() { DataType = 1, Dims = { 1 << 28 }, RawData = ByteString.CopyFrom(1, 2, 3, 4) });
        Refused("does not fit", new() { DataType = 1, Dims = { 1 }, RawData = ByteString.CopyFrom(1, 2, 3) });
        Refused("does not fit", new() { DataType = 1, Dims = { 2 }, FloatData = { 1 } });
        Refused("does not fit", new() { DataType = 1, Dims = { 1 }, DoubleData = { 1 } });
        Refused("does not fit", new() { DataType = 1, Dims = { 1 }, FloatData = { 1 }, RawData = ByteString.CopyFrom(1, 2, 3, 4) });
        Refused("does not fit", new() { DataType = 1, Dims = { 1 }, FloatData = { 1 }, Int32Data = { 1 } });
        Refused("larger than any file", new() { DataType = 1, Dims = { int.MaxValue, int.MaxValue, int.MaxValue } });
        Refused("the size -1", new() { DataType = 1, Dims = { -1 } });
        Refused("9 dimensions", new() { DataType = 1, Dims = { 1, 1, 1, 1, 1, 1, 1, 1, 1 } });
    }

    [Fact]
    public void A_tensor_that_is_counted_in_another_way_is_written_so()
    {
        var stored = new TensorProto { Name = "before", DataType = 1, Dims = { 2, 3 }, FloatData = { 1, 2, 3, 4, 5, 6 } };
        var written = Load(stored).Graph.Initializers[0].As("after", [6]).ToMessage();
        Assert.Equal("after", written.Name);
        Assert.Equal([6L], written.Dims);
    }

    [Fact]
    public void Constants_are_read_in_every_way_of_writing_them()
    {
        OnnxTensor Read(OnnxType type, TensorProto data, int count)
        {
            data.DataType = (int)type;
            data.Dims.Add(count);
            return Load(data).Graph.Initializers[0];
        }

        Assert.Equal([1.5f, -2f], Read(OnnxType.Float, new() { FloatData = { 1.5f, -2f } }, 2).Floats()!);
        Assert.Equal([1.5f], Read(OnnxType.Double, new() { DoubleData = { 1.5 } }, 1).Floats()!);
        Assert.Equal([1.5f], Read(OnnxType.Float16, Raw(BitConverter.GetBytes((Half)1.5f)), 1).Floats()!);
        Assert.Equal([1.5f], Read(OnnxType.Float16, new() { Int32Data = { 0x3E00 } }, 1).Floats()!);
        Assert.Equal([-1, 300], Read(OnnxType.Int64, new() { Int64Data = { -1, 300 } }, 2).Integers()!);
        Assert.Equal([uint.MaxValue], Read(OnnxType.UInt32, new() { Uint64Data = { uint.MaxValue } }, 1).Integers()!);
        Assert.Equal([7, 200], Read(OnnxType.UInt8, Raw([7, 200]), 2).Integers()!);
        Assert.Equal([-5], Read(OnnxType.Int32, Raw(BitConverter.GetBytes(-5)), 1).Integers()!);
        Assert.Null(Read(OnnxType.Int32, Raw(new byte[4]), 1).Floats());
    }

    /// <summary>Bytes that no library of ours made: field numbers and wire types of onnx.proto, floats packed and one by one.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_fields_are_those_of_the_format(bool packed)
    {
        byte[] one = BitConverter.GetBytes(1.5f), two = BitConverter.GetBytes(-2f);
        var floats = packed ? Field(4, [.. one, .. two]) : [0x25, .. one, 0x25, .. two];
        var sizes = packed ? Field(1, [2]) : [0x08, 2];
        byte[] tensor = [.. sizes, 0x10, 1, .. floats, .. Field(8, "w"u8.ToArray())];
        byte[] setting = [.. Field(1, "axis"u8.ToArray()), 0x18, 1, 0xA0, 0x01, 2];
        byte[] node = [.. Field(1, "x"u8.ToArray()), .. Field(2, "y"u8.ToArray()), .. Field(4, "Gemm"u8.ToArray()), .. Field(5, setting)];
        byte[] value = [.. Field(1, "x"u8.ToArray()),
            .. Field(2, Field(1, [0x08, 1, .. Field(2, [.. Field(1, Field(2, "n"u8.ToArray())), .. Field(1, [0x08, 4])])]))];
        var model = Load(
            [.. Field(8, [0x10, 17]), .. Field(7, [.. Field(1, node), .. Field(5, tensor), .. Field(11, value), .. Field(12, value)])]);
        Assert.Equal(17, model.Opset);
        Assert.Equal([1.5f, -2f], model.Graph.Initializers[0].Floats()!);
        Assert.Equal("w", model.Graph.Initializers[0].Name);
        var read = model.Graph.Nodes[0];
        Assert.Equal(("Gemm", "x", "y", (object)1L), (read.Operation, read.Inputs[0], read.Outputs[0], read.Attributes["axis"]));
        Assert.Equal([null, 4L], model.Graph.Inputs[0].Shape);
    }

    private static byte[] Many(byte[] message) => [.. Enumerable.Repeat(message, 200_000).SelectMany(b => b)];

    /// <summary>A field of bytes: its number, wire type 2, the length as a varint.</summary>
    private static byte[] Field(int number, byte[] content)
    {
        List<byte> length = [];
        var rest = content.Length;
        for (; rest >= 0x80; rest >>= 7)
            length.Add((byte)(rest | 0x80));
        return [(byte)((number << 3) | 2), .. length, (byte)rest, .. content];
    }

    private static TensorProto Raw(byte[] bytes) => new() { RawData = ByteString.CopyFrom(bytes) };

    private static string Refusal(byte[] file)
    {
        var message = Assert.Throws<ModelFileException>(() => Load(file)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static OnnxModel Load(TensorProto constant) =>
        Load(new ModelProto
        {
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Graph = new() { Initializer = { constant } }
        }.ToByteArray());

    private static OnnxModel Load(byte[] file) => OnnxFile.Load(new MemoryStream(file), "test");

    private static OnnxModel Wired(OnnxNode[] nodes, string input, string output) => new(
        new("graph", nodes, [], [new(input, OnnxType.Float, [1, 4])], [new(output, OnnxType.Float, null)]), 17,
        new Dictionary<string, string>());

    internal static OnnxModel Through(OnnxModel model) => OnnxFile.Load(new MemoryStream(Bytes(model)), "test");

    private static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        OnnxFile.Save(stream, model);
        return stream.ToArray();
    }
}
