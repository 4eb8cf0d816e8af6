using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>The tutorial's shipped weights, laid out as other tools lay them out, come back bit by bit.</summary>
public sealed class SafetensorsImportTests
{
    private static readonly TrainedModel Model = Models.Untrained(Presets.Tutorial());

    private static float[] Values(int parameter) =>
        Model.Weights.AsSpan(Model.Architecture.Parameters[parameter].Offset, Model.Architecture.Parameters[parameter].Spec.Shape.Size)
            .ToArray();

    // Sorted by name and bias first, as PyTorch's exporter sorts them; "10" after "2" needs the natural order.
    private static SafetensorsFile PyTorch() => File(
        Tensor("net.0.bias", [32], Values(1)), Tensor("net.0.weight", [32, 1, 3, 3], Reordered(Values(0), 3, 3, 1, 32)),
        Tensor("net.10.bias", [10], Values(5)), Tensor("net.10.weight", [10, 128], Transposed(Values(4), 128, 10)),
        Tensor("net.4.bias", [128], Values(3)), Tensor("net.4.weight", [128, 5408], Transposed(Flattened(Values(2)), 5408, 128)));

    [Fact]
    public void PyTorch_is_recognised_by_its_shapes()
    {
        var read = SafetensorsImport.FromSafetensors(PyTorch(), "test", Presets.Tutorial());
        Assert.Equal(Model.Weights, read.Weights);
    }

    [Fact]
    public void Keras_has_our_order()
    {
        var file = File(
            Tensor("conv2d/kernel:0", [3, 3, 1, 32], Values(0)), Tensor("conv2d/bias:0", [32], Values(1)),
            Tensor("dense/kernel:0", [5408, 128], Values(2)),
            Tensor("dense/bias:0", [128], Values(3)), Tensor("dense_1/kernel:0", [128, 10], Values(4)),
            Tensor("dense_1/bias:0", [10], Values(5)));
        Assert.Equal(Model.Weights, SafetensorsImport.FromSafetensors(file, "test", Presets.Tutorial()).Weights);
        Assert.Contains("no tensors fit conv2d", Refusal(file, Presets.Tutorial(), WeightOrder.PyTorch), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_precision_and_missing_biases_are_read()
    {
        var half = Array.ConvertAll(Models.Random(1, 16), v => (Half)v);
        var file = File(SafetensorsTensor.From<Half>("a.weight", [4, 4], half));
        Sequential network = new(new(4), new Dense(4));
        Assert.Contains("--layout", Refusal(file, network, null), StringComparison.Ordinal);
        var read = SafetensorsImport.FromSafetensors(file, "test", network, WeightOrder.Keras);
        Assert.Equal(Array.ConvertAll(half, v => (float)v), read.Weights[..16]);
        Assert.Equal((float)half[1], SafetensorsImport.FromSafetensors(file, "test", network, WeightOrder.PyTorch).Weights[4]);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_reason()
    {
        var two = File(Tensor("a.weight", [4, 3], new float[12]), Tensor("b.weight", [3, 3], new float[9]));
        Assert.Contains("\"b.weight\" [3, 3] belongs to no layer", Refusal(two, new(new(4), new Dense(3)), WeightOrder.Keras),
            StringComparison.Ordinal);
        Assert.Contains(
            "no tensors fit dense_1", Refusal(two, new(new(4), new Dense(3), new Dense(2)), WeightOrder.Keras), StringComparison.Ordinal);
        var whole = File(SafetensorsTensor.From<int>("a.weight", [4, 3], new int[12]));
        Assert.Contains(
            "of the type I32, which is not read", Refusal(whole, new(new(4), new Dense(3)), WeightOrder.Keras), StringComparison.Ordinal);
        SafetensorsFile own = new([], new Dictionary<string, string> { ["architecture"] = "" });
        Assert.Contains("ours already", Refusal(own, Presets.Tutorial(), null), StringComparison.Ordinal);
    }

    private static string Refusal(SafetensorsFile file, Sequential network, WeightOrder? order) =>
        Assert.Throws<ModelFileException>(() => SafetensorsImport.FromSafetensors(file, "test", network, order)).Message;

    private static SafetensorsFile File(params SafetensorsTensor[] tensors) => new(tensors, new Dictionary<string, string>());

    private static SafetensorsTensor Tensor(string name, int[] shape, float[] values) => SafetensorsTensor.From<float>(name, shape, values);

    // Written out index by index, apart from the code under test.
    private static float[] Reordered(float[] hwio, int h, int w, int i, int o)
    {
        var oihw = new float[hwio.Length];
        foreach (var (y, x, c, f) in from y in Enumerable.Range(0, h)
                                     from x in Enumerable.Range(0, w)
                                     from c in Enumerable.Range(0, i)
                                     from f in Enumerable.Range(0, o)
                                     select (y, x, c, f))
            oihw[(((((f * i) + c) * h) + y) * w) + x] = hwio[(((((y * w) + x) * i) + c) * o) + f];
        return oihw;
    }

    private static float[] Flattened(float[] rows)
    {
        var result = new float[rows.Length];
        foreach (var (y, x, c) in from y in Enumerable.Range(0, 13)
                                  from x in Enumerable.Range(0, 13)
                                  from c in Enumerable.Range(0, 32)
                                  select (y, x, c))
            Array.Copy(rows, ((((y * 13) + x) * 32) + c) * 128, result, ((((c * 13) + y) * 13) + x) * 128, 128);
        return result;
    }

    private static float[] Transposed(float[] values, int rows, int columns)
    {
        var result = new float[values.Length];
        foreach (var (r, c) in from r in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) select (r, c))
            result[(c * rows) + r] = values[(r * columns) + c];
        return result;
    }
}
