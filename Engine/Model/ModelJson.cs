using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Layers;

namespace GpuDigits.Engine.Model;

internal sealed record Architecture(int[] Input, Layer[] Layers);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NumberHandling = JsonNumberHandling.Strict, MaxDepth = 16)]
[JsonSerializable(typeof(Architecture))]
[JsonSerializable(typeof(TrainingOptions))]
[JsonSerializable(typeof(ModelResults))]
[JsonSerializable(typeof(Calibration))]
internal sealed partial class ModelJson : JsonSerializerContext;
