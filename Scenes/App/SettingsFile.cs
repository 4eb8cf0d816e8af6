using System.Text.Json;
using System.Text.Json.Nodes;
using GpuDigits.Engine;
using GpuDigits.Engine.Files;

namespace GpuDigits.Scenes.App;

/// <summary>The whole of a settings file is no JSON object, or too long.</summary>
internal sealed class SettingsFileException(string message) : Exception(Fault.OneLine(message));

/// <summary>A settings file as a JSON object.</summary>
internal static class SettingsFile
{
    private const int MaximumBytes = 1 << 16;

    private static readonly JsonWriterOptions Indented = new() { Indented = true };
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The object; null where there is no file. Names count whatever their case.</summary>
    /// <exception cref="SettingsFileException">It is no JSON object, or too long.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static JsonObject? Read(string file)
    {
        if (!File.Exists(file))
            return Directory.Exists(file) ? throw new IOException("it is a folder") : null;
        if (new FileInfo(file).Length > MaximumBytes)
            throw new SettingsFileException($"it is longer than {MaximumBytes} bytes");
        return Parse(File.ReadAllText(file));
    }

    /// <summary>The object of a file's text.</summary>
    /// <exception cref="SettingsFileException">It is no JSON object.</exception>
    public static JsonObject Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SettingsFileException("it is no JSON object");
            var values = new JsonObject(new() { PropertyNameCaseInsensitive = true });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                // Of a name that is there twice, "no" counts: it may be the person's wish for privacy.
                if (values[property.Name]?.GetValueKind() != JsonValueKind.False)
                    values[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
            return values;
        }
        catch (JsonException e)
        {
            throw new SettingsFileException($"line {e.LineNumber + 1} is not valid JSON");
        }
        catch (InvalidOperationException)
        {
            throw new SettingsFileException("it is not valid Unicode");
        }
    }

    /// <exception cref="IOException">It cannot be written; the old file is as it was.</exception>
    public static void Write(string file, JsonObject values) => AtomicFile.Write(file, stream =>
    {
        using (var json = new Utf8JsonWriter(stream, Indented))
            values.WriteTo(json);
        stream.WriteByte((byte)'\n');
    });
}
