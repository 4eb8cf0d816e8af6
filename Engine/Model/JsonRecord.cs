using System.Text.Json;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>Reads the serializer's output for our records (<see cref="ModelJson"/>). Members that are missing get their defaults.</summary>
internal static class JsonRecord
{
    public static Architecture Architecture(JsonFields json) => new(json.Ints("input")!, json.Objects("layers", Layer)!);

    public static ModelResults Results(JsonFields json) => new(
        json.Int("epochs"), json.Double("accuracy"), json.Double("loss"), json.Int("samples"), json.Text("device")!);

    public static Calibration Calibration(JsonFields json)
    {
        var usual = new Calibration();
        return new()
        {
            Temperature = json.Double("temperature", usual.Temperature),
            LeastProbability = json.Double("leastProbability", usual.LeastProbability),
            MostStrangeness = json.Double("mostStrangeness", usual.MostStrangeness),
        };
    }

    public static TrainingOptions Training(JsonFields json)
    {
        var usual = new TrainingOptions();
        return new()
        {
            Epochs = json.Int("epochs", usual.Epochs),
            BatchSize = json.Int("batchSize", usual.BatchSize),
            LearningRate = json.Double("learningRate", usual.LearningRate),
            Schedule = (LearningRateSchedule)json.Choice(
                "schedule", nameof(LearningRateSchedule.Constant), nameof(LearningRateSchedule.Cosine),
                nameof(LearningRateSchedule.OneCycle)),
            LabelSmoothing = json.Double("labelSmoothing"),
            WeightDecay = json.Double("weightDecay"),
            WeightAveraging = json.Double("weightAveraging"),
            ValidationSplit = json.Double("validationSplit"),
            Augmentation = json.Object("augmentation", Augmentation),
            SyntheticShare = json.Double("syntheticShare"),
            Seed = json.UInt("seed", usual.Seed),
        };
    }

    private static AugmentationOptions Augmentation(JsonFields json)
    {
        var usual = new AugmentationOptions();
        return new()
        {
            Rotation = json.Double("rotation", usual.Rotation),
            Shear = json.Double("shear", usual.Shear),
            Scale = json.Double("scale", usual.Scale),
            Shift = json.Double("shift", usual.Shift),
            Elastic = json.Double("elastic", usual.Elastic),
            Thickness = json.Double("thickness", usual.Thickness),
            Blur = json.Double("blur", usual.Blur),
            Contrast = json.Double("contrast", usual.Contrast),
            CutOut = json.Double("cutOut", usual.CutOut),
        };
    }

    private static Layer Layer(JsonFields json) => json.Text("layer") switch
    {
        nameof(Conv2D) => new Conv2D(
            json.Int("filters"), json.Int("filterHeight"), json.Int("filterWidth"), json.Int("strideY", 1), json.Int("strideX", 1),
            Padding(json)),
        nameof(MaxPool2D) => new MaxPool2D(
            json.Int("poolHeight"), json.Int("poolWidth"), json.Int("strideY"), json.Int("strideX"), Padding(json)),
        nameof(AveragePool2D) => new AveragePool2D(
            json.Int("poolHeight"), json.Int("poolWidth"), json.Int("strideY"), json.Int("strideX"), Padding(json)),
        nameof(BatchNormalization) => new BatchNormalization(json.Single("momentum", 0.9f), json.Single("epsilon", 1e-3f)),
        nameof(Dense) => new Dense(json.Int("units")),
        nameof(Dropout) => new Dropout(json.Single("rate")),
        nameof(Relu) => new Relu(),
        nameof(Flatten) => new Flatten(),
        nameof(Softmax) => new Softmax(),
        var other => throw new JsonException($"there is no layer '{other}'"),
    };

    private static Padding Padding(JsonFields json) =>
        (Padding)json.Choice("padding", nameof(Layers.Padding.Valid), nameof(Layers.Padding.Same));
}
