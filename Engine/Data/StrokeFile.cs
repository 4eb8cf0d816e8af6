using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Reads drawn digits, one JSON object per line: <c>{"label":"7","writer":"anna","strokes":[[[x,y],…],…]}</c>. Other members are ignored,
/// and empty lines are skipped. Lines are read one at a time, so a file may be larger than memory; the limits below apply to each line.
/// </summary>
public static class StrokeFile
{
    /// <summary>Most bytes in a line.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>Most strokes in a digit.</summary>
    public const int MaxStrokes = 256;

    /// <summary>Most points in a digit, over all strokes.</summary>
    public const int MaxPoints = 20_000;

    /// <summary>Most characters in a writer's name.</summary>
    public const int MaxWriterLength = 200;

    /// <summary>The largest absolute value of a coordinate.</summary>
    public const float MaxCoordinate = InkPoint.MaxCoordinate;

    private const long MaxPiped = 512 << 20;

    private const int FirstBuffer = 1 << 13;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads the digits of a file lazily.</summary>
    /// <exception cref="InkException">The file cannot be read, contains no digit, or a line is invalid; thrown when the bad line is
    /// reached.</exception>
    public static IEnumerable<StrokeSample> Read(string path)
    {
        using var stream = Open(path);
        foreach (var sample in Read(stream, path))
            yield return sample;
    }

    /// <summary>Reads the digits of a stream lazily; messages call it <paramref name="path"/>.</summary>
    /// <exception cref="InkException">As <see cref="Read(string)"/>.</exception>
    public static IEnumerable<StrokeSample> Read(Stream stream, string path)
    {
        var samples = 0;
        foreach (var (sample, problem) in Each(stream, path))
        {
            if (problem is not null)
                throw problem;
            samples++;
            yield return sample!;
        }

        if (samples == 0)
            throw new InkException(path, 0, "holds no drawn digit; expected one JSON object per line.");
    }

    /// <summary>Reads all readable lines and counts the others.</summary>
    /// <exception cref="InkException">The file cannot be read.</exception>
    internal static (StrokeSample[] Samples, int LeftOut) ReadUsable(string path)
    {
        using var stream = Open(path);
        var lines = Each(stream, path).ToArray();
        return ([.. lines.Where(line => line.Sample is not null).Select(line => line.Sample!)], lines.Count(line => line.Sample is null));
    }

    /// <summary>Whether a drawing is within the limits, so that it can be read again.</summary>
    internal static bool Fits(ImmutableArray<Stroke> strokes) =>
        strokes.Length is > 0 and <= MaxStrokes && strokes.Sum(stroke => stroke.Points.Length) <= MaxPoints;

    private static IEnumerable<(StrokeSample? Sample, InkException? Problem)> Each(Stream stream, string path)
    {
        foreach (var (number, line) in Lines(stream, path))
        {
            StrokeSample? sample = null;
            InkException? wrong = null;
            try
            {
                if (line is not { } bytes)
                    throw new FormatException($"is longer than {MaxLineBytes} bytes.");
                using var document = JsonDocument.Parse(bytes, Options);
                sample = Parse(document.RootElement);
            }
            catch (JsonException e)
            {
                var problem = $"not valid JSON near byte {e.BytePositionInLine}; each line must hold one object.";
                wrong = new InkException(path, number, problem, e);
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                // JsonElement reports text that is not valid UTF-8 or UTF-16 as an invalid operation.
                wrong = new InkException(path, number, e is FormatException ? e.Message : "text that is not valid Unicode.", e);
            }

            yield return (sample, wrong);
        }
    }

    private static StrokeSample Parse(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object, "expected an object, {\"label\":…,\"writer\":…,\"strokes\":…}.");
        var label = Text(root, "label");
        Require(label.Length == 1 && char.IsAsciiDigit(label[0]), "\"label\" must be one digit, \"0\" to \"9\".");
        var writer = Text(root, "writer");
        Require(writer.Length is > 0 and <= MaxWriterLength, $"\"writer\" must have 1 to {MaxWriterLength} characters.");
        return new StrokeSample(label[0] - '0', writer, Strokes(root));
    }

    private static string Text(JsonElement root, string name)
    {
        var found = root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        Require(found, $"\"{name}\" must be there and be text.");
        return value.GetString()!;
    }

    private static ImmutableArray<ImmutableArray<Vector2>> Strokes(JsonElement root)
    {
        var found = root.TryGetProperty("strokes", out var list) && list.ValueKind == JsonValueKind.Array;
        Require(found && list.GetArrayLength() is > 0 and <= MaxStrokes, $"\"strokes\" must be a list of 1 to {MaxStrokes} strokes.");
        var points = 0;
        var strokes = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>();
        foreach (var stroke in list.EnumerateArray())
        {
            var where = $"stroke {strokes.Count + 1}";
            var drawn = stroke.ValueKind == JsonValueKind.Array && stroke.GetArrayLength() > 0;
            Require(drawn, $"{where} must be a list of at least one point.");
            points += stroke.GetArrayLength();
            Require(points <= MaxPoints, $"{where} takes the digit past {MaxPoints} points.");
            strokes.Add([.. stroke.EnumerateArray().Select((point, i) => Point(point, where, i))]);
        }

        return strokes.ToImmutable();
    }

    private static Vector2 Point(JsonElement point, string where, int index)
    {
        var pair = point.ValueKind == JsonValueKind.Array && point.GetArrayLength() == 2;
        var position = pair ? new Vector2(Coordinate(point[0]), Coordinate(point[1])) : new Vector2(float.NaN);
        Require(float.IsFinite(position.X + position.Y), $"{where}, point {index + 1} must be [x,y], each up to ±{MaxCoordinate:0}.");
        return position;
    }

    /// <summary>The number, or NaN if it is missing or too large.</summary>
    private static float Coordinate(JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var given) ? given : float.NaN;
        return MathF.Abs(number) <= MaxCoordinate ? number : float.NaN;
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new FormatException(problem);
    }

    /// <summary>The lines that are not empty; null for one that is too long.</summary>
    private static IEnumerable<(int Number, ReadOnlyMemory<byte>? Line)> Lines(Stream stream, string path)
    {
        var buffer = new byte[FirstBuffer];
        int start = 0, end = 0, number = 0;
        bool more = true, isTooLong = false;
        while (more || start < end)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length < 0 && more)
            {
                if (end - start > MaxLineBytes)
                    (isTooLong, start) = (true, end);
                // The buffer grows with the lines, so that a small file needs little memory.
                var roomy = end - start > buffer.Length / 2 ? new byte[Math.Min(2 * buffer.Length, MaxLineBytes + 1)] : buffer;
                buffer.AsSpan(start, end - start).CopyTo(roomy);
                buffer = roomy;
                (start, end) = (0, end - start);
                var read = Fill(path, stream, buffer.AsSpan(end));
                end += read;
                more = read > 0;
                continue;
            }

            number++;
            var wasTooLong = isTooLong;
            isTooLong = false;
            var line = buffer.AsMemory(start, length < 0 ? end - start : length);
            start = length < 0 ? end : start + length + 1;
            if (number == 1 && line.Span.StartsWith("\uFEFF"u8))
                line = line[3..];
            if (wasTooLong)
                yield return (number, null);
            else if (!line.Span.Trim(" \t\r"u8).IsEmpty)
                yield return (number, line);
        }
    }

    private static Stream Open(string path)
    {
        try
        {
            return InputFile.Open(path, MaxPiped);
        }
        catch (IOException e)
        {
            throw new InkException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    private static int Fill(string path, Stream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (Exception e) when (IsAccess(e))
        {
            throw new InkException(path, 0, Because(e), e);
        }
    }

    private static bool IsAccess(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static string Because(Exception e) => $"cannot be read: {e.Message.ReplaceLineEndings(" ")}";
}
