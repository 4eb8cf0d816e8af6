using System.Globalization;
using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

/// <summary>A model's results on the test digits after its training.</summary>
/// <param name="Epochs">Number of epochs that its weights were trained for.</param>
/// <param name="Accuracy">Fraction of the test digits that were read correctly, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy of the test digits.</param>
/// <param name="Samples">Number of test digits.</param>
/// <param name="Device">The device that trained it.</param>
public sealed record ModelResults(int Epochs, double Accuracy, double Loss, int Samples, string Device);

/// <summary>
/// An architecture with its weights and information about its training. In a file: the parameters under their full names as float32
/// tensors, the rest as metadata (<c>format</c>, <c>architecture</c>, <c>preset</c>, <c>training</c>, <c>results</c>, <c>calibration</c>;
/// JSON or text), the calibration's detector as tensors <c>detector/…</c>, and a symbol model's place network as tensors <c>places/…</c>
/// with its architecture as metadata <c>places</c>.
/// Nothing in it depends on the date or the speed of the training: the same command on the same device writes the same bytes.
/// </summary>
/// <param name="Architecture">The layers.</param>
/// <param name="Weights">Flat weights, placed as in <see cref="Sequential.Parameters"/>.</param>
public sealed record TrainedModel(Sequential Architecture, float[] Weights)
{
    internal const string Format = "gpudigits 1";

    private const string DetectorPrefix = "detector/", PlacesPrefix = "places/", PlacesKey = "places";

    /// <summary>The preset's name; null if it was not a preset.</summary>
    public string? Preset { get; init; }

    /// <summary>Whether it was read from a file whose weights all have 16 bits.</summary>
    public bool IsHalf { get; init; }

    /// <summary>The settings of the training.</summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>The results of the training.</summary>
    public ModelResults? Results { get; init; }

    /// <summary>The calibration; null if there is none.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>
    /// The network that weighs what this one says by size and place; null for a model that reads single digits. It has no parts of its own.
    /// </summary>
    public TrainedModel? Places { get; init; }

    /// <summary>
    /// The same network for inference: the moving mean and variance of each batch normalisation are folded into the weights of the layer
    /// before it, so that the normalisation costs nothing. A model without batch normalisation is returned as it is.
    /// </summary>
    public TrainedModel Fold()
    {
        if (Architecture.Layers.All(placed => placed.Layer is not BatchNormalization))
            return this;
        var layers = new List<LayerWeights>();
        foreach (var placed in Architecture.Layers)
        {
            if (placed.Layer is not BatchNormalization normal)
            {
                layers.Add(LayerWeights.Of(placed, Weights));
                continue;
            }

            float[][] values = [.. placed.Parameters.Select(p => Weights.AsSpan(p.Offset, p.Spec.Shape.Size).ToArray())];
            layers[^1].FoldNormalisation(values[0], values[1], values[2], values[3], normal.Epsilon, placed.Parameters[3].Name);
        }

        return LayerWeights.Join(Architecture.Input, layers) with
        {
            Preset = Preset,
            Training = Training,
            Results = Results,
            Calibration = Calibration,
            Places = Places,
        };
    }

    /// <summary>
    /// The same model with the temperature of its calibration in the weights of its last layer: softmax(logits / T) is then the softmax of
    /// the network's own logits, so what looks into the network sees the probabilities that a reading has.
    /// </summary>
    public TrainedModel Calibrated()
    {
        if (Calibration is not { Temperature: not 1 and var temperature } calibration
            || Architecture.Layers is not [.., { Layer: Dense or BatchNormalization } last, { Layer: Softmax }])
            return this;
        float[] weights = [.. Weights];
        // Weights and bias, or gamma and beta: the logits are linear in them.
        foreach (var parameter in last.Parameters.Take(2))
        {
            foreach (ref var weight in weights.AsSpan(parameter.Offset, parameter.Spec.Shape.Size))
                weight = (float)(weight / temperature);
        }

        return this with { Weights = weights, Calibration = calibration with { Temperature = 1 } };
    }

    /// <summary>Writes the complete file, or nothing if that fails.</summary>
    /// <param name="path">The file.</param>
    /// <param name="half">Whether weights are rounded to 16 bits (<see cref="Half"/>), which take half the bytes.</param>
    /// <exception cref="ModelException">A weight is not a number, or too large; nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, bool half = false)
    {
        RequireUsable(path);
        Places?.RequireUsable(path);

        var metadata = new Dictionary<string, string> { ["format"] = Format, ["architecture"] = Architecture.ToJson() };
        if (Preset is not null)
            metadata["preset"] = Preset;
        if (Training is not null)
            metadata["training"] = JsonSerializer.Serialize(Training, ModelJson.Default.TrainingOptions);
        if (Results is not null)
            metadata["results"] = JsonSerializer.Serialize(Results, ModelJson.Default.ModelResults);
        if (Calibration is not null)
            metadata["calibration"] = JsonSerializer.Serialize(Calibration, ModelJson.Default.Calibration);
        var tensors = ToTensors(Architecture, Weights);
        if (Calibration?.DetectorWeights is { } detector)
            tensors.AddRange(ToTensors(DetectorOf(Architecture), detector, DetectorPrefix));
        if (Places is not null)
        {
            metadata[PlacesKey] = Places.Architecture.ToJson();
            tensors.AddRange(ToTensors(Places.Architecture, Places.Weights, PlacesPrefix));
        }

        if (half)
            tensors = tensors.ConvertAll(one => one.ToHalf());
        if (half && tensors.Find(one => one.As<Half>().ContainsAnyExceptInRange(Half.MinValue, Half.MaxValue)) is { } large)
            throw new ModelException($"{path}: not saved, {large.Name} has a weight that is too large for 16 bits");
        SafetensorsFile.Save(path, tensors, metadata);
    }

    /// <summary>
    /// Reads a file that <see cref="Save"/> wrote; refuses tensors that are missing, unknown, of a wrong shape, or not of floats.
    /// </summary>
    /// <exception cref="ModelFileException">The file cannot be read or is not a model file.</exception>
    public static TrainedModel Load(string path) => From(SafetensorsFile.Load(path), path);

    /// <inheritdoc cref="Load"/>
    internal static TrainedModel From(SafetensorsFile file, string path)
    {
        var architecture = ReadArchitecture(file, path, "architecture");
        var weights = FromTensors(architecture, file, path);
        var calibration = ReadCalibration(architecture, file, path);
        TrainedModel? places = null;
        if (file.Metadata.ContainsKey(PlacesKey))
        {
            var layers = ReadArchitecture(file, path, PlacesKey);
            places = new(layers, FromTensors(layers, file, path, PlacesPrefix));
        }

        HashSet<string> known = [];
        AddNames(known, architecture, "");
        AddNames(known, calibration?.DetectorWeights is null ? null : DetectorOf(architecture), DetectorPrefix);
        AddNames(known, places?.Architecture, PlacesPrefix);
        foreach (var tensor in file.Tensors)
        {
            if (!known.Contains(tensor.Name))
                throw new ModelFileException($"{path}: tensor {tensor.Name} belongs to no layer of the architecture in the file");
        }

        return new(architecture, weights)
        {
            IsHalf = file.Tensors.All(tensor => tensor.Type == TensorType.F16),
            Preset = file.Metadata.GetValueOrDefault("preset"),
            Training = ReadJson(file, path, "training", JsonRecord.Training),
            Results = ReadJson(file, path, "results", JsonRecord.Results),
            Calibration = calibration,
            Places = places,
        };
    }

    private static void AddNames(HashSet<string> names, Sequential? architecture, string prefix)
    {
        foreach (var p in architecture?.Parameters ?? [])
            names.Add(prefix + p.Name);
    }

    private void RequireUsable(string path)
    {
        foreach (var p in Architecture.Parameters)
        {
            if (Unusable(p, Weights) is { } fault)
                throw new ModelException($"{path}: not saved, {p.Name}{fault}");
        }
    }

    private static Sequential DetectorOf(Sequential architecture) => Calibration.Detector(SplitModel.FeaturesOf(architecture));

    private static Calibration? ReadCalibration(Sequential architecture, SafetensorsFile file, string path)
    {
        var read = ReadJson(file, path, "calibration", JsonRecord.Calibration);
        if (read?.Fault() is { } fault)
            throw new ModelFileException($"{path}: metadata \"calibration\": {fault}");
        if (read is null || file.Tensors.All(t => !t.Name.StartsWith(DetectorPrefix, StringComparison.Ordinal)))
            return read;
        try
        {
            return read with { DetectorWeights = FromTensors(DetectorOf(architecture), file, path, DetectorPrefix) };
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{path}: tensors {DetectorPrefix}…: {e.Message}", e);
        }
    }

    internal static Sequential ReadArchitecture(SafetensorsFile file, string path, string key = "architecture")
    {
        if (!file.Metadata.TryGetValue(key, out var json))
            throw new ModelFileException($"{path}: has no metadata \"{key}\"; it was not written by gpudigits");
        try
        {
            return Sequential.FromJson(json);
        }
        catch (ModelException e)
        {
            throw new ModelFileException($"{path}: metadata \"{key}\": {e.Message}", e);
        }
    }

    internal static T? ReadJson<T>(SafetensorsFile file, string path, string key, Func<JsonFields, T> read)
        where T : class
    {
        if (!file.Metadata.TryGetValue(key, out var json))
            return null;
        try
        {
            return JsonFields.Read(json, read);
        }
        catch (JsonException e)
        {
            throw new ModelFileException($"{path}: metadata \"{key}\" cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>A flat buffer as named tensors, each name with the prefix.</summary>
    internal static List<SafetensorsTensor> ToTensors(Sequential architecture, float[] flat, string prefix = "") =>
    [
        .. architecture.Parameters.Select(p => SafetensorsTensor.From<float>(
            prefix + p.Name, p.Spec.Shape.ToArray(), flat.AsSpan(p.Offset, p.Spec.Shape.Size))),
    ];

    /// <summary>
    /// The flat buffer from named tensors. All must exist, have the right shape and be within a limit. Floats of other precisions are
    /// converted.
    /// </summary>
    internal static float[] FromTensors(
        Sequential architecture, SafetensorsFile file, string path, string prefix = "", float limit = Numbers.LargestWeight)
    {
        foreach (var p in architecture.Parameters)
        {
            var tensor = file.Find(prefix + p.Name)
                ?? throw new ModelFileException($"{path}: tensor {prefix}{p.Name} is missing");
            if (tensor.Type is not (TensorType.F32 or TensorType.F64 or TensorType.F16 or TensorType.BF16)
                || !p.Spec.Shape.Is(tensor.Shape))
            {
                string type = ModelFileException.Clean(tensor.TypeName), got = string.Join('×', tensor.Shape);
                throw new ModelFileException(
                    $"{path}: tensor {tensor.Name} is {type} {got}, the architecture asks for F32 {p.Spec.Shape}");
            }
        }

        var flat = new float[architecture.FlatSize];
        foreach (var p in architecture.Parameters)
        {
            file.Find(prefix + p.Name)!.Floats()!.CopyTo(flat.AsSpan(p.Offset));
            if (Unusable(p, flat, limit) is { } fault)
                throw new ModelFileException($"{path}: tensor {prefix}{p.Name}{fault}");
        }

        return flat;
    }

    private static string? Unusable(Parameter parameter, float[] flat, float limit = Numbers.LargestWeight)
    {
        ReadOnlySpan<float> values = flat.AsSpan(parameter.Offset, parameter.Spec.Shape.Size);
        return Numbers.FirstUnusable(values, limit) is >= 0 and var at
            ? string.Create(CultureInfo.InvariantCulture, $"[{at}] is {values[at]}, it must be a number of at most {limit:G4} in size")
            : null;
    }
}
