using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Model;

/// <summary>What a file may ask for, and the numbers that it may bring.</summary>
public sealed class LimitsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    /// <summary>Each within what one shape may have, none within what a network may.</summary>
    public static TheoryData<string, string> TooMuch => new()
    {
        { "values", """{"input":[20000,20000,1],"layers":[{"layer":"Relu"}]}""" },
        { "values", """{"input":[28,28,1],"layers":[{"layer":"Conv2D","filters":1000000,"filterHeight":1,"filterWidth":1}]}""" },
        { "values",
            """{"input":[4000,4000,1],"layers":[{"layer":"MaxPool2D","poolHeight":1,"poolWidth":1,"strideY":1,"strideX":1},"""
                + """{"layer":"MaxPool2D","poolHeight":1,"poolWidth":1,"strideY":1,"strideX":1}]}""" },
        { "parameters", """{"input":[20000],"layers":[{"layer":"Dense","units":20000}]}""" },
        { "products",
            """{"input":[512,512,8],"layers":[{"layer":"Conv2D","filters":64,"filterHeight":25,"filterWidth":25,"padding":"Same"}]}""" },
        { "layers", $$"""{"input":[2],"layers":[{{string.Join(',', Enumerable.Repeat("""{"layer":"Relu"}""", 1001))}}]}""" },
    };

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void A_network_that_asks_for_too_much_is_refused_before_anything_is_allocated(string what, string json)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ModelException>(() => Sequential.FromJson(json));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50 << 20);
    }

    [Fact]
    public void Strides_and_windows_at_the_end_of_the_numbers_do_not_wrap()
    {
        const int Most = int.MaxValue;
        Assert.Equal(1, new Sequential(new(28, 28, 1), new Conv2D(1, 1, 1, Most, Most, Padding.Same)).Output[0]);
        Assert.Throws<ModelException>(() => new Sequential(new(28, 28, 1), new Conv2D(1, Most, Most, Padding: Padding.Same)));
        Assert.Throws<ModelException>(() => new Sequential(new(28, 28, 1), new Conv2D(Most, 1, 1)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(-1e20f)]
    public void A_weight_that_is_none_is_neither_saved_nor_read(float value)
    {
        var model = new Sequential(new Shape(4), new Dense(10), new Softmax());
        var weights = model.Initialise(1);
        weights[3] = value;
        SafetensorsFile.Save(_file, TrainedModel.ToTensors(model, weights),
            new Dictionary<string, string> { ["format"] = TrainedModel.Format, ["architecture"] = model.ToJson() });

        Assert.Contains(
            "dense.weight[3]", Assert.Throws<ModelFileException>(() => TrainedModel.Load(_file)).Message, StringComparison.Ordinal);
        Assert.Throws<ModelException>(() => new TrainedModel(model, weights).Save(_file));
    }

    [Theory]
    [InlineData("1e999")]
    [InlineData("0")]
    [InlineData("1e-300")]
    [InlineData("-1")]
    public void A_temperature_that_is_none_is_refused(string temperature)
    {
        var model = new Sequential(new Shape(4), new Dense(10), new Softmax());
        SafetensorsFile.Save(_file, TrainedModel.ToTensors(model, model.Initialise(1)), new Dictionary<string, string>
        {
            ["format"] = TrainedModel.Format,
            ["architecture"] = model.ToJson(),
            ["calibration"] = $$"""{"temperature":{{temperature}}}""",
        });

        Assert.Contains("calibration", Assert.Throws<ModelFileException>(() => TrainedModel.Load(_file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_gives_no_number_gives_no_verdict()
    {
        Layer[] layers = [.. Enumerable.Repeat<Layer>(new Dense(64), 8), new Dense(10), new Softmax()];
        var model = new Sequential(new Shape(4), layers);
        var weights = new float[model.FlatSize];
        Array.Fill(weights, Numbers.LargestWeight);
        using var cpu = new VectorDevice(1);
        using var classifier = new DigitClassifier(cpu, new(model, weights), 1);

        Assert.Contains(
            "of no use", Assert.Throws<ModelException>(() => classifier.Read([1f, 1f, 1f, 1f])).Message, StringComparison.Ordinal);
    }

    /// <summary>Behind a ReLU no NaN is left to be seen.</summary>
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_network_whose_weights_are_no_numbers_is_refused_before_it_reads(float value)
    {
        var model = new Sequential(new Shape(4), new Dense(8), new Relu(), new Dense(10), new Softmax());
        var weights = model.Initialise(1);
        weights[0] = value;
        using var cpu = new VectorDevice(1);

        Assert.Contains("of no use", Assert.Throws<ModelException>(() => new DigitClassifier(cpu, new(model, weights), 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_detector_that_gives_no_number_gives_no_verdict()
    {
        var model = new Sequential(new Shape(4), new Dense(10), new Softmax());
        var detector = new float[Calibration.Detector(4).FlatSize];
        Array.Fill(detector, float.MaxValue);
        using var cpu = new VectorDevice(1);
        using var classifier = new DigitClassifier(
            cpu, new(model, model.Initialise(1)) { Calibration = new() { DetectorWeights = detector } }, 1);

        Assert.Contains(
            "of no use", Assert.Throws<ModelException>(() => classifier.Read([1f, 1f, 1f, 1f])).Message, StringComparison.Ordinal);
    }

    /// <summary>Its moving averages lie behind all that is trained: the network cannot be cut as it is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_network_with_batch_normalisation_is_read_as_it_reads_itself(bool atTheEnd)
    {
        Layer[] end = atTheEnd ? [new BatchNormalization(), new Softmax()] : [new Softmax()];
        var model = new Sequential(
            new Shape(9, 8, 1), [new Conv2D(6, 3), new BatchNormalization(), new Relu(), new Flatten(), new Dense(10), .. end]);
        var trained = new TrainedModel(model, [.. model.Initialise(3).Select((w, i) => w + (i % 7 * 0.1f))]);
        float[] pictures = [.. Enumerable.Range(0, 5 * 72).Select(i => i * 37 % 101 / 100f)], expected = new float[50];
        using var cpu = new VectorDevice(1);
        using var network = new Network(cpu, model, 5);
        network.LoadWeights(trained.Weights);
        network.Predict(pictures, expected);
        using var classifier = new DigitClassifier(
            cpu, trained with { Calibration = new() { DetectorWeights = Calibration.Detector(6 * 7 * 6).Initialise(1) } }, 5);

        float[] given = [.. classifier.ReadAll(pictures).SelectMany(v => v.Probabilities)];

        Assert.All(expected.Zip(given), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        (trained with { Calibration = classifier.Calibration }).Save(_file);
        Assert.Equal(classifier.Calibration.DetectorWeights!.Length, TrainedModel.Load(_file).Calibration!.DetectorWeights!.Length);
    }

    [Fact]
    public void A_batch_is_never_more_than_the_data_nor_than_the_memory_is_meant_for()
    {
        Assert.Equal(7, Limits.Batch(Presets.Tutorial(), 250, 7));
        Assert.Equal(250, Limits.Batch(Presets.Tutorial(), 250, 10_000));
        Assert.InRange(Limits.Batch(new Sequential(new(4000, 4000, 1), new Flatten()), 250, 10_000), 1, 10);
    }
}
