using System.Collections.Immutable;
using System.Numerics;
using System.Text.Json;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>
/// Reads files of ink, one JSON object per line. Empty lines are skipped. Lines are read one at a time, so a file may be larger than
/// memory.
/// </summary>
internal static class InkLines
{
    /// <summary>Most bytes in a line.</summary>
    public const int MaxLineBytes = 1 << 20;

    /// <summary>Most points in a line, over all strokes.</summary>
    public const int MaxPoints = 20_000;

    private const long MaxPiped = 512 << 20;

    private const int FirstBuffer = 1 << 13;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads what the lines of a file hold, lazily.</summary>
    /// <param name="path">The file.</param>
    /// <param name="parse">Reads one line; a <see cref="FormatException"/> says what is wrong with it.</param>
    /// <param name="item">What a line holds, for the message about a file that holds none.</param>
    /// <exception cref="InkException">The file cannot be read, contains nothing, or a line is invalid; thrown when the bad line is
    /// reached.</exception>
    public static IEnumerable<T> Read<T>(string path, Func<JsonElement, T> parse, string item)
        where T : class
    {
        using var stream = Open(path);
        foreach (var one in Read(stream, path, parse, item))
            yield return one;
    }

    /// <summary>Reads a stream; messages call it <paramref name="path"/>.</summary>
    /// <inheritdoc cref="Read{T}(string, Func{JsonElement, T}, string)"/>
    public static IEnumerable<T> Read<T>(Stream stream, string path, Func<JsonElement, T> parse, string item)
        where T : class
    {
        var count = 0;
        foreach (var (one, problem) in Each(stream, path, parse))
        {
            if (problem is not null)
                throw problem;
            count++;
            yield return one!;
        }

        if (count == 0)
            throw new InkException(path, 0, $"holds no {item}; expected one JSON object per line.");
    }

    /// <summary>What each line holds, or what is wrong with it.</summary>
    /// <exception cref="InkException">The file cannot be read.</exception>
    public static IEnumerable<(T? Item, InkException? Problem)> Each<T>(Stream stream, string path, Func<JsonElement, T> parse)
        where T : class
    {
        foreach (var (number, line) in Lines(stream, path))
        {
            T? item = null;
            InkException? wrong = null;
            try
            {
                if (line is not { } bytes)
                    throw new FormatException($"is longer than {MaxLineBytes} bytes.");
                using var document = JsonDocument.Parse(bytes, Options);
                item = parse(document.RootElement);
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

            yield return (item, wrong);
        }
    }

    /// <summary>Opens a file or a pipe.</summary>
    /// <exception cref="InkException">It cannot be read.</exception>
    public static Stream Open(string path)
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

    /// <summary>A member that must be text.</summary>
    /// <exception cref="FormatException">It is not there, or is something else.</exception>
    public static string Text(JsonElement root, string name)
    {
        var found = root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;
        Require(found, $"\"{name}\" must be there and be text.");
        return value.GetString()!;
    }

    /// <summary>The member "strokes": at least one stroke, each of at least one point.</summary>
    /// <exception cref="FormatException">It is not there, invalid, or past the limits.</exception>
    public static ImmutableArray<ImmutableArray<Vector2>> Strokes(JsonElement root, int most)
    {
        var found = root.TryGetProperty("strokes", out var list) && list.ValueKind == JsonValueKind.Array;
        var count = found ? list.GetArrayLength() : 0;
        Require(count > 0 && count <= most, $"\"strokes\" must be a list of 1 to {most} strokes.");
        var points = 0;
        var strokes = ImmutableArray.CreateBuilder<ImmutableArray<Vector2>>();
        foreach (var stroke in list.EnumerateArray())
        {
            var where = $"stroke {strokes.Count + 1}";
            var drawn = stroke.ValueKind == JsonValueKind.Array && stroke.GetArrayLength() > 0;
            Require(drawn, $"{where} must be a list of at least one point.");
            points += stroke.GetArrayLength();
            Require(points <= MaxPoints, $"{where} takes the drawing past {MaxPoints} points.");
            strokes.Add([.. stroke.EnumerateArray().Select((point, i) => Point(point, where, i))]);
        }

        return strokes.ToImmutable();
    }

    private static Vector2 Point(JsonElement point, string where, int index)
    {
        var pair = point.ValueKind == JsonValueKind.Array && point.GetArrayLength() == 2;
        var position = pair ? new Vector2(Coordinate(point[0]), Coordinate(point[1])) : new Vector2(float.NaN);
        Require(
            float.IsFinite(position.X + position.Y),
            $"{where}, point {index + 1} must be [x,y], each up to ±{InkPoint.MaxCoordinate:0}.");
        return position;
    }

    /// <summary>The number, or NaN if it is missing or too large.</summary>
    private static float Coordinate(JsonElement value)
    {
        var number = value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var given) ? given : float.NaN;
        return MathF.Abs(number) <= InkPoint.MaxCoordinate ? number : float.NaN;
    }

    /// <summary>Requires something of a line.</summary>
    /// <exception cref="FormatException">It is not so.</exception>
    public static void Require(bool condition, string problem)
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

        if (isTooLong)
            yield return (number + 1, null);
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
