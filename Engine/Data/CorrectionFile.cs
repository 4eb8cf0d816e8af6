using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// A person's drawings that were misread, with the correct digits: a file of strokes (see <see cref="StrokeFile"/>) in the person's own
/// folder. It holds the newest <see cref="Most"/> drawings. Every change writes the complete file again, so that it is never half-written;
/// several writers take turns.
/// </summary>
public static class CorrectionFile
{
    /// <summary>Largest number of drawings in the file.</summary>
    public const int Most = 500;

    private const string Writer = "me", Strokes = "strokes";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Path of the file in a settings folder.</summary>
    public static string In(string folder) => Path.Combine(folder, "corrections.jsonl");

    /// <summary>
    /// The drawings of a file, oldest first, and the number of unreadable lines, which are left out. No drawings if there is no file.
    /// </summary>
    /// <exception cref="InkException">The file cannot be read.</exception>
    public static (StrokeSample[] Samples, int LeftOut) Read(string path) => File.Exists(path) ? StrokeFile.ReadUsable(path) : ([], 0);

    /// <summary>Adds a drawing, in the place of an earlier label of the same; removes the oldest ones if there are too many.</summary>
    /// <returns>False, and nothing is written, for a drawing with more strokes or points than the reader allows.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or the folder cannot be created.</exception>
    public static bool Append(string path, int label, ImmutableArray<Stroke> strokes)
    {
        var newest = Line(label, strokes);
        if (!StrokeFile.Fits(strokes) || newest.Length > StrokeFile.MaxLineBytes)
            return false;

        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var turn = Turn(path);
        var text = Encoding.UTF8.GetString(newest);
        var drawing = text[text.IndexOf(Strokes, StringComparison.Ordinal)..];
        var lines = (File.Exists(path) ? File.ReadAllLines(path) : []).Where(line => !line.EndsWith(drawing, StringComparison.Ordinal));
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var line in lines.TakeLast(Most - 1))
                writer.WriteLine(line);
            writer.Flush();
            stream.Write(newest);
            stream.WriteByte((byte)'\n');
        });
        return true;
    }

    /// <summary>Deletes all drawings.</summary>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to delete it.</exception>
    public static void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        using var turn = Turn(path);
        File.Delete(path);
    }

    private static FileLock Turn(string path) => FileLock.TryTake(path, Patience)
        ?? throw new IOException($"another program is writing {Path.GetFileName(path)}; try again, or close the other one");

    private static byte[] Line(int label, ImmutableArray<Stroke> strokes)
    {
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line);
        json.WriteStartObject();
        json.WriteString("label", label.ToString(CultureInfo.InvariantCulture));
        json.WriteString("writer", Writer);
        json.WriteStartArray(Strokes);
        foreach (var stroke in strokes)
        {
            json.WriteStartArray();
            foreach (var point in stroke.Points)
            {
                json.WriteStartArray();
                json.WriteNumberValue(MathF.Round(point.X, 2));
                json.WriteNumberValue(MathF.Round(point.Y, 2));
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return line.WrittenSpan.ToArray();
    }
}
