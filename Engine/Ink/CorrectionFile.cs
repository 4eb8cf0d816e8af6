using System.Collections.Immutable;
using System.Text.Json;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// The drawings of a person whose digit was misread, with what it was: a file of strokes (see <see cref="StrokeFile"/>) in the person's own folder. It holds
/// the newest <see cref="Most"/> and is written anew as a whole, so that it is never half-written; several writers at once may lose one another's newest.
/// </summary>
public static class CorrectionFile
{
    /// <summary>Drawings that are kept.</summary>
    public const int Most = 500;

    private const string Writer = "me";

    /// <summary>Where the corrections are, in a folder for settings.</summary>
    public static string In(string folder) => Path.Combine(folder, "corrections.jsonl");

    /// <summary>The drawings of a file, oldest first; none where there is no file.</summary>
    /// <exception cref="InkException">The file cannot be read or is damaged.</exception>
    public static StrokeSample[] Read(string path) => File.Exists(path) && new FileInfo(path).Length > 0 ? [.. StrokeFile.Read(path)] : [];

    /// <summary>Adds a drawing, and forgets the oldest where there are too many.</summary>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or the folder not made.</exception>
    public static void Append(string path, int label, ImmutableArray<Stroke> strokes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (string line in lines.TakeLast(Most - 1)) writer.WriteLine(line);
            writer.WriteLine(Line(label, strokes));
        });
    }

    /// <summary>Forgets all drawings.</summary>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be deleted.</exception>
    public static void Delete(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }

    private static string Line(int label, ImmutableArray<Stroke> strokes) => JsonSerializer.Serialize(new
    {
        label = FormattableString.Invariant($"{label}"),
        writer = Writer,
        strokes = strokes.Select(stroke => stroke.Points.Select(point => new[] { MathF.Round(point.X, 2), MathF.Round(point.Y, 2) })),
    });
}
