using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// Every tensor of another tool's file is used or refused by its name; nothing is passed over, nothing taken for something else.
/// </summary>
public sealed class SafetensorsTensorsTests
{
    private static readonly Sequential Two = new(
        new(4, 4, 1), new Conv2D(3, 2), new Relu(), new Flatten(), new Dense(5), new Relu(), new Dense(2));

    private static readonly float[] Filters = Random(1, 12), FilterBias = Random(2, 3), Hidden = Random(3, 27 * 5),
        HiddenBias = Random(4, 5), Last = Random(5, 10), LastBias = Random(6, 2);

    /// <summary>The four vectors of a normalisation of 3 channels and of one of 5.</summary>
    private static readonly float[][] Three = Normal(7, 3), Five = Normal(8, 5);

    public static TheoryData<string> Namings =>
    [
        "bn1.weight bn1.bias bn1.running_mean bn1.running_var conv1 fc1 fc2",
        "conv1.bn.weight conv1.bn.bias conv1.bn.running_mean conv1.bn.running_var conv1.conv fc1 fc2",
        "net.1.weight net.1.bias net.1.running_mean net.1.running_var net.0 net.4 net.6",
        "a_norm.weight a_norm.bias a_norm.running_mean a_norm.running_var conv1 fc1 fc2",
        "batch_normalization/gamma:0 batch_normalization/beta:0 batch_normalization/moving_mean:0 batch_normalization/moving_variance:0 "
            + "conv2d dense dense_1",
        "bn1.gamma bn1.beta bn1.moving_mean bn1.moving_variance conv1 fc1 fc2",
    ];

    [Theory]
    [MemberData(nameof(Namings))]
    public void A_normalisation_behind_a_layer_is_folded_into_it_however_it_is_named(string naming)
    {
        var n = naming.Split(' ');
        SafetensorsTensor[] normal = [.. n[..4].Zip(Three, (name, values) => Vector(name, values))];
        foreach (var order in Orders(
            [.. Layers(n[4], n[5], n[6]), .. normal, SafetensorsTensor.From<long>("bn1.num_batches_tracked", [], [7])]))
        {
            List<string> said = [];
            var epsilon = naming.Contains("gamma", StringComparison.Ordinal) || naming.Contains("moving", StringComparison.Ordinal)
                ? 1e-3
                : 1e-5;
            AssertFolded(Import(order, said.Add), Three, epsilon, null);
            Assert.Contains("is folded into conv2d", Assert.Single(said), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_normalisation_behind_each_kind_of_layer_is_folded()
    {
        SafetensorsTensor[] normals = [.. Pytorch("bn1", Three), .. Pytorch("bn2", Five)];
        AssertFolded(Import([.. Layers("conv1", "fc2", "fc3"), .. normals]), Three, 1e-5, Five);
    }

    [Fact]
    public void A_variance_without_a_root_is_refused_by_its_name()
    {
        float[][] damaged = [Three[0], Three[1], Three[2], [1, -2, 1]];
        Assert.Contains("tensor \"bn1.running_var\" [3] has the variance -2, which with ε = 1E-05 is not above 0",
            Refusal([.. Layers("conv1", "fc1", "fc2"), .. Pytorch("bn1", damaged)]), StringComparison.Ordinal);
    }

    /// <summary>Keras 3 keeps the variables of a layer under their numbers.</summary>
    [Fact]
    public void Numbered_vectors_are_a_bias_and_a_normalisation()
    {
        SafetensorsTensor[] normal = [.. Three.Select((values, i) => Vector($"layers/batch_normalization/vars/{i}", values))];
        SafetensorsTensor[] own =
        [
            Tensor("layers/conv2d/vars/0", [2, 2, 1, 3], Filters), Vector("layers/conv2d/vars/1", FilterBias),
            Tensor("layers/dense/vars/0", [27, 5], Hidden), Vector("layers/dense/vars/1", HiddenBias),
            Tensor("layers/dense_1/vars/0", [5, 2], Last), Vector("layers/dense_1/vars/1", LastBias),
        ];
        AssertFolded(Import([.. own, .. normal]), Three, 1e-3, null);
        // All in one row, as a list of weights is saved: filters, bias, the four vectors, and so on.
        SafetensorsTensor[] row = [own[0], own[1], .. normal, .. own[2..]];
        AssertFolded(Import([.. row.Select((t, i) => new SafetensorsTensor($"{i}", t.Type, t.Shape, t.Bytes))]), Three, 1e-3, null);
    }

    [Fact]
    public void A_normalisation_without_scale_and_shift_is_folded()
    {
        float[][] plain = [[1, 1, 1], [0, 0, 0], Three[2], Three[3]];
        AssertFolded(Import([.. Layers("conv1", "fc1", "fc2"), .. Pytorch("bn1", Three)[2..]]), plain, 1e-5, null);
    }

    [Fact]
    public void Vectors_that_sort_before_the_bias_are_not_taken_for_it()
    {
        var layers = Layers("a", "b", "c");
        var read = Import(layers);
        Assert.Equal(FilterBias, Values(read, 1));
        foreach (var name in (string[])["a.alpha", "a.absent", "a.aa", "a.betas", "a.b2", "a.b_0"])
            Assert.Contains($"\"{name}\" [3]", Refusal([.. layers, Vector(name, Three[0])]), StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Unused => new()
    {
        { "prelu.weight", "5" }, { "prelu.weight", "1" }, { "act1.alpha", "3" }, { "conv1.weight_u", "3" }, { "conv1.weight_v", "4" },
        { "conv1.weight_orig", "3,1,2,2" }, { "conv1.weight_g", "3,1,1,1" },
        { "conv1.weight_v", "3,1,2,2" }, { "conv1.parametrizations.weight.original0", "3,1,1,1" },
        { "conv1.parametrizations.weight.original1", "3,1,2,2" },
        { "conv1.parametrizations.weight.0._u", "3" }, { "scale", "" }, { "scale", "1" }, { "layer_norm.weight", "5" }, { "mean", "1" },
        { "std", "1" }, { "bn1.running_mean", "3" },
        { "bn1.running_var", "3" }, { "other.weight", "7,7" }, { "other", "7,7" }, { "embedding.weight", "5,2" }, { "7", "3" },
        { "fc1.mask", "5,27" },
    };

    [Theory]
    [MemberData(nameof(Unused))]
    public void A_float_tensor_that_no_layer_takes_is_refused_by_name(string name, string sizes)
    {
        int[] shape = [.. sizes.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        foreach (var type in (TensorType[])[TensorType.F32, TensorType.F64, TensorType.F16, TensorType.BF16])
        {
            var count = shape.Aggregate(1, (a, b) => a * b);
            SafetensorsTensor extra = new(name, type, shape, new byte[count * SafetensorsTensor.SizeOf(type)]);
            foreach (var order in Orders([.. Layers("conv1", "fc1", "fc2"), extra]))
                Assert.Contains($"\"{name}\" [{string.Join(", ", shape)}]", Refusal(order), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Weight norm and spectral norm instead of the weights: not only the extra vectors, the weights themselves are elsewhere.
    /// </summary>
    [Theory]
    [InlineData("weight_g", "weight_v")]
    [InlineData("weight_u", "weight_orig")]
    [InlineData("parametrizations.weight.original0", "parametrizations.weight.original1")]
    public void Weights_under_a_parametrisation_are_refused_by_name(string vector, string weight)
    {
        var layers = Layers("conv1", "fc1", "fc2");
        var refusal = Refusal(
            [new("conv1." + weight, layers[0].Type, layers[0].Shape, layers[0].Bytes), Tensor("conv1." + vector, [3, 1, 1, 1], Three[0]),
                .. layers[1..]]);
        Assert.Contains("\"conv1.", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_normalisation_that_stands_behind_no_layer_is_refused_by_name()
    {
        var layers = Layers("net.0", "net.3", "net.5");
        // Behind the activation: it cannot be folded into what stands before it.
        Assert.Contains("\"net.2.running_mean\"", Refusal([.. layers, .. Pytorch("net.2", Three)]), StringComparison.Ordinal);
        Assert.Contains(
            "\"bn.running_mean\"", Refusal([.. Layers("conv1", "fc1", "fc2"), .. Pytorch("bn", Normal(9, 4))]), StringComparison.Ordinal);
        Sequential twins = new(new(4), new Dense(4), new Dense(4));
        SafetensorsTensor[] two = [Tensor("a.kernel", [4, 4], Random(1, 16)), Tensor("b.kernel", [4, 4], Random(2, 16))];
        var refusal =
            Assert.Throws<ModelFileException>(
                () => SafetensorsImport.FromSafetensors(
                    File([.. two, .. Pytorch("norm", Normal(9, 4))]), "test", twins, WeightOrder.Keras)).Message;
        Assert.Contains("which layer", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorType.F64)]
    [InlineData(TensorType.F16)]
    [InlineData(TensorType.BF16)]
    public void Floats_of_other_lengths_are_converted(TensorType type)
    {
        TrainedModel exact = Import(Layers("conv1", "fc1", "fc2")),
            read = Import([.. Layers("conv1", "fc1", "fc2").Select(t => As(t, type))]);
        var error = type switch { TensorType.F64 => 0, TensorType.F16 => 1e-3f, _ => 1e-2f };
        Assert.Equal(exact.Weights, read.Weights, (a, b) => MathF.Abs(a - b) <= error);
    }

    [Fact]
    public void A_type_that_is_not_known_refuses_the_file_only_where_its_tensor_is_needed()
    {
        var layers = Layers("conv1", "fc1", "fc2");
        SafetensorsTensor Unknown(string name, string type, int[] shape) =>
            new(name, TensorType.Other, shape, new byte[3]) { TypeName = type };
        Assert.Equal(Import(layers).Weights,
            Import([.. layers, Unknown("table", "I4", [7, 7]), SafetensorsTensor.From<long>("num_batches_tracked", [], [7])]).Weights);
        Assert.Contains("\"fc2.bias\" [2] is of the type F8_E5M2", Refusal([.. layers[..^1], Unknown("fc2.bias", "F8_E5M2", [2])]),
            StringComparison.Ordinal);
        Assert.Contains("\"complex\" [7, 7]", Refusal([.. layers, Unknown("complex", "C64", [7, 7])]), StringComparison.Ordinal);
        Assert.Contains("\"odd\" [7, 7]", Refusal([.. layers, Unknown("odd", "F8_E4M3", [7, 7])]), StringComparison.Ordinal);
    }

    /// <summary>PyTorch's layout: filters OIHW, dense [outputs, inputs], flattened channels first.</summary>
    private static SafetensorsTensor[] Layers(string conv, string dense, string last)
    {
        // Of one channel HWIO is IHWO; written index by index, apart from the code under test.
        var oihw = new float[12];
        for (var place = 0; place < 4; place++)
            for (var f = 0; f < 3; f++)
                oihw[(f * 4) + place] = Filters[(place * 3) + f];
        var hidden = new float[27 * 5];
        for (var c = 0; c < 3; c++)
            for (var place = 0; place < 9; place++)
                for (var o = 0; o < 5; o++)
                    hidden[(o * 27) + (c * 9) + place] = Hidden[(((place * 3) + c) * 5) + o];
        var end = new float[10];
        for (var i = 0; i < 5; i++)
            for (var o = 0; o < 2; o++)
                end[(o * 5) + i] = Last[(i * 2) + o];
        return
        [
            Tensor(conv + ".weight", [3, 1, 2, 2], oihw), Vector(conv + ".bias", FilterBias), Tensor(dense + ".weight", [5, 27], hidden),
            Vector(dense + ".bias", HiddenBias),
            Tensor(last + ".weight", [2, 5], end), Vector(last + ".bias", LastBias),
        ];
    }

    private static SafetensorsTensor[] Pytorch(string key, float[][] normal) =>
    [
        Vector(key + ".weight", normal[0]), Vector(key + ".bias", normal[1]), Vector(key + ".running_mean", normal[2]),
        Vector(key + ".running_var", normal[3]),
    ];

    /// <summary>As they are, the other way round, and sorted by name, as exporters write them.</summary>
    private static SafetensorsTensor[][] Orders(SafetensorsTensor[] tensors) =>
        [tensors, [.. tensors.Reverse()], [.. tensors.OrderBy(t => t.Name, StringComparer.Ordinal)]];

    private static void AssertFolded(TrainedModel read, float[][] three, double epsilon, float[][]? five)
    {
        Near([.. Filters.Select((w, i) => w * Scale(three, i % 3, epsilon))], Values(read, 0));
        Near([.. FilterBias.Select((b, c) => three[1][c] + ((b - three[2][c]) * Scale(three, c, epsilon)))], Values(read, 1));
        Near(five is null ? Array.ConvertAll(Hidden, w => (double)w) : [.. Hidden.Select((w, i) => w * Scale(five, i % 5, epsilon))],
            Values(read, 2));
        Near(five is null
            ? Array.ConvertAll(HiddenBias, b => (double)b)
            : [.. HiddenBias.Select((b, c) => five[1][c] + ((b - five[2][c]) * Scale(five, c, epsilon)))], Values(read, 3));
        Assert.Equal([.. Last, .. LastBias], [.. Values(read, 4), .. Values(read, 5)]);
    }

    private static double Scale(float[][] normal, int channel, double epsilon) =>
        normal[0][channel] / Math.Sqrt(normal[3][channel] + epsilon);

    private static void Near(double[] expected, float[] actual) =>
        Assert.Equal(expected, Array.ConvertAll(actual, v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6 * Math.Max(1, Math.Abs(a)));

    private static float[] Values(TrainedModel model, int parameter)
    {
        var p = model.Architecture.Parameters[parameter];
        return model.Weights.AsSpan(p.Offset, p.Spec.Shape.Size).ToArray();
    }

    private static TrainedModel Import(SafetensorsTensor[] tensors, Action<string>? remark = null) =>
        SafetensorsImport.FromSafetensors(File(tensors), "test", Two, remark: remark);

    private static string Refusal(SafetensorsTensor[] tensors)
    {
        var message = Assert.Throws<ModelFileException>(() => Import(tensors)).Message;
        Assert.StartsWith("test: ", message, StringComparison.Ordinal);
        return message;
    }

    private static SafetensorsFile File(SafetensorsTensor[] tensors) => new(tensors, new Dictionary<string, string>());

    private static SafetensorsTensor Tensor(string name, int[] shape, float[] values) => SafetensorsTensor.From<float>(name, shape, values);

    private static SafetensorsTensor Vector(string name, float[] values) => Tensor(name, [values.Length], values);

    private static SafetensorsTensor As(SafetensorsTensor tensor, TensorType type) =>
        new(tensor.Name, type, tensor.Shape, [.. tensor.Floats()!.SelectMany(v => type switch
    {
        TensorType.F64 => BitConverter.GetBytes((double)v),
        TensorType.F16 => BitConverter.GetBytes((Half)v),
        _ => BitConverter.GetBytes(v)[2..],
    })]);

    private static float[] Random(int seed, int count) => Models.Random(seed, count);

    private static float[][] Normal(int seed, int channels) =>
    [
        Array.ConvertAll(Random(seed, channels), v => 1.2f + v), Random(seed + 100, channels), Random(seed + 200, channels),
        Array.ConvertAll(Random(seed + 300, channels), v => 1.1f + v),
    ];
}
