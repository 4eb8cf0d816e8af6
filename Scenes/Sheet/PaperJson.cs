using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using GpuDigits.Engine.Data;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// A step of the sheet as JSON. A content has <c>"sheet":1</c>, the version; points are x, y in ink units and a time in milliseconds:
/// <c>{"sheet":1,"strokes":[{"id":1,"points":[10,20,0,12.5,20,8]}],"texts":[{"id":2,"text":"1+2=","x":0,"y":0,"height":60}],
/// "links":[{"id":3,"of":2,"x":0,"y":90,"width":40,"height":60}],"locks":[{"strokes":[1],"label":"-"}],"forms":[2],
/// "calculations":[{"id":4,"strokes":[1]},{"id":5,"strokes":[3]}],"next":6}</c>. A change lacks sheet, calculations and next, and may have
/// <c>"remove":[1]</c>; the other steps are <c>{"undo":true}</c> and <c>{"redo":true}</c>. What is empty is left out.
/// </summary>
internal static class PaperJson
{
    /// <summary>The version of the notation.</summary>
    public const int Version = 1;

    /// <summary>The largest id: far more than anybody writes.</summary>
    private const int MaxId = 1_000_000_000;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = 8 };

    /// <summary>Writes a step on one line, without its end.</summary>
    public static void Write(IBufferWriter<byte> to, PaperStep step)
    {
        using var json = new Utf8JsonWriter(to, Options);
        json.WriteStartObject();
        switch (step)
        {
            case PaperUndo:
                json.WriteBoolean("undo", true);
                break;
            case PaperRedo:
                json.WriteBoolean("redo", true);
                break;
            case PaperContent content:
                json.WriteNumber("sheet", Version);
                WriteParts(json, content);
                WriteList(json, "calculations", content.Groups, group =>
                {
                    json.WriteNumber("id", group.Id);
                    WriteIds(json, "strokes", group.Strokes.Select(one => one.Id));
                });
                json.WriteNumber("next", content.NextId);
                break;
            case PaperChange change:
                WriteIds(json, "remove", change.Removed);
                WriteParts(json, change);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a step.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is no step; the message says why, in words for people.</exception>
    public static PaperStep Read(ReadOnlySpan<byte> line)
    {
        using var document = JsonDocument.Parse(line.ToArray(), ReadOptions);
        var root = document.RootElement;
        Require(root.ValueKind == JsonValueKind.Object, "expected an object, {\"strokes\":…}");
        if (root.TryGetProperty("undo", out _))
            return new PaperUndo();
        if (root.TryGetProperty("redo", out _))
            return new PaperRedo();
        return root.TryGetProperty("sheet", out _) ? ReadContent(root) : ReadChange(root);
    }

    /// <summary>Reads a content.</summary>
    /// <exception cref="FormatException">It is none; the message says why, in words for people.</exception>
    public static PaperContent ReadContent(JsonElement root)
    {
        Require(root.ValueKind == JsonValueKind.Object && root.TryGetProperty("sheet", out _), "it is no sheet: \"sheet\" is missing");
        var version = Number(root, "sheet", "");
        Require(version == Version, $"it was written by another version of the program: \"sheet\" is {version}, not {Version}");
        var parts = ReadChange(root);
        Require(parts.Removed.IsEmpty, "\"remove\" stands only in a step");
        // Strokes are put into groups here; a file may name them as they were.
        var content = PaperContent.Empty.With(parts);
        return root.TryGetProperty("calculations", out _) ? WithGroups(content, root) : content;
    }

    private static PaperContent WithGroups(PaperContent content, JsonElement root)
    {
        var free = content.Strokes.Concat(content.Links.Select(link => link.Stand)).ToDictionary(one => one.Id);
        var known = free.Keys.Concat(content.Texts.Select(text => text.Id)).ToHashSet();
        var groups = List(root, "calculations", (one, where) =>
        {
            var id = Id(one, "id", where);
            Require(known.Add(id), $"{where}: the id {id} is used twice");
            var strokes = Ids(one, "strokes", where);
            Require(!strokes.IsEmpty, $"{where}: \"strokes\" is empty");
            return new PaperGroup(id, [.. strokes.Order().Select(stroke =>
            {
                var isFree = free.Remove(stroke, out var ink);
                Require(isFree, $"{where}: there is no stroke {stroke}, or it is in two calculations");
                return ink!;
            })]);
        });
        Require(free.Count == 0, $"stroke {free.Keys.FirstOrDefault()} is in no calculation");
        var next = root.TryGetProperty("next", out _) ? Id(root, "next", "the sheet") : 1;
        var forms = Ids(root, "forms", "the sheet");
        return content with
        {
            Groups = [.. groups.OrderBy(group => group.Id)],
            Forms = [.. forms.Where(known.Contains).Order()],
            NextId = Math.Max(next, known.DefaultIfEmpty().Max() + 1),
        };
    }

    private static PaperChange ReadChange(JsonElement root)
    {
        var points = 0;
        var change = new PaperChange
        {
            Removed = Ids(root, "remove", "the step"),
            Strokes = List(root, "strokes", (one, where) =>
            {
                var stroke = new PaperStroke(Id(one, "id", where), Ink(one, where));
                points += stroke.Ink.Points.Length;
                Require(points <= PaperContent.MaxPoints, $"{where} takes the sheet past {PaperContent.MaxPoints} points");
                return stroke;
            }),
            Texts = List(root, "texts", (one, where) => new PaperText(
                Id(one, "id", where), new(Typed(one, where), At(one, where), Size(one, "height", where)))),
            Links = List(root, "links", (one, where) => new PaperLink(
                Id(one, "id", where), Id(one, "of", where), At(one, where), Size(one, "width", where), Size(one, "height", where))),
            Locks = List(root, "locks", Lock),
            Forms = Ids(root, "forms", "the sheet"),
        };
        int[] ids = [.. change.Ids];
        Require(ids.Length <= PaperContent.MaxParts, $"there are more than {PaperContent.MaxParts} strokes and texts");
        Require(ids.ToHashSet().Count == ids.Length, "an id is used twice");
        int[] locked = [.. change.Locks.SelectMany(one => one.StrokeIds)];
        Require(locked.ToHashSet().Count == locked.Length, "a stroke is in two of \"locks\"");
        return change;
    }

    private static string Typed(JsonElement one, string where)
    {
        var text = one.TryGetProperty("text", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
        var isClean = text.Length > 0 && text == TypedText.Clean(text);
        Require(isClean, $"{where}: \"text\" must be 1 to {TypedText.MaxLength} characters on one line");
        return text;
    }

    private static PaperLock Lock(JsonElement one, string where)
    {
        var strokes = Ids(one, "strokes", where);
        Require(
            strokes.Length is > 0 and <= CalculationReader.MaxSymbolStrokes,
            $"{where}: \"strokes\" must be 1 to {CalculationReader.MaxSymbolStrokes} ids");
        var isLabel = one.TryGetProperty("label", out var label) && label.ValueKind == JsonValueKind.String
            && label.GetString() is { Length: 1 } text && Alphabet.Shapes.Contains(text, StringComparison.Ordinal);
        Require(isLabel, $"{where}: \"label\" must be one of {Alphabet.Shapes}");
        return new([.. strokes.Order()], label.GetString()![0]);
    }

    private static Stroke Ink(JsonElement one, string where)
    {
        var isList = one.TryGetProperty("points", out var list) && list.ValueKind == JsonValueKind.Array;
        var count = isList ? list.GetArrayLength() / 3 : 0;
        Require(count is > 0 and <= InkRounding.MaxPoints + 1 && list.GetArrayLength() == 3 * count,
            $"{where}: \"points\" must be x, y and time of 1 to {InkRounding.MaxPoints} points");
        var numbers = new double[3 * count];
        foreach (var (i, value) in list.EnumerateArray().Index())
            numbers[i] = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;
        var points = ImmutableArray.CreateBuilder<InkPoint>(count);
        for (var i = 0; i < count; i++)
        {
            var point = new InkPoint((float)numbers[3 * i], (float)numbers[(3 * i) + 1], numbers[(3 * i) + 2]);
            Require(point.IsSound, $"{where}, point {i + 1}: x, y and time must be numbers; x and y up to ±{InkPoint.MaxCoordinate:0}");
            points.Add(point);
        }

        return new(points.MoveToImmutable());
    }

    private static ImmutableArray<T> List<T>(JsonElement root, string name, Func<JsonElement, string, T> read)
    {
        if (!root.TryGetProperty(name, out var list))
            return [];
        Require(list.ValueKind == JsonValueKind.Array, $"\"{name}\" must be a list");
        Require(list.GetArrayLength() <= PaperContent.MaxParts, $"\"{name}\" has more than {PaperContent.MaxParts} members");
        return [.. list.EnumerateArray().Select((one, i) =>
        {
            var where = $"\"{name}\", number {i + 1}";
            Require(one.ValueKind == JsonValueKind.Object, $"{where} must be an object");
            return read(one, where);
        })];
    }

    private static ImmutableArray<int> Ids(JsonElement root, string name, string where)
    {
        if (!root.TryGetProperty(name, out var list))
            return [];
        var isList = list.ValueKind == JsonValueKind.Array && list.GetArrayLength() <= PaperContent.MaxParts;
        Require(isList, $"{where}: \"{name}\" must be a list of ids");
        ImmutableArray<int> ids =
            [.. list.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out var id) ? id : 0)];
        Require(ids.All(IsId) && ids.ToHashSet().Count == ids.Length, $"{where}: \"{name}\" must be different ids from 1 to {MaxId}");
        return ids;
    }

    private static int Id(JsonElement one, string name, string where)
    {
        var id = Number(one, name, where);
        Require(id == Math.Floor(id) && id <= MaxId && IsId((int)id), $"{where}: \"{name}\" must be a whole number from 1 to {MaxId}");
        return (int)id;
    }

    private static bool IsId(int id) => id is > 0 and <= MaxId;

    private static Vector2 At(JsonElement one, string where)
    {
        var (x, y) = (Number(one, "x", where), Number(one, "y", where));
        var isSound = Math.Max(Math.Abs(x), Math.Abs(y)) <= InkPoint.MaxCoordinate;
        Require(isSound, $"{where}: \"x\" and \"y\" must be up to ±{InkPoint.MaxCoordinate:0}");
        return new((float)x, (float)y);
    }

    private static float Size(JsonElement one, string name, string where)
    {
        var size = Number(one, name, where);
        var isSize = size is > 0 and <= InkPoint.MaxCoordinate;
        Require(isSize, $"{where}: \"{name}\" must be a number above 0 and up to {InkPoint.MaxCoordinate:0}");
        return (float)size;
    }

    private static double Number(JsonElement one, string name, string where)
    {
        var number = one.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var given)
            ? given
            : double.NaN;
        Require(double.IsFinite(number), $"{where}: \"{name}\" must be there and be a number");
        return number;
    }

    private static void WriteParts(Utf8JsonWriter json, PaperParts parts)
    {
        WriteList(json, "strokes", parts.Strokes, stroke =>
        {
            json.WriteNumber("id", stroke.Id);
            json.WriteStartArray("points");
            foreach (var point in stroke.Ink.Points)
            {
                json.WriteNumberValue(point.X);
                json.WriteNumberValue(point.Y);
                json.WriteNumberValue(point.Time);
            }

            json.WriteEndArray();
        });
        WriteList(json, "texts", parts.Texts, text =>
        {
            json.WriteNumber("id", text.Id);
            json.WriteString("text", text.Typed.Text);
            WritePlace(json, text.Typed.At);
            json.WriteNumber("height", text.Typed.Height);
        });
        WriteList(json, "links", parts.Links, link =>
        {
            json.WriteNumber("id", link.Id);
            json.WriteNumber("of", link.Source);
            WritePlace(json, link.At);
            json.WriteNumber("width", link.Width);
            json.WriteNumber("height", link.Height);
        });
        WriteList(json, "locks", parts.Locks, one =>
        {
            WriteIds(json, "strokes", one.StrokeIds);
            json.WriteString("label", one.Label.ToString());
        });
        WriteIds(json, "forms", parts.Forms);
    }

    private static void WritePlace(Utf8JsonWriter json, Vector2 at)
    {
        json.WriteNumber("x", at.X);
        json.WriteNumber("y", at.Y);
    }

    private static void WriteIds(Utf8JsonWriter json, string name, IEnumerable<int> ids)
    {
        if (!ids.Any())
            return;
        json.WriteStartArray(name);
        foreach (var id in ids)
            json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, ImmutableArray<T> list, Action<T> write)
    {
        if (list.IsEmpty)
            return;
        json.WriteStartArray(name);
        foreach (var one in list)
        {
            json.WriteStartObject();
            write(one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Require(bool condition, string problem) => InkLines.Require(condition, problem);
}
