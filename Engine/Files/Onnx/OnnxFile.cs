using Google.Protobuf;
using GpuDigits.Engine.Files.Onnx.Messages;

namespace GpuDigits.Engine.Files.Onnx;

/// <summary>Reads and writes ONNX model files (one Protocol Buffers message, ModelProto).</summary>
public static class OnnxFile
{
    /// <summary>Larger files are not read.</summary>
    public const int MaximumLength = 512 << 20;

    private static readonly MessageParser<ModelProto> Parser = ModelProto.Parser.WithDiscardUnknownFields(true);

    /// <summary>Reads a file, and constants that it keeps in other files of its folder.</summary>
    /// <exception cref="ModelFileException">The file cannot be read or is no such file.</exception>
    public static OnnxModel Load(string path)
    {
        try
        {
            using var file = InputFile.Open(path, MaximumLength);
            return Load(file, path, new OnnxExternalData(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(
                $"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}); check the path and the permissions", e);
        }
    }

    /// <summary>Reads a seekable stream to its end; <paramref name="name"/> is what messages call it.</summary>
    /// <exception cref="ModelFileException">The stream is no such file.</exception>
    public static OnnxModel Load(Stream stream, string name) => Load(stream, name, null);

    private static OnnxModel Load(Stream stream, string name, OnnxExternalData? beside)
    {
        var length = stream.Length - stream.Position;
        if (length > MaximumLength)
            throw new ModelFileException($"{name}: {length} bytes are too many, at most {MaximumLength} are read");
        var bytes = new byte[length];
        var input = new CodedInputStream(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        ModelProto? model = null;
        try
        {
            MessageLimit.Apply(() => model = Parser.ParseFrom(input));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new ModelFileException(
                $"{name}: offset {input.Position}: the file is cut or damaged, or no ONNX model; get or make it again "
                    + $"({e.Message.ReplaceLineEndings(" ")})", e);
        }

        return new OnnxReading(name, beside).Read(model!);
    }

    /// <summary>Writes a file: all of it or nothing (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, OnnxModel model) => AtomicFile.Write(path, stream => Save(stream, model));

    /// <summary>Writes to a stream; equal models give equal bytes.</summary>
    public static void Save(Stream stream, OnnxModel model) => OnnxWriting.Message(model).WriteTo(stream);
}
