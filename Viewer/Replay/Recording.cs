using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine;
using GpuDigits.Engine.Files;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Replay;

/// <summary>A recording cannot be read or used; the message says what is wrong and where, in one line.</summary>
internal sealed class RecordingException(string message) : Exception(Fault.OneLine(message));

/// <summary>
/// The actions of a person at the window, as a file:
/// <c>{"width":1100,"height":700,"events":[{"t":0.5,"move":[300,200]},{"t":0.6,"down":"left"},…]}</c>. Times in seconds, places
/// in window units. Each event is one of <c>move</c>, <c>down</c>, <c>up</c>, <c>key</c>, <c>text</c>, <c>paste</c>,
/// <c>scroll</c>, <c>zoom</c>, <c>size</c>.
/// <c>draws</c> in an event is the digit that the ink from there on shows.
/// </summary>
internal sealed partial class Recording
{
    private const int MaximumBytes = 64 << 20;

    private static readonly RecordingJson Form = new(new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new CamelCaseNames<PointerButton>(), new CamelCaseNames<Key>() },
    });

    private readonly List<Row> _rows = [];

    public Recording(int width, int height) => (Width, Height) = (width, height);

    /// <summary>The window's width at the start, in window units.</summary>
    public int Width { get; }

    /// <summary>The window's height at the start, in window units.</summary>
    public int Height { get; }

    public int Count => _rows.Count;

    /// <summary>The time of an event, in seconds from the first.</summary>
    public double TimeOf(int index) => _rows[index].T - _rows[0].T;

    /// <summary>The digit that the person draws from this event on; null if the recording does not say.</summary>
    public int? DrawsAt(int index) => _rows[index].Draws;

    /// <summary>An event for the app.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <param name="pixelRatio">Framebuffer pixels per window unit of the replay.</param>
    public InputEvent EventAt(int index, float pixelRatio)
    {
        var row = _rows[index];
        var time = TimeOf(index);
        return row switch
        {
            { Move: { } at } => new PointerMoved(time, new Vector2(at[0], at[1]) * pixelRatio),
            { Down: { } button } => new PointerPressed(time, button),
            { Up: { } button } => new PointerReleased(time, button),
            { Key: { } key } => new KeyPressed(time, key),
            { Text: { } text } => new Typed(time, text[0]),
            { Paste: { } text } => new Pasted(time, text),
            { Scroll: { } by } => new Scrolled(time, new(by[0], by[1])),
            { Zoom: { } by } => new Zoomed(time, by),
            _ => new Resized(time, (int)MathF.Round(row.Size![0] * pixelRatio), (int)MathF.Round(row.Size[1] * pixelRatio), pixelRatio),
        };
    }

    /// <summary>Adds an event of the app.</summary>
    public void Add(InputEvent input, float pixelRatio)
    {
        var time = Math.Round(input.Time, 4);
        _rows.Add(input switch
        {
            PointerMoved { At: var at } => new(time) { Move = [MathF.Round(at.X / pixelRatio, 2), MathF.Round(at.Y / pixelRatio, 2)] },
            PointerPressed { Button: var button } => new(time) { Down = button },
            PointerReleased { Button: var button } => new(time) { Up = button },
            KeyPressed { Key: var key } => new(time) { Key = key },
            Typed { Character: var character } => new(time) { Text = character.ToString() },
            Pasted { Text: var text } => new(time) { Paste = text },
            Scrolled { Notches: var by } => new(time) { Scroll = [by.X, by.Y] },
            Zoomed { Notches: var by } => new(time) { Zoom = by },
            Resized size => new(time) { Size = [(int)MathF.Round(size.Width / pixelRatio), (int)MathF.Round(size.Height / pixelRatio)] },
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        });
    }

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, leaveOpen: true);
        writer.Write($"{{\"width\":{Width},\"height\":{Height},\"events\":[\n");
        writer.Write(string.Join(",\n", _rows.Select(row => JsonSerializer.Serialize(row, Form.Row))));
        writer.Write("\n]}\n");
    });

    /// <exception cref="RecordingException">The file cannot be read or is no recording.</exception>
    public static Recording Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumBytes } large)
                throw new RecordingException($"{path}: {large.Length} bytes are too many, at most {MaximumBytes} are read");
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"{path}: cannot be read ({e.Message.ReplaceLineEndings(" ")}).");
        }
    }

    /// <inheritdoc cref="Load"/>
    public static Recording Parse(string json, string name)
    {
        FileForm file;
        try
        {
            file = JsonSerializer.Deserialize(json, Form.FileForm) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            // The library's message contains our type names; the path contains the file's own names.
            var path = ModelFileException.Clean(e.Path ?? "");
            throw new RecordingException($"{name}: is no recording "
                + $"({(e.LineNumber is { } line ? $"line {line + 1}: {path} is not what it must be" : "it is empty")})");
        }
        if (file.Width is < 1 or > 16384 || file.Height is < 1 or > 16384)
            throw new RecordingException($"{name}: width and height are {file.Width}×{file.Height}; they must be 1 to 16384");
        if (file.Events is not { Length: > 0 } rows)
            throw new RecordingException($"{name}: has no events");
        var recording = new Recording(file.Width, file.Height);
        for (var i = 0; i < rows.Length; i++)
        {
            if (WhatIsWrong(rows[i], i == 0 ? double.NegativeInfinity : rows[i - 1].T) is { } wrong)
                throw new RecordingException($"{name}: event {i}: {wrong}");
            recording._rows.Add(rows[i]);
        }
        return recording;
    }

    private static string? WhatIsWrong(Row? row, double before)
    {
        if (row is null)
            return "is null";
        object?[] kinds = [row.Move, row.Down, row.Up, row.Key, row.Text, row.Paste, row.Scroll, row.Zoom, row.Size];
        return kinds.Count(kind => kind is not null) != 1
            ? "must have exactly one of move, down, up, key, text, paste, scroll, zoom and size"
            : !new InkPoint(0, 0, row.T * 1000).IsSound ? $"t must be a number of seconds, not {row.T}"
            : row.T < before ? $"t is {row.T}, before the event ahead of it"
            : row.Move is { } move && (move.Length != 2 || !move.All(IsCoordinate))
                ? $"move must be two numbers up to ±{InkPoint.MaxCoordinate:0}"
            : row.Scroll is { } by && (by.Length != 2 || !by.All(IsCoordinate))
                ? $"scroll must be two numbers up to ±{InkPoint.MaxCoordinate:0}"
            : row.Zoom is { } zoom && !IsCoordinate(zoom) ? $"zoom must be a number up to ±{InkPoint.MaxCoordinate:0}"
            : row.Size is { } size && (size.Length != 2 || size.Any(side => side is < 1 or > 16384))
                ? "size must be two numbers from 1 to 16384"
            : row.Text is { Length: not 1 } ? "text must be one character"
            : row.Paste is { Length: > IClipboard.LongestText } ? $"paste must be at most {IClipboard.LongestText} characters"
            : row.Draws is < 0 or > 9 ? "draws must be 0 to 9"
            : null;
    }

    private static bool IsCoordinate(float value) => new InkPoint(value, 0, 0).IsSound;

    private sealed record FileForm(int Width, int Height, Row[]? Events);

    private sealed record Row(double T)
    {
        public float[]? Move { get; init; }

        public PointerButton? Down { get; init; }

        public PointerButton? Up { get; init; }

        public Key? Key { get; init; }

        public string? Text { get; init; }

        public string? Paste { get; init; }

        public float[]? Scroll { get; init; }

        public float? Zoom { get; init; }

        public int[]? Size { get; init; }

        public int? Draws { get; init; }
    }

    [JsonSerializable(typeof(FileForm))]
    private sealed partial class RecordingJson : JsonSerializerContext;
}
