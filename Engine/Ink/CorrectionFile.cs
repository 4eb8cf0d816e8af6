using System.Collections.Immutable;
using System.Text.Json;
using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// The drawings of a person whose digit was misread, with what it was: a file of strokes (see <see cref="StrokeFile"/>) in the person's own folder. It holds
/// the newest <see cref="Most"/> and is written anew as a whole, so that it is never half-written; several writers take turns.
/// </summary>
public static class CorrectionFile
{
    /// <summary>Drawings that are kept.</summary>
    public const int Most = 500;

    private const string Writer = "me";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Where the corrections are, in a folder for settings.</summary>
    public static string In(string folder) => Path.Combine(folder, "corrections.jsonl");

    /// <summary>The drawings of a file, oldest first, and how many lines cannot be read and are left out; none where there is no file.</summary>
    /// <exception cref="InkException">The file cannot be read.</exception>
    public static (StrokeSample[] Samples, int LeftOut) Read(string path) => File.Exists(path) ? StrokeFile.ReadUsable(path) : ([], 0);

    /// <summary>Adds a drawing, and forgets the oldest where there are too many.</summary>
    /// <returns>False, and nothing is written, for a drawing of more strokes or points than can be read again.</returns>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read or the folder not made.</exception>
    public static bool Append(string path, int label, ImmutableArray<Stroke> strokes)
    {
        byte[] newest = Line(label, strokes);
        if (!StrokeFile.Fits(strokes) || newest.Length > StrokeFile.MaxLineBytes) return false;

        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using FileLock? turn = FileLock.TryTake(path, Patience);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        AtomicFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (string line in lines.TakeLast(Most - 1)) writer.WriteLine(line);
            writer.Flush();
            stream.Write(newest);
            stream.WriteByte((byte)'\n');
        });
        return true;
    }

    /// <summary>Forgets all drawings.</summary>
    /// <exception cref="IOException">The file cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be deleted.</exception>
    public static void Delete(string path)
    {
        if (File.Exists(path)) File.Delete(path);
    }

    private static byte[] Line(int label, ImmutableArray<Stroke> strokes) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        label = FormattableString.Invariant($"{label}"),
        writer = Writer,
        strokes = strokes.Select(stroke => stroke.Points.Select(point => new[] { MathF.Round(point.X, 2), MathF.Round(point.Y, 2) })),
    });
}
