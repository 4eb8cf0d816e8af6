using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Files.Onnx;

namespace GpuDigits.Engine.Model.Exchange;

/// <summary>
/// A model's calibration in a graph of ours. The temperature is a Div directly before the Softmax, so that every tool gives the
/// probabilities that our window shows. The calibration without the detector is also stored as metadata, so that an import can remove the
/// Div.
/// </summary>
internal static class OnnxCalibration
{
    /// <summary>The name of the Div.</summary>
    public const string Node = "temperature";

    /// <summary>The name of the text.</summary>
    public const string Key = "gpudigits.calibration";

    /// <summary>The text of a calibration.</summary>
    public static string Text(Calibration calibration) => JsonSerializer.Serialize(calibration, ModelJson.Default.Calibration);

    /// <summary>The calibration that a graph brings; null where it has none.</summary>
    /// <exception cref="ModelFileException">The text is not one that we write.</exception>
    public static Calibration? Of(OnnxModel model, string file)
    {
        if (!model.Metadata.TryGetValue(Key, out var json))
            return null;
        try
        {
            var calibration = JsonFields.Read(json, JsonRecord.Calibration);
            return calibration.Fault() is { } fault ? throw new ModelFileException($"{file}: metadata \"{Key}\": {fault}") : calibration;
        }
        catch (JsonException e)
        {
            throw new ModelFileException($"{file}: metadata \"{Key}\" cannot be read: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
