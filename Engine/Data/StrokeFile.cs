using System.Collections.Immutable;
using System.Text.Json;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Reads drawn digits, one JSON object per line: <c>{"label":"7","writer":"anna","strokes":[[[x,y],…],…]}</c>. Other members are ignored,
/// and empty lines are skipped. Lines are read one at a time, so a file may be larger than memory; the limits below apply to each line.
/// </summary>
public static class StrokeFile
{
    /// <summary>Most bytes in a line.</summary>
    public const int MaxLineBytes = InkLines.MaxLineBytes;

    /// <summary>Most strokes in a digit.</summary>
    public const int MaxStrokes = 256;

    /// <summary>Most points in a digit, over all strokes.</summary>
    public const int MaxPoints = InkLines.MaxPoints;

    /// <summary>Most characters in a writer's name.</summary>
    public const int MaxWriterLength = 200;

    /// <summary>The largest absolute value of a coordinate.</summary>
    public const float MaxCoordinate = InkPoint.MaxCoordinate;

    private const string Item = "drawn digit";

    /// <summary>Reads the digits of a file lazily.</summary>
    /// <exception cref="InkException">The file cannot be read, contains no digit, or a line is invalid; thrown when the bad line is
    /// reached.</exception>
    public static IEnumerable<StrokeSample> Read(string path) => InkLines.Read(path, Parse, Item);

    /// <summary>Reads the digits of a stream lazily; messages call it <paramref name="path"/>.</summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<StrokeSample> Read(Stream stream, string path) => InkLines.Read(stream, path, Parse, Item);

    /// <summary>Reads all readable lines and counts the others.</summary>
    /// <exception cref="InkException">The file cannot be read.</exception>
    internal static (StrokeSample[] Samples, int LeftOut) ReadUsable(string path)
    {
        using var stream = InkLines.Open(path);
        return ReadUsable(stream, path);
    }

    /// <inheritdoc cref="ReadUsable(string)"/>
    internal static (StrokeSample[] Samples, int LeftOut) ReadUsable(Stream stream, string path)
    {
        var lines = InkLines.Each(stream, path, Parse).ToArray();
        return ([.. lines.Where(line => line.Item is not null).Select(line => line.Item!)], lines.Count(line => line.Item is null));
    }

    /// <summary>Whether a drawing is within the limits, so that it can be read again.</summary>
    internal static bool Fits(ImmutableArray<Stroke> strokes) =>
        strokes.Length is > 0 and <= MaxStrokes && strokes.Sum(stroke => stroke.Points.Length) <= MaxPoints;

    private static StrokeSample Parse(JsonElement root)
    {
        InkLines.Require(root.ValueKind == JsonValueKind.Object, "expected an object, {\"label\":…,\"writer\":…,\"strokes\":…}.");
        var label = InkLines.Text(root, "label");
        InkLines.Require(label.Length == 1 && char.IsAsciiDigit(label[0]), "\"label\" must be one digit, \"0\" to \"9\".");
        return new StrokeSample(label[0] - '0', Writer(root), InkLines.Strokes(root, MaxStrokes));
    }

    /// <summary>The member "writer".</summary>
    /// <exception cref="FormatException">It is not there, empty or too long.</exception>
    internal static string Writer(JsonElement root)
    {
        var writer = InkLines.Text(root, "writer");
        InkLines.Require(writer.Length is > 0 and <= MaxWriterLength, $"\"writer\" must have 1 to {MaxWriterLength} characters.");
        return writer;
    }
}
