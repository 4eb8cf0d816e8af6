using System.Security.Cryptography;
using System.Text.Json;

namespace GpuDigits.Shipping;

/// <summary>
/// A software bill of materials: CycloneDX 1.6 as JSON. The same parts give the same bytes: the serial number is made of the contents, and
/// the time is given.
/// </summary>
internal static class CycloneDx
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n" };

    /// <summary>The document.</summary>
    /// <param name="version">The program's.</param>
    /// <param name="parts">What it carries.</param>
    /// <param name="time">Of the commit.</param>
    public static byte[] Write(string version, IReadOnlyList<Part> parts, DateTimeOffset time)
    {
        var serial = SHA256.HashData(Document(version, parts, time, Guid.Empty)).AsSpan(0, 16);
        return Document(version, parts, time, new Guid(serial));
    }

    private static byte[] Document(string version, IReadOnlyList<Part> parts, DateTimeOffset time, Guid serial)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.WriteString("serialNumber", $"urn:uuid:{serial}");
            json.WriteNumber("version", 1);
            json.WriteStartObject("metadata");
            json.WriteString("timestamp", time.UtcDateTime);
            json.WritePropertyName("component");
            Component(json, new("gpudigits", version, "MIT", "the GpuDigits contributors", "application", null, []));
            json.WriteEndObject();
            json.WriteStartArray("components");
            foreach (var part in parts)
                Component(json, part);
            json.WriteEndArray();
            json.WriteStartArray("dependencies");
            Uses(json, "gpudigits", parts.Select(part => part.Reference));
            foreach (var part in parts)
                Uses(json, part.Reference, parts.Where(other => part.Uses.Contains(other.Name)).Select(other => other.Reference));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. stream.ToArray(), (byte)'\n'];
    }

    private static void Component(Utf8JsonWriter json, Part part)
    {
        json.WriteStartObject();
        json.WriteString("type", part.Kind);
        json.WriteString("bom-ref", part.Reference);
        json.WriteString("name", part.Name);
        if (part.Version.Length > 0)
            json.WriteString("version", part.Version);
        json.WriteString("publisher", part.By);
        if (part.Digest is { } digest)
        {
            json.WriteStartArray("hashes");
            json.WriteStartObject();
            json.WriteString("alg", digest.Algorithm);
            json.WriteString("content", digest.Hex);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartArray("licenses");
        json.WriteStartObject();
        json.WriteString("expression", part.Licence);
        json.WriteEndObject();
        json.WriteEndArray();
        if (part.IsPackage)
            json.WriteString("purl", part.Reference);
        json.WriteEndObject();
    }

    private static void Uses(Utf8JsonWriter json, string reference, IEnumerable<string> used)
    {
        json.WriteStartObject();
        json.WriteString("ref", reference);
        json.WriteStartArray("dependsOn");
        foreach (var one in used)
            json.WriteStringValue(one);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
