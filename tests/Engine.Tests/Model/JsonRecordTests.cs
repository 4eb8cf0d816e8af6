using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Model;

/// <summary>What the serializer writes for a model file is read without it.</summary>
public sealed class JsonRecordTests
{
    /// <summary>The reader finds a layer's type by its name, the writer by the attributes.</summary>
    [Fact]
    public void Every_layer_is_read_as_it_was_written()
    {
        var attributes = typeof(Layer).GetCustomAttributes<JsonDerivedTypeAttribute>(false).ToList();
        var kinds = typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract);
        Assert.Equal(kinds.OrderBy(kind => kind.Name), attributes.Select(one => one.DerivedType).OrderBy(kind => kind.Name));
        Layer[] layers =
        [
            new Conv2D(3, 5, 4, 2, 1, Padding.Same), new BatchNormalization(0.8f, 0.01f), new MaxPool2D(2, 3, 1, 2, Padding.Same),
            new AveragePool2D(3, 2, 2, 1), new Relu(), new Dropout(0.25f), new Flatten(), new Dense(7), new Softmax(),
        ];
        Assert.Equal(attributes.Count, layers.Select(layer => layer.GetType()).Distinct().Count());
        Assert.Equal(layers, Read(JsonSerializer.Serialize(new Architecture([28, 28, 1], layers), ModelJson.Default.Architecture)).Layers);
    }

    [Theory]
    [InlineData("\"layer\":\"Layer\"")]
    [InlineData("\"layer\":\"Pool2D\"")]
    [InlineData("\"layer\":\"Shape\"")]
    [InlineData("\"layer\":\"conv2D\"")]
    [InlineData("\"layer\":\"Relu, System.Private.CoreLib\"")]
    [InlineData("\"layer\":\"Relu[]\"")]
    [InlineData("\"layer\":\"Relu\\u0000\"")]
    [InlineData("\"layer\":\"\"")]
    [InlineData("\"layer\":null")]
    [InlineData("\"units\":3")]
    public void What_is_no_layer_is_refused(string member)
    {
        var fault = Assert.Throws<JsonException>(() => Read($$"""{"input":[4],"layers":[{{{member}}}]}"""));
        Assert.Contains("there is no layer", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"layer":"Dense","units":3,"unit":3}""", "'unit' is not known there")]
    [InlineData("""{"layer":"Dense","units":"3"}""", "")]
    [InlineData("""{"layer":7}""", "")]
    public void A_layer_with_a_fault_is_refused(string layer, string message) => Assert.Contains(
        message,
        Assert.Throws<JsonException>(() => Read($$"""{"input":[4],"layers":[{{layer}}]}""")).Message, StringComparison.Ordinal);

    [Fact]
    public void Missing_members_get_their_defaults_and_the_last_of_two_counts() => Assert.Equal(
        [new Conv2D(2, 5, 4)],
        Read("""{"input":[4],"layers":[{"layer":"Conv2D","filters":1,"filterHeight":5,"filterWidth":4,"filters":2}]}""").Layers);

    /// <summary>The reader names each member; one that it forgot would be refused, or lost.</summary>
    [Fact]
    public void All_that_is_written_about_a_training_is_read()
    {
        var json = """
            {"epochs":2,"batchSize":3,"learningRate":0.4,"schedule":"OneCycle","labelSmoothing":0.5,"weightDecay":0.6,"weightAveraging":0.7,
            "validationSplit":0.8,"augmentation":{"rotation":1,"shear":0.25,"scale":0.3,"shift":4,"elastic":5,"thickness":0.6,"blur":0.7,
            "contrast":0.8,"cutOut":0.9},"syntheticShare":0.85,"seed":4294967295}
            """;
        var training = JsonSerializer.Deserialize(json, ModelJson.Default.TrainingOptions)!;
        AllDiffer(training, new TrainingOptions());
        AllDiffer(training.Augmentation!, new AugmentationOptions());
        Assert.Equal(training, JsonFields.Read(json, JsonRecord.Training));
        Assert.Equal(new(), JsonFields.Read("{}", JsonRecord.Training));
    }

    [Fact]
    public void A_calibration_and_results_are_read_as_they_were_written()
    {
        var calibration = new Calibration { Temperature = 0.25, LeastProbability = 0.5, MostStrangeness = 0.75 };
        var results = new ModelResults(3, 0.5, 0.25, 10_000, "cpu");
        Assert.Equal(
            calibration,
            JsonFields.Read(JsonSerializer.Serialize(calibration, ModelJson.Default.Calibration), JsonRecord.Calibration));
        Assert.Equal(
            results, JsonFields.Read(JsonSerializer.Serialize(results, ModelJson.Default.ModelResults), JsonRecord.Results));
        Assert.Equal(new(), JsonFields.Read("{}", JsonRecord.Calibration));
    }

    [Theory]
    [InlineData("null", "it is null")]
    [InlineData("[]", "")]
    [InlineData("""{"epochs":1e99}""", "")]
    [InlineData("""{"epochs":1.5}""", "")]
    [InlineData("""{"epochs":null}""", "")]
    [InlineData("""{"seed":-1}""", "")]
    [InlineData("""{"learningRate":1e999}""", "1e999 is too large")]
    [InlineData("""{"schedule":"Linear"}""", "'Linear' is not one of Constant, Cosine, OneCycle")]
    [InlineData("""{"augmentation":{"tilt":1}}""", "'tilt' is not known there")]
    public void Settings_with_a_fault_are_refused(string json, string message) => Assert.Contains(
        message, Assert.Throws<JsonException>(() => JsonFields.Read(json, JsonRecord.Training)).Message, StringComparison.Ordinal);

    private static void AllDiffer<T>(T one, T other) => Assert.All(
        typeof(T).GetProperties().Where(property => property.CanWrite),
        property => Assert.NotEqual(property.GetValue(other), property.GetValue(one)));

    private static Architecture Read(string json) => JsonFields.Read(json, JsonRecord.Architecture);
}
