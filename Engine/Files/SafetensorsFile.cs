using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GpuDigits.Engine.Files;

/// <summary>
/// Named tensors and text metadata in the safetensors format: the header's length as a little-endian 64-bit number, the header
/// (JSON: name → dtype, shape, data_offsets; "__metadata__" → texts), padded with spaces to a multiple of 8, then the tensors' bytes
/// without a gap. Reading takes exactly such files and nothing else.
/// </summary>
public sealed class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";

    private const long MaximumPiped = 512 << 20;

    /// <summary>Takes the parts of a file as they are.</summary>
    public SafetensorsFile(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors, in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Free texts that travel with the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name, null where there is none.</summary>
    public SafetensorsTensor? Find(string name)
    {
        foreach (var tensor in Tensors)
        {
            if (tensor.Name == name)
                return tensor;
        }

        return null;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">The file cannot be read or is not exactly such a file.</exception>
    public static SafetensorsFile Load(string path)
    {
        try
        {
            using var file = InputFile.Open(path, MaximumPiped);
            return SafetensorsReader.Read(file, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                $"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}); check the path and the permissions", e);
        }
    }

    /// <summary>Reads a seekable stream from its start; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="ModelFileException">The stream is not exactly such a file.</exception>
    public static SafetensorsFile Load(Stream stream, string name) => SafetensorsReader.Read(stream, name);

    /// <summary>Writes a file: all of it or nothing (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or one is called "__metadata__".</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Save(stream, tensors, metadata));

    /// <summary>Writes to a stream, the tensors in the order given, the metadata sorted by key: equal contents give equal bytes.</summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or one is called "__metadata__".</exception>
    public static void Save(Stream stream, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        var header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors)
            stream.Write(tensor.Bytes);
    }

    private static ReadOnlySpan<byte> Header(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            HashSet<string> names = [MetadataKey];
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                    throw new ArgumentException($"the name {tensor.Name} is taken", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                WriteArray(json, "shape", tensor.Shape);
                WriteArray(json, "data_offsets", [offset, offset += tensor.Bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        buffer.Write("       "u8[..(-buffer.WrittenCount & 7)]);
        return buffer.WrittenSpan;
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, ReadOnlySpan<T> values) where T : IConvertible
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value.ToInt64(null));
        json.WriteEndArray();
    }
}
