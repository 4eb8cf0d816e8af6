using System.Text.Json;

namespace GpuDigits.Engine.Model;

/// <summary>
/// An object of JSON whose members are asked for by name; one that nobody asked for is refused. Of a member that is there twice the last
/// one counts. For a few lines the serializer makes the runtime compile about 450 methods, which is most of the start-up time of a program
/// that loads a model; this class needs 20, and nothing of it is lost when a program is trimmed.
/// </summary>
internal sealed class JsonFields
{
    private readonly JsonElement _json;
    private readonly List<string> _asked = [];

    private JsonFields(JsonElement json) => _json = json;

    /// <summary>Reads a text that is one object.</summary>
    /// <exception cref="JsonException">The text is not JSON, or not what is asked for.</exception>
    public static T Read<T>(string text, Func<JsonFields, T> read)
        where T : class
    {
        using var document = JsonDocument.Parse(text, new() { MaxDepth = 16 });
        try
        {
            return Object(document.RootElement, read) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <summary>Whether the member is there and not null.</summary>
    public bool Has(string name) => Find(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text; null if it is not there.</summary>
    public string? Text(string name) => Find(name, out var value) ? value.GetString() : null;

    /// <summary>True or false; false if it is not there.</summary>
    public bool Flag(string name) => Find(name, out var value) && value.GetBoolean();

    /// <summary>A whole number.</summary>
    public int Int(string name, int missing = 0) => Find(name, out var value) ? value.GetInt32() : missing;

    /// <summary>A whole number from 0.</summary>
    public uint UInt(string name, uint missing = 0) => Find(name, out var value) ? value.GetUInt32() : missing;

    /// <summary>A whole number that may be large.</summary>
    public long Long(string name) => Find(name, out var value) ? value.GetInt64() : 0;

    /// <summary>A number.</summary>
    public double Double(string name, double missing = 0) => Find(name, out var value) ? Finite(value, double.MaxValue) : missing;

    /// <summary>A number; null if it is not there.</summary>
    public double? DoubleOrNull(string name) => Has(name) ? Double(name) : null;

    /// <summary>A number of single precision.</summary>
    public float Single(string name, float missing = 0) => Find(name, out var value) ? (float)Finite(value, float.MaxValue) : missing;

    /// <summary>The place of a text among some; 0 if it is not there.</summary>
    public int Choice(string name, params string[] texts)
    {
        if (!Find(name, out var value))
            return 0;
        var text = value.GetString();
        var place = Array.IndexOf(texts, text);
        return place >= 0 ? place : throw new JsonException($"'{text}' is not one of {string.Join(", ", texts)}");
    }

    /// <summary>An object; null if it is not there.</summary>
    public T? Object<T>(string name, Func<JsonFields, T> read)
        where T : class => Find(name, out var value) ? Object(value, read) : null;

    /// <summary>A list of objects; null if it is not there.</summary>
    public T?[]? Objects<T>(string name, Func<JsonFields, T> read)
        where T : class
    {
        if (!Has(name))
            return null;
        var list = _json.GetProperty(name);
        var objects = new T?[list.GetArrayLength()];
        for (var i = 0; i < objects.Length; i++)
            objects[i] = Object(list[i], read);
        return objects;
    }

    /// <summary>A list of whole numbers; null if it is not there.</summary>
    public int[]? Ints(string name)
    {
        if (!Has(name))
            return null;
        var list = _json.GetProperty(name);
        var numbers = new int[list.GetArrayLength()];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = list[i].GetInt32();
        return numbers;
    }

    private static T? Object<T>(JsonElement json, Func<JsonFields, T> read)
        where T : class
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        var fields = new JsonFields(json);
        var done = read(fields);
        foreach (var member in json.EnumerateObject())
        {
            if (!fields._asked.Contains(member.Name))
                throw new JsonException($"'{member.Name}' is not known there");
        }

        return done;
    }

    private static double Finite(JsonElement json, double limit) =>
        json.GetDouble() is var number && Math.Abs(number) <= limit ? number : throw new JsonException($"{json.GetRawText()} is too large");

    private bool Find(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _json.TryGetProperty(name, out value);
    }
}
