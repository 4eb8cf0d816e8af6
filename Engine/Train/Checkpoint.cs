using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Train;

/// <summary>
/// A training between two steps: weights, Adam's moments, all that the random numbers depend on (seed, epoch, step), and the metrics of the
/// epoch so far. In a file it is a model with further tensors (<c>adam.m/…</c>, <c>adam.v/…</c>, <c>best/…</c>, <c>average/…</c>,
/// <c>metrics</c>) and the metadata <c>progress</c>.
/// </summary>
/// <param name="Model">The architecture.</param>
/// <param name="Options">The settings of the training.</param>
/// <param name="Step">Steps done.</param>
/// <param name="History">Epochs done.</param>
/// <param name="Weights">Flat weights.</param>
/// <param name="M">Adam's first moment, flat.</param>
/// <param name="V">Adam's second moment, flat.</param>
/// <param name="Best">Flat weights of the epoch with the best validation accuracy, if one was measured.</param>
/// <param name="Average">Moving average of the flat weights, if there is one.</param>
public sealed record Checkpoint(
    Sequential Model, TrainingOptions Options, long Step, IReadOnlyList<EpochResult> History, float[] Weights, float[] M, float[] V,
    float[]? Best, float[]? Average = null)
{
    /// <summary>Loss and hits of each batch done in the current epoch, [batches, 2].</summary>
    public float[] Metrics { get; init; } = [];

    /// <summary>The device that trained it. Another device rounds differently, so the person is told about a change.</summary>
    public string Device { get; init; } = "";

    /// <summary>The <see cref="Data.DigitSet.Fingerprint"/> of the training digits; empty if it was not computed.</summary>
    public string Digits { get; init; } = "";

    /// <summary>Writes the file, all of it or nothing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => SafetensorsFile.Save(
        path,
        [
            .. TrainedModel.ToTensors(Model, Weights),
            .. TrainedModel.ToTensors(Model, M, "adam.m/"),
            .. TrainedModel.ToTensors(Model, V, "adam.v/"),
            .. Best is null ? [] : TrainedModel.ToTensors(Model, Best, "best/"),
            .. Average is null ? [] : TrainedModel.ToTensors(Model, Average, "average/"),
            SafetensorsTensor.From<float>("metrics", [Metrics.Length / 2, 2], Metrics),
        ],
        new Dictionary<string, string>
        {
            ["format"] = TrainedModel.Format,
            ["architecture"] = Model.ToJson(),
            ["training"] = JsonSerializer.Serialize(Options, ModelJson.Default.TrainingOptions),
            ["progress"] = JsonSerializer.Serialize(
                new(Step, [.. History], Best is not null, Average is not null, Device, Digits), CheckpointJson.Default.TrainingState),
        });

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ModelFileException">The file cannot be read or is no checkpoint.</exception>
    public static Checkpoint Load(string path) => From(SafetensorsFile.Load(path), path);

    /// <inheritdoc cref="Load"/>
    internal static Checkpoint From(SafetensorsFile file, string path)
    {
        var model = TrainedModel.ReadArchitecture(file, path);
        var options = TrainedModel.ReadJson(file, path, "training", JsonRecord.Training);
        var state = TrainedModel.ReadJson(file, path, "progress", TrainingState.Read);
        if (options is null || state?.History is null)
            throw new ModelFileException($"{path}: has no metadata \"training\" and \"progress\"; it is no checkpoint");
        if (file.Find("metrics") is not { Type: TensorType.F32, Shape: [_, 2] } metrics)
            throw new ModelFileException($"{path}: tensor metrics [batches, 2] is missing; it is no checkpoint");
        return new(
            model, options, state.Step, state.History,
            Read(""), Read("adam.m/"), Read("adam.v/"), state.HasBest ? Read("best/") : null, state.HasAverage ? Read("average/") : null)
        {
            Metrics = metrics.As<float>().ToArray(),
            Device = state.Device ?? "",
            Digits = state.Digits ?? "",
        };

        // A training may pass through larger numbers than a model may keep, its squared gradients above all.
        float[] Read(string prefix) => TrainedModel.FromTensors(model, file, path, prefix, float.MaxValue);
    }
}

/// <summary>The part of a checkpoint that is not tensors.</summary>
internal sealed record TrainingState(long Step, EpochResult[] History, bool HasBest, bool HasAverage, string? Device, string? Digits)
{
    public static TrainingState Read(JsonFields json) => new(
        json.Long("step"), json.Objects("history", Epoch)!, json.Flag("hasBest"), json.Flag("hasAverage"), json.Text("device"),
        json.Text("digits"));

    private static EpochResult Epoch(JsonFields json) => new(
        json.Int("epoch"), json.Double("loss"), json.Double("accuracy"), json.DoubleOrNull("valLoss"), json.DoubleOrNull("valAccuracy"),
        json.Double("seconds"));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingState))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
