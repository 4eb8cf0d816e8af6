using System.Buffers;
using System.Text.Json;
using GpuDigits.Engine;
using GpuDigits.Engine.Files;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A file cannot be used as a sheet. The message is one line for people: file, what is wrong, what to do.</summary>
internal sealed class PaperFileException(string file, string problem, Exception? inner = null)
    : Exception(Fault.OneLine($"{file}: {problem}; choose a sheet that this program saved (*{PaperFile.Extension})"), inner);

/// <summary>Files of sheets, as <see cref="PaperJson"/> says.</summary>
internal static class PaperFile
{
    /// <summary>The end of their names.</summary>
    public const string Extension = ".digits";

    /// <summary>The largest file, in bytes: a full sheet is smaller (<see cref="PaperContent.MaxPoints"/>).</summary>
    public const int MaxBytes = 64 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 8 };

    /// <summary>Reads a sheet.</summary>
    /// <exception cref="PaperFileException">The file cannot be read or is no sheet.</exception>
    public static PaperContent Load(string path)
    {
        try
        {
            using var stream = InputFile.Open(path, MaxBytes);
            return stream.Length <= MaxBytes
                ? Read(stream, path)
                : throw new PaperFileException(path, $"it is longer than {MaxBytes} bytes");
        }
        catch (IOException e)
        {
            throw new PaperFileException(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Reads a sheet from an open file; the path is for the message.</summary>
    /// <exception cref="PaperFileException">It is no sheet.</exception>
    public static PaperContent Read(Stream stream, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(stream, Options);
            return PaperJson.ReadContent(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new PaperFileException(path, $"it is no JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})", e);
        }
        catch (InvalidOperationException e)
        {
            throw new PaperFileException(path, "it has text that is not valid Unicode", e);
        }
        catch (FormatException e)
        {
            throw new PaperFileException(path, e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Writes a sheet; the file is then whole, or as it was.</summary>
    /// <exception cref="IOException">As <see cref="AtomicFile.Write"/>.</exception>
    public static void Save(string path, PaperContent content) => AtomicFile.Write(path, stream => stream.Write(ToBytes(content)));

    /// <summary>The contents of the file.</summary>
    public static byte[] ToBytes(PaperContent content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        PaperJson.Write(bytes, content);
        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }
}
