using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model.Exchange;
using static GpuDigits.Engine.Tests.Exchange.Models;
using OnnxTensor = GpuDigits.Engine.Files.Onnx.OnnxTensor;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// Weights that reach their layer through other operations: each operation, on the weights of one dense layer [2, 3] or its bias [3].
/// </summary>
public sealed class FoldedConstantsTests
{
    private static readonly float[] W = [1, -2, 3, -4, 5, -6], B = [0.5f, -1, 2];

    private static readonly Dictionary<string, object?> None = [];

    /// <summary>By name: whether it is the bias, what is stored, the operations on it, and what they must give.</summary>
    public static IReadOnlyDictionary<string, Folded> All { get; } = new Dictionary<string, Folded>
    {
        ["Identity"] = new(W, new("s", [2, 3], W), [("Identity", None, [])]),
        ["Reshape"] = new(W, new("s", [6], W), [("Reshape", None, [Whole(2, 3)])]),
        ["Reshape, the rest"] = new(W, new("s", [2, 1, 3], W), [("Reshape", None, [Whole(0, -1)])]),
        ["Flatten"] = new(W, new("s", [2, 3, 1], W), [("Flatten", new() { ["axis"] = 1L }, [])]),
        ["Squeeze"] = new(W, new("s", [1, 2, 3, 1], W), [("Squeeze", None, [Whole(0, -1)])]),
        ["Squeeze, all"] = new(W, new("s", [1, 2, 3, 1], W), [("Squeeze", None, [])]),
        ["Unsqueeze"] = new(B, new("s", [3], B), [("Unsqueeze", None, [Whole(0)])]),
        ["Transpose"] = new(W, new("s", [3, 2], [1f, -4, -2, 5, 3, -6]), [("Transpose", new() { ["perm"] = (long[])[1, 0] }, [])]),
        ["Cast of a double"] = new(W, new("s", [2, 3], Array.ConvertAll(W, w => (double)w)), [("Cast", new() { ["to"] = 1L }, [])]),
        ["Cast of whole numbers"] = new(W, Whole([2, 3], 1, -2, 3, -4, 5, -6), [("Cast", new() { ["to"] = 1L }, [])]),
        ["DequantizeLinear"] = new([1, -2, 3, -4, 5, -6], Bytes([2, 3], 12, 6, 16, 2, 20, unchecked((byte)-2)),
            [("DequantizeLinear", None, [new("", [], [0.5f]), Bytes([], 10)])]),
        ["DequantizeLinear by columns"] = new([1, -2, 3, -4, 5, -6], Bytes([2, 3], 3, 252, 6, 249, 17, 253),
            [("DequantizeLinear", new() { ["axis"] = 1L }, [new("", [3], [0.5f, 1f / 3, 1]), Bytes([3], 1, 2, 3)])]),
        ["DequantizeLinear without a zero point"] = new([1, -2, 3, -4, 5, -6], Bytes([2, 3], 2, 250, 3, 248, 15, 250),
            [("DequantizeLinear", new() { ["axis"] = 1L }, [new("", [3], [0.5f, 1f / 3, 1])])]),
        ["Concat"] = new(W, new("s", [1, 3], W.AsSpan(0, 3)), [("Concat", new() { ["axis"] = 0L }, [new("", [1, 3], W.AsSpan(3))])]),
        ["Gather"] = new(W, new("s", [2, 3], [-4f, 5, -6, 1, -2, 3]), [("Gather", new() { ["axis"] = 0L }, [Whole(1, 0)])]),
        ["Expand"] = new([2, 2, 2], new("s", [1], [2f]), [("Expand", None, [Whole(3)])]),
        ["Add"] = new(W, new("s", [2, 3], [0f, -1, 3, -5, 6, -6]), [("Add", None, [new("", [3], [1f, -1, 0])])]),
        ["Sub"] = new(W, new("s", [2, 3], [2f, -3, 3, -3, 4, -6]), [("Sub", None, [new("", [3], [1f, -1, 0])])]),
        ["Mul"] = new(W, new("s", [2, 3], [0.5f, -1, 1.5f, -2, 2.5f, -3]), [("Mul", None, [new("", [], [2f])])]),
        ["Div"] = new(W, new("s", [2, 3], [2f, -4, 6, -12, 15, -18]), [("Div", None, [new("", [2, 1], [2f, 3f])])]),
        ["Neg"] = new(W, new("s", [2, 3], Array.ConvertAll(W, w => -w)), [("Neg", None, [])]),
        ["Abs"] = new([0.5f, 1, 2], new("s", [3], B), [("Abs", None, [])]),
        ["Sqrt"] = new([1, 2, 3], new("s", [3], [1f, 4, 9]), [("Sqrt", None, [])]),
        ["Reciprocal"] = new(B, new("s", [3], [2, -1, 0.5f]), [("Reciprocal", None, [])]),
        ["Exp"] = new([1, 1, 1], new("s", [3], new float[3]), [("Exp", None, [])]),
        ["Pow"] = new([0.25f, 1, 4], new("s", [3], B), [("Pow", None, [new("", [], [2f])])]),
        ["several, one after the other"] = new(
            W, Whole([6], 1, -4, -2, 5, 3, -6), [("Cast", new() { ["to"] = 11L }, []), ("Cast", new() { ["to"] = 1L }, []),
                ("Reshape", None, [Whole(3, 2)]), ("Transpose", None, []), ("Identity", None, [])]),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_behind_an_operation_is_folded(string name)
    {
        var folded = All[name];
        var read = OnnxImport.FromOnnx(GraphOf(folded), "test");
        var parameter = read.Architecture.Parameters[folded.IsBias ? 1 : 0];
        Assert.Equal(
            folded.Expected, read.Weights.AsSpan(parameter.Offset, folded.Expected.Length).ToArray(), (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_folded_constant_is_what_another_runtime_computes(string name)
    {
        Skip.If(OnnxRuntime.Missing is not null, OnnxRuntime.Missing);
        // It computes with weights of bytes in bytes, and rounds the samples to them.
        var tolerance = name.StartsWith("Dequantize", StringComparison.Ordinal) ? 1e-2f : 1e-5f;
        var graph = GraphOf(All[name]);
        var samples = Models.Random(5, 2 * 7);
        Assert.Equal(OnnxRuntime.Run<float>(graph, samples, 7, 2), Predict(OnnxImport.FromOnnx(graph, "test"), samples),
            (a, b) => MathF.Abs(a - b) < tolerance);
    }

    /// <summary>Halfway to the even one, a little beyond halfway up, and a carry into the exponent.</summary>
    [Theory]
    [InlineData(0x3F80C000, 0x3F81)]
    [InlineData(0x3F808000, 0x3F80)]
    [InlineData(0x3F818000, 0x3F82)]
    [InlineData(0x3F808001, 0x3F81)]
    [InlineData(0x3FFFFFFF, 0x4000)]
    [InlineData(unchecked((int)0xBF80C000), 0xBF81)]
    [InlineData(0x7F800000, 0x7F80)]
    public void A_number_is_cast_to_the_nearest_of_16_bits(int bits, int upper)
    {
        var cast = OnnxTensorMath.Cast(BitConverter.Int32BitsToSingle(bits), OnnxType.BFloat16);
        Assert.Equal(upper << 16, BitConverter.SingleToInt32Bits((float)cast));
    }

    [Fact]
    public void No_number_stays_none_as_16_bits() =>
        Assert.True(double.IsNaN(OnnxTensorMath.Cast(BitConverter.Int32BitsToSingle(0x7FFFFFFF), OnnxType.BFloat16)));

    /// <summary>A part of the sizes, from the end too, and no further than there are any.</summary>
    [Theory]
    [InlineData(1, null, 0, 3)]
    [InlineData(1, 3, 0, 3)]
    [InlineData(-2, null, 0, 3)]
    [InlineData(-9, -1, -1, 3)]
    [InlineData(2, 9, 0, 2)]
    public void A_part_of_a_shape_is_taken(int start, int? end, int place, int outputs)
    {
        Dictionary<string, object?> part = new() { ["start"] = (long)start };
        if (end is not null)
            part["end"] = (long)end;
        OnnxNode[] nodes =
        [
            new("Shape", "size", ["other"], ["sizes"]) { Attributes = part },
            new("Gather", "take", ["sizes", "place"], ["one"]),
            new("Concat", "join", ["rest", "one"], ["target"]) { Attributes = new Dictionary<string, object?> { ["axis"] = 0L } },
            new("Reshape", "fold", ["s", "target"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"]),
        ];
        var graph = WiredFor(
            6 / outputs, nodes, new("s", [6], W), new("other", [4, 3, 2], new float[24]), Named("place", [1], place),
            Named("rest", [1], -1));
        Assert.Equal(outputs, OnnxImport.FromOnnx(graph, "test").Architecture.Output.Size);
    }

    /// <summary>It would silently give other numbers.</summary>
    [Theory]
    [InlineData("Add", "axis", 0)]
    [InlineData("DequantizeLinear", "output_dtype", 10)]
    [InlineData("Neg", "unheard_of", 1)]
    public void A_setting_that_is_not_read_is_refused_by_its_name(string operation, string setting, long value)
    {
        OnnxNode fold = new(operation, "fold", operation == "Neg" ? ["s"] : ["s", "t"], ["w"])
        {
            Attributes = new Dictionary<string, object?> { [setting] = value }
        };
        var graph = Wired([fold, new("MatMul", "dense", ["x", "w"], ["y"])], new("s", [2, 3], W), new("t", [], [1f]));
        Assert.Contains($"has the setting \"{setting}\", which is not read here",
            Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(graph, "test")).Message, StringComparison.Ordinal);
    }

    /// <summary>Before operator set 4, the second axis is meant.</summary>
    [Fact]
    public void Parts_without_an_axis_are_joined_along_the_second()
    {
        OnnxNode[] nodes = [new("Concat", "join", ["a", "b"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"])];
        var graph = Wired(nodes, new("a", [2, 2], [1f, -2, -4, 5]), new("b", [2, 2], [3f, 0, -6, 0]));
        Assert.Equal([1f, -2, 3, 0, -4, 5, -6, 0], OnnxImport.FromOnnx(graph, "test").Weights[..8]);
    }

    /// <summary>The shape of a Reshape as exporters compute it: of a Shape, a Gather and a Concat of constants.</summary>
    [Fact]
    public void A_shape_that_is_computed_of_constants_is_read()
    {
        OnnxNode[] nodes =
        [
            new("Shape", "size", ["other"], ["sizes"]),
            new("Gather", "take", ["sizes", "first"], ["two"]) { Attributes = new Dictionary<string, object?> { ["axis"] = 0L } },
            new("Concat", "join", ["two", "rest"], ["target"]) { Attributes = new Dictionary<string, object?> { ["axis"] = 0L } },
            new("Reshape", "fold", ["s", "target"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"]),
        ];
        var graph = Wired(
            nodes, new("s", [6], W), new("other", [2, 5], new float[10]), Named("first", [1], 0), Named("rest", [1], -1));
        Assert.Equal(W, OnnxImport.FromOnnx(graph, "test").Weights[..6]);
    }

    [Fact]
    public void A_Constant_node_is_one_in_each_of_its_kinds()
    {
        foreach (var value in (object?[])[new OnnxTensor("", [6], W), W])
        {
            OnnxNode[] nodes =
            [
                new("Constant", "c", [], ["s"])
                {
                    Attributes = new Dictionary<string, object?> { [value is float[] ? "value_floats" : "value"] = value }
                },
                new("Constant", "d", [], ["target"]) { Attributes = new Dictionary<string, object?> { ["value_ints"] = (long[])[2, 3] } },
                new("Reshape", "fold", ["s", "target"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"]),
            ];
            Assert.Equal(W, OnnxImport.FromOnnx(Wired(nodes), "test").Weights[..6]);
        }
    }

    [Fact]
    public void An_operation_that_cannot_be_folded_is_refused_only_where_its_value_is_needed()
    {
        OnnxNode dense = new("MatMul", "dense", ["x", "w"], ["y"]), strange = new("Det", "strange", ["s"], ["unread"]);
        var unneeded = Wired([strange, dense], new("w", [2, 3], W), new("s", [2, 2], new float[4]));
        Assert.Equal(W, OnnxImport.FromOnnx(unneeded, "test").Weights[..6]);
        var needed = Wired([strange with { Outputs = ["w"] }, dense], new OnnxTensor("s", [2, 2], new float[4]));
        var refusal = Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(needed, "test")).Message;
        Assert.Contains("\"strange\" (\"Det\")", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_type_that_is_not_read_are_refused_by_their_name()
    {
        var graph = Wired([new("MatMul", "dense", ["x", "w"], ["y"])], Named("w", [2, 3], 1, 2, 3, 4, 5, 6));
        Assert.Contains(
            "its input \"w\" is of a type that is not read; export it with 32-bit floats",
            Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(graph, "test")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Reshape", 4, 2)]
    [InlineData("Reshape", -1, -1)]
    [InlineData("Reshape", int.MaxValue, int.MaxValue)]
    [InlineData("Expand", 1 << 20, 1 << 20)]
    [InlineData("Squeeze", 0, 1)]
    [InlineData("Unsqueeze", 0, 0)]
    [InlineData("Unsqueeze", 9, 0)]
    public void A_constant_of_a_shape_that_does_not_fit_is_refused(string operation, long a, long b)
    {
        var graph = Wired([new(operation, "fold", ["s", "t"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"])], new("s", [2, 3], W),
            Named("t", [2], a, b));
        Assert.Contains("(\"" + operation + "\")", Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(graph, "test")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Found by guided fuzzing: a thousand bytes made the import take 34 MB, and could have made it take more.</summary>
    [Fact]
    public void Few_stored_numbers_do_not_become_many()
    {
        var graph = Wired([new("ConstantOfShape", "fold", ["t"], ["w"]), new("MatMul", "dense", ["x", "w"], ["y"])],
            Named("t", [2], 1000, 1000));
        Assert.Contains("too much for what the file stores",
            Assert.Throws<ModelFileException>(() => OnnxImport.FromOnnx(graph, "test")).Message, StringComparison.Ordinal);
    }

    private static OnnxModel GraphOf(Folded folded)
    {
        List<OnnxNode> nodes = [];
        List<OnnxTensor> constants = [folded.Stored.As("s", folded.Stored.Shape)];
        var value = "s";
        foreach (var (operation, attributes, own) in folded.Operations)
        {
            string[] names = [.. own.Select((_, i) => $"{nodes.Count}.{i}")];
            constants.AddRange(own.Zip(names, (tensor, name) => tensor.As(name, tensor.Shape)));
            nodes.Add(
                new(operation, $"fold{nodes.Count}", [value, .. names], [value = $"folded{nodes.Count}"]) { Attributes = attributes });
        }

        // Random weights beside a bias that is tested, and none beside weights that are.
        if (folded.IsBias)
            constants.Add(Tensor(9, 2, 3).As("w", [2, 3]));
        nodes.Add(new("Gemm", "dense", folded.IsBias ? ["x", "w", value] : ["x", value], ["logits"]));
        nodes.Add(new("Softmax", "softmax", ["logits"], ["y"]) { Attributes = new Dictionary<string, object?> { ["axis"] = 1L } });
        return Wired([.. nodes], [.. constants]);
    }

    private static OnnxModel Wired(OnnxNode[] nodes, params OnnxTensor[] constants) => WiredFor(2, nodes, constants);

    private static OnnxModel WiredFor(int inputs, OnnxNode[] nodes, params OnnxTensor[] constants) => new(
        new("graph", nodes, constants, [new("x", OnnxType.Float, [null, inputs])], [new("y", OnnxType.Float, null)]), 17,
        new Dictionary<string, string>());

    private static OnnxTensor Whole(params long[] values) => new("", [values.Length], values);

    private static OnnxTensor Whole(int[] shape, params long[] values) => new("", shape, values);

    private static OnnxTensor Named(string name, int[] shape, params long[] values) => new(name, shape, values);

    private static OnnxTensor Bytes(int[] shape, params byte[] values) => new("", OnnxType.Int8, shape, values);

    /// <summary>Operations on a stored constant, and the weights [2, 3] or the bias [3] that they give.</summary>
    public sealed record Folded(float[] Expected, OnnxTensor Stored,
        (string Operation, Dictionary<string, object?> Attributes, OnnxTensor[] Constants)[] Operations)
    {
        public bool IsBias => Expected.Length == 3;
    }
}
