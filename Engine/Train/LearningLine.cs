using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Train;

/// <summary>
/// The protocol between a training and the window that shows it. The training writes each state as a line of JSON to the window's standard
/// input. The window writes <see cref="Ready"/> to its standard output once it is open, and <see cref="Stop"/> when the person wants the
/// training to end.
/// </summary>
public static class LearningLine
{
    /// <summary>The window is open.</summary>
    public const string Ready = "ready";

    /// <summary>The training is to end.</summary>
    public const string Stop = "stop";

    private const int MostFilterValues = DigitPreparation.Size * DigitPreparation.Size;

    /// <summary>A state as one line, pictures in base64; without the end of the line.</summary>
    public static string Write(LearningState state) => JsonSerializer.Serialize(state, LearningJson.Default.LearningState);

    /// <summary>The state in a line; null if the line holds none, or one that cannot be shown.</summary>
    public static LearningState? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LearningJson.Default.LearningState) is { } state && CanBeShown(state) ? state : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A member that is not there is null, whatever the record says.
    private static bool CanBeShown(LearningState state) =>
        state is { Status: not null, Trained: not null, HeldOut: not null, Filters: not null, Worst: not null }
        && state.FilterWidth is > 0 and <= DigitPreparation.Size
        && state.Filters.All(
            filter => filter is { Length: > 0 and <= MostFilterValues } && filter.Length % state.FilterWidth == 0
                && filter.Length / state.FilterWidth <= DigitPreparation.Size)
        && state.Worst.All(digit => digit?.Picture is { Length: DigitPreparation.Size * DigitPreparation.Size });
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LearningState))]
internal sealed partial class LearningJson : JsonSerializerContext;
