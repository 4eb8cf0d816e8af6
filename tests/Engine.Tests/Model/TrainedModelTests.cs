using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Model;

public sealed class TrainedModelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    private static TrainedModel Small()
    {
        Sequential model = new(new(6, 6, 1), new Conv2D(3, 3), new Relu(), new Flatten(), new Dense(4), new Softmax());
        Sequential places = new(new(5), new Dense(4), new Softmax());
        return new(model, model.Initialise(5))
        {
            Places = new(places, places.Initialise(6)),
            Preset = "small",
            Training = new() { Epochs = 3, Seed = 5, LabelSmoothing = 0.1, Augmentation = new() { Rotation = 3 } },
            Results = new(3, 0.5, 1.25, 10, "cpu")
        };
    }

    [Fact]
    public void A_file_brings_everything_back_and_equal_models_are_equal_bytes()
    {
        var model = Small();
        model.Save(_path);
        var bytes = File.ReadAllBytes(_path);
        var read = TrainedModel.Load(_path);
        read.Save(_path);

        Assert.Equal(model.Weights, read.Weights);
        Assert.Equal(model.Architecture.ToJson(), read.Architecture.ToJson());
        Assert.Equal(model.Places!.Weights, read.Places!.Weights);
        Assert.Equal(model.Places.Architecture.ToJson(), read.Places.Architecture.ToJson());
        Assert.Equal((model.Preset, model.Training, model.Results), (read.Preset, read.Training, read.Results));
        Assert.Equal(bytes, File.ReadAllBytes(_path));
    }

    [Fact]
    public void Weights_of_16_bits_are_the_nearest_ones_and_take_half_the_bytes()
    {
        var model = Small();
        model.Save(_path);
        var length = new FileInfo(_path).Length;
        model.Save(_path, half: true);
        var read = TrainedModel.Load(_path);

        Assert.Equal(Array.ConvertAll(model.Weights, weight => (float)(Half)weight), read.Weights);
        Assert.Equal(Array.ConvertAll(model.Places!.Weights, weight => (float)(Half)weight), read.Places!.Weights);
        var weights = model.Architecture.Parameters.Concat(model.Places.Architecture.Parameters).Sum(one => one.Spec.Shape.Size);
        Assert.Equal(length - (2 * weights), new FileInfo(_path).Length);
    }

    [Fact]
    public void A_weight_that_is_too_large_for_16_bits_is_named_and_nothing_is_written()
    {
        var model = Small();
        model.Places!.Weights[3] = 1e5f;
        var fault = Assert.Throws<ModelException>(() => model.Save(_path, half: true));

        Assert.Contains("dense.weight has a weight that is too large for 16 bits", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void A_calibration_that_is_too_large_for_16_bits_is_named_and_nothing_is_written()
    {
        var model = TrainedModel.Load(ShippedModel.Find()!);
        model.Calibration!.DetectorWeights![0] = 1e5f;
        var fault = Assert.Throws<ModelException>(() => model.Save(_path, half: true));

        Assert.Contains("detector/", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    public static TheoryData<string, Func<SafetensorsFile, (
        List<SafetensorsTensor> Tensors, Dictionary<string, string> Metadata)>> Damages
    { get; } = new()
    {
        { "has no metadata \"architecture\"", f => ([.. f.Tensors], []) },
        { "metadata \"architecture\"", f => ([.. f.Tensors], new() { ["architecture"] = "{" }) },
        { "metadata \"training\" cannot be read", f => ([.. f.Tensors], new(f.Metadata) { ["training"] = "{\"epochs\":\"x\"}" }) },
        { "tensor conv2d.bias is missing", f => ([.. f.Tensors.Where(t => t.Name != "conv2d.bias")], new(f.Metadata)) },
        { "metadata \"places\"", f => ([.. f.Tensors], new(f.Metadata) { ["places"] = "{" }) },
        { "tensor places/dense.bias is missing", f => ([.. f.Tensors.Where(t => t.Name != "places/dense.bias")], new(f.Metadata)) },
        { "tensor places/dense.", f => ([.. f.Tensors], new(f.Metadata.Where(entry => entry.Key != "places"))) },
        { "tensor extra belongs to no layer", f => ([.. f.Tensors, SafetensorsTensor.From<float>("extra", [1], [1f])], new(f.Metadata)) },
        { "tensor dense.bias is F32 2×2, the architecture asks for F32 4",
            f => ([.. f.Tensors.Select(t => t.Name == "dense.bias" ? SafetensorsTensor.From<float>(t.Name, [2, 2], new float[4]) : t)],
                new(f.Metadata)) },
        { "tensor dense.bias is I32 4, the architecture asks for F32 4",
            f => ([.. f.Tensors.Select(t => t.Name == "dense.bias" ? SafetensorsTensor.From<int>(t.Name, [4], new int[4]) : t)],
                new(f.Metadata)) },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_file_that_does_not_fit_is_refused_with_the_reason(
        string reason, Func<SafetensorsFile, (List<SafetensorsTensor> Tensors, Dictionary<string, string> Metadata)> damage)
    {
        Small().Save(_path);
        (var tensors, var metadata) = damage(SafetensorsFile.Load(_path));
        SafetensorsFile.Save(_path, tensors, metadata);

        var message = Assert.Throws<ModelFileException>(() => TrainedModel.Load(_path)).Message;
        Assert.StartsWith(_path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_load_or_throw_the_documented_exception()
    {
        Small().Save(_path);
        var original = File.ReadAllBytes(_path);
        var refused = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = [.. original];
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(Math.Min(bytes.Length, 1200))] = (byte)random.Next(256);
            File.WriteAllBytes(_path, bytes);
            try
            {
                TrainedModel.Load(_path);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1000, 3000);
    }

    [Fact]
    public void A_model_is_no_checkpoint()
    {
        Small().Save(_path);

        Assert.Contains(
            "it is no checkpoint", Assert.Throws<ModelFileException>(() => Checkpoint.Load(_path)).Message, StringComparison.Ordinal);
    }
}
