using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace GpuDigits.Engine.Files;

/// <summary>
/// Reads a safetensors stream. The whole header is checked against itself and against the length of the stream before a tensor is
/// allocated, so what is allocated is never more than a small multiple of what is really there.
/// </summary>
internal sealed class SafetensorsReader
{
    private const int LengthField = 8;

    // A model of thousands of tensors needs less than 1 MB.
    private const int MaximumHeader = 16 << 20;

    private readonly string _file;
    private readonly List<Entry> _entries = [];
    private readonly HashSet<string> _names = [];
    private Dictionary<string, string>? _metadata;

    // What is being read, for messages: "tensor" or "metadata" and its name. Texts are only put together for a fault.
    private string? _kind, _name;

    private SafetensorsReader(string file) => _file = file;

    private sealed record Entry(string Name, TensorType Type, string TypeName, int[] Shape, long Begin, long End);

    public static SafetensorsFile Read(Stream stream, string name)
    {
        var reader = new SafetensorsReader(name);
        var header = reader.ReadHeader(stream);
        reader.ParseHeader(header);
        reader.CheckLayout(stream.Length - LengthField - header.Length);
        var tensors = new SafetensorsTensor[reader._entries.Count];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = reader.ReadTensor(stream, reader._entries[i]);
        return new(tensors, reader._metadata ?? []);
    }

    private byte[] ReadHeader(Stream stream)
    {
        stream.Position = 0;
        var available = stream.Length - LengthField;
        Span<byte> field = stackalloc byte[LengthField];
        if (available < 0 || stream.ReadAtLeast(field, LengthField, throwOnEndOfStream: false) < LengthField)
            throw Bad(0, $"the file has {stream.Length} bytes, which is too short for a model");
        if (OtherKind(field) is { } kind)
            throw new ModelFileException(
                $"{_file}: is {kind}, which is not read; export the network as ONNX, or save its weights as safetensors");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(field);
        if (length > MaximumHeader)
            throw Bad(0, $"the header claims {length} bytes, at most {MaximumHeader} are read; is this a safetensors file?");
        if (length > (ulong)available)
            throw Bad(0, $"the header claims {length} bytes, only {available} follow: the file was cut or is no safetensors file");
        var header = new byte[length];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw Bad(LengthField, "the file was cut within its header");
        return header;
    }

    /// <summary>What another kind of model file is, by its first bytes; null for one that is not known.</summary>
    private static string? OtherKind(ReadOnlySpan<byte> start) =>
        start.StartsWith("PK\u0003\u0004"u8) ? "a zip file, as PyTorch's .pt, Keras' .keras and NumPy's .npz are"
        : start.StartsWith("GGUF"u8) ? "a GGUF file, as ggml's programs make them"
        : start[1..].StartsWith("HDF"u8) ? "an HDF5 file, as Keras' .h5 is"
        : start[4..].StartsWith("TFL3"u8) ? "a TensorFlow Lite file"
        : null;

    private void ParseHeader(ReadOnlySpan<byte> header)
    {
        if (!Utf8.IsValid(header))
            throw Bad(LengthField, "the header is not UTF-8 text");
        if (header is not [(byte)'{', ..])
            throw Bad(LengthField, "the header does not start with '{'");
        // White space other than spaces may stand within the object, but only spaces pad it.
        if (header.TrimEnd((byte)' ') is not [.., (byte)'}'])
            throw Bad(LengthField + header.Length, "the header does not end with '}' and spaces");
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 3 });
        try
        {
            Next(ref json, JsonTokenType.StartObject);
            while (NextProperty(ref json, _names) is { } name)
            {
                if (name == SafetensorsFile.MetadataKey)
                    ParseMetadata(ref json);
                else
                    ParseTensor(ref json, name);
            }

            json.Read();
        }
        catch (JsonException e)
        {
            throw Bad(LengthField + json.BytesConsumed, "the header is not correct JSON", e);
        }
    }

    private void ParseMetadata(ref Utf8JsonReader json)
    {
        _metadata = [];
        HashSet<string> keys = [];
        if (!json.Read() || json.TokenType == JsonTokenType.Null)
            return;
        (_kind, _name) = (SafetensorsFile.MetadataKey, null);
        Expect(ref json, JsonTokenType.StartObject);
        while (NextProperty(ref json, keys) is { } key)
        {
            (_kind, _name) = ("metadata", key);
            Next(ref json, JsonTokenType.String);
            _metadata.Add(key, Text(ref json));
        }

        _kind = null;
    }

    private void ParseTensor(ref Utf8JsonReader json, string name)
    {
        (_kind, _name) = ("tensor", name);
        string? type = null;
        long[]? shape = null, offsets = null;
        HashSet<string> fields = [];
        Next(ref json, JsonTokenType.StartObject);
        while (NextProperty(ref json, fields) is { } field)
        {
            switch (field)
            {
                case "dtype":
                    Next(ref json, JsonTokenType.String, "dtype");
                    type = Text(ref json);
                    break;
                case "shape":
                    shape = ParseNumbers(ref json, "shape", maximumCount: 8);
                    break;
                case "data_offsets":
                    offsets = ParseNumbers(ref json, "data_offsets", maximumCount: 2);
                    break;
                default:
                    throw Bad(ref json, $"{What()} has the unknown field {ModelFileException.Quote(field)}");
            }
        }

        if (type is null || shape is null || offsets is null)
            throw Bad(ref json, $"{What()} lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (offsets is not [var begin, var end] || begin > end)
            throw Bad(ref json, $"{What("data_offsets")} [{string.Join(", ", offsets)}] are not a begin and an end");

        var known = TypeOf(type);
        long bytes = SafetensorsTensor.SizeOf(known);
        var sizes = new int[shape.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            if (shape[i] > int.MaxValue || (bytes *= shape[i]) > Array.MaxLength)
                throw Bad(ref json, $"{What()}: [{string.Join(", ", shape)}] is larger than {Array.MaxLength} bytes");
            sizes[i] = (int)shape[i];
        }

        if (known == TensorType.Other ? end - begin > Array.MaxLength : bytes != end - begin)
            throw Bad(ref json,
                $"{What()}: {ModelFileException.Clean(type)} [{string.Join(", ", shape)}] takes {bytes} bytes, data_offsets give it "
                    + $"{end - begin}");
        _entries.Add(new(name, known, type, sizes, begin, end));
        _kind = null;
    }

    /// <summary>
    /// The values of the enum count from 0, Other. Its names are looked at only where they are needed: that takes a millisecond.
    /// </summary>
    private static TensorType TypeOf(string name) => name == "F32"
        ? TensorType.F32
        : (TensorType)Math.Max(Array.IndexOf(Enum.GetNames<TensorType>(), name), 0);

    private long[] ParseNumbers(ref Utf8JsonReader json, string field, int maximumCount)
    {
        var (numbers, count) = (new long[maximumCount], 0);
        Next(ref json, JsonTokenType.StartArray, field);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out var number) || number < 0)
                throw Bad(ref json, $"{What(field)}: not a whole number from 0 to {long.MaxValue}");
            if (count == maximumCount)
                throw Bad(ref json, $"{What(field)}: more than {maximumCount} numbers");
            numbers[count++] = number;
        }

        Array.Resize(ref numbers, count);
        return numbers;
    }

    /// <summary>Puts the entries in the order of their bytes, which must fill the rest of the file without gap or overlap.</summary>
    private void CheckLayout(long dataLength)
    {
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long at = 0;
        foreach (var entry in _entries)
        {
            if (entry.Begin < at)
                throw Wrong(entry, $"overlap another tensor, which ends at {at}");
            if (entry.Begin > at)
                throw Wrong(entry, $"leave a gap: the bytes from {at} on belong to no tensor");
            if (entry.End > dataLength)
                throw Wrong(entry, $"reach beyond the {dataLength} bytes of data: the file was cut");
            at = entry.End;
        }

        if (at < dataLength)
            throw Bad(null, $"{dataLength - at} bytes follow the last tensor");

        ModelFileException Wrong(Entry entry, string how) =>
            Bad(null, $"tensor {ModelFileException.Quote(entry.Name)}: data_offsets [{entry.Begin}, {entry.End}] {how}");
    }

    private SafetensorsTensor ReadTensor(Stream stream, Entry entry)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)(entry.End - entry.Begin));
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Bad(null, $"tensor {ModelFileException.Quote(entry.Name)}: the file ended while it was read");
        return new(entry.Name, entry.Type, entry.Shape, bytes) { TypeName = entry.TypeName };
    }

    private void Next(ref Utf8JsonReader json, JsonTokenType expected, string? field = null)
    {
        json.Read();
        Expect(ref json, expected, field);
    }

    private void Expect(ref Utf8JsonReader json, JsonTokenType expected, string? field = null)
    {
        if (json.TokenType != expected)
            throw Bad(ref json, $"{What(field)}: {json.TokenType} instead of {expected}");
    }

    private string What(string? field = null) =>
        (_kind ?? "the header") + (_name is null || _kind is null ? "" : $" {ModelFileException.Quote(_name)}")
        + (field is null ? "" : $": {field}");

    /// <summary>The next property's name, null at the object's end.</summary>
    private string? NextProperty(ref Utf8JsonReader json, HashSet<string> seen)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return null;
        var name = Text(ref json);
        return seen.Add(name) ? name : throw Bad(ref json, $"{ModelFileException.Quote(name)} stands there twice");
    }

    private string Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Bad(ref json, "an escape sequence is half of a character", e);
        }
    }

    private ModelFileException Bad(ref Utf8JsonReader json, string what, Exception? cause = null) =>
        Bad(LengthField + json.TokenStartIndex, what, cause);

    private ModelFileException Bad(long? offset, string what, Exception? cause = null) =>
        new($"{_file}: {(offset is null ? "" : $"offset {offset}: ")}{what}; get or make the file again", cause);
}
