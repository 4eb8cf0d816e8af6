using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.App;

/// <summary>
/// A step as a line of the journal: <c>{"kind":"digit","value":7,"probability":0.98}</c>. The first line may be a state instead.
/// </summary>
internal static class JournalLine
{
    private static readonly (byte[] Name, InputKind Kind)[] Kinds =
        [.. Enum.GetValues<InputKind>().Select(kind => (Encoding.UTF8.GetBytes(JsonNamingPolicy.CamelCase.ConvertName($"{kind}")), kind))];

    /// <summary>Whether a line holds a state (<see cref="CalculatorMemory"/>).</summary>
    public static bool IsState(ReadOnlySpan<byte> line) => line.StartsWith("{\"state\":"u8);

    /// <summary>The line of a state.</summary>
    public static byte[] Write(CalculatorState state) => [.. CalculatorMemory.Write(state), (byte)'\n'];

    /// <summary>The line of a step.</summary>
    public static byte[] Write(CalculatorInput step)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
            Write(json, step);
        return [.. line.WrittenSpan, (byte)'\n'];
    }

    /// <summary>The step of a line; null where it is none. Read by hand: an old journal has some hundred thousand.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static CalculatorInput? Read(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        // Nothing may follow.
        return json.Read() && ReadStep(ref json) is { } step && !json.Read() ? step : null;
    }

    /// <summary>The step of an object; null where it is none.</summary>
    private static CalculatorInput? ReadStep(ref Utf8JsonReader json)
    {
        InputKind? kind = null;
        int? value = null;
        float? probability = null;
        ImmutableArray<DigitReading> others = [];
        ImmutableArray<CalculatorInput> marks = [];
        if (json.TokenType != JsonTokenType.StartObject)
            return null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("kind"u8) && json.Read())
                kind = ReadKind(ref json);
            else if (json.ValueTextEquals("value"u8) && json.Read())
                value = ReadNumber(ref json) is { } number && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue
                    ? (int)number
                    : int.MinValue;
            else if (json.ValueTextEquals("probability"u8) && json.Read())
                probability = (float?)ReadNumber(ref json);
            else if (json.ValueTextEquals("alternatives"u8) && json.Read())
                others = ReadOthers(ref json);
            else if (json.ValueTextEquals("marks"u8) && json.Read())
                marks = ReadMarks(ref json);
            else
                return null;
        }
        return kind is { } known && !others.IsDefault && !marks.IsDefault ? ToInput(known, value, probability, others, marks) : null;
    }

    /// <summary>The steps of a list; default where one is none.</summary>
    private static ImmutableArray<CalculatorInput> ReadMarks(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return default;
        var marks = ImmutableArray.CreateBuilder<CalculatorInput>();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject && ReadStep(ref json) is { } mark)
            marks.Add(mark);
        return json.TokenType == JsonTokenType.EndArray ? marks.ToImmutable() : default;
    }

    private static InputKind? ReadKind(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            foreach (var (name, kind) in Kinds)
                if (json.ValueTextEquals(name))
                    return kind;
        return null;
    }

    private static double? ReadNumber(ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) ? number : null;

    /// <summary>The readings of a list; default where one is none.</summary>
    private static ImmutableArray<DigitReading> ReadOthers(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return default;
        var others = ImmutableArray.CreateBuilder<DigitReading>();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            double? digit = null, probability = null;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("digit"u8) && json.Read())
                    digit = ReadNumber(ref json);
                else if (json.ValueTextEquals("probability"u8) && json.Read())
                    probability = ReadNumber(ref json);
                else
                    return default;
            }
            if (json.TokenType != JsonTokenType.EndObject || digit is not (0 or 1 or 2 or 3 or 4 or 5 or 6 or 7 or 8 or 9)
                || probability is not { } p || !SavedDigit.IsProbability((float)p) || others.Count == 9)
                return default;
            others.Add(new((int)digit.Value, (float)p));
        }
        return json.TokenType == JsonTokenType.EndArray ? others.ToImmutable() : default;
    }

    private static CalculatorInput? ToInput(
        InputKind kind, int? value, float? probability, ImmutableArray<DigitReading> others, ImmutableArray<CalculatorInput> marks) =>
        (kind, value) switch
        {
            (InputKind.Digit, >= 0 and <= 9) when probability is { } p && SavedDigit.IsProbability(p) =>
                CalculatorInput.Digit(new(value.Value, p, others)),
            (InputKind.Operation, { } operation) when Enum.IsDefined((Operation)operation) =>
                CalculatorInput.Operation((Operation)operation),
            (InputKind.Replace, >= 0 and <= 9) => CalculatorInput.Replace(value.Value),
            (InputKind.Recall, >= 0) => CalculatorInput.Recall(value.Value),
            (InputKind.Number, null) => CalculatorInput.TryNumber(marks),
            (_, null) => CalculatorInput.Plain(kind),
            _ => null,
        };

    private static void Write(Utf8JsonWriter json, CalculatorInput step)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, Array.Find(Kinds, known => known.Kind == step.Kind).Name);
        if (step.SavedDigit is { } saved)
        {
            json.WriteNumber("value"u8, saved.Digit);
            json.WriteNumber("probability"u8, saved.Probability);
            if (!saved.Alternatives.IsDefaultOrEmpty)
                WriteOthers(json, saved.Alternatives);
        }
        else if (step.Kind is InputKind.Operation or InputKind.Replace or InputKind.Recall)
        {
            json.WriteNumber("value"u8, step.Kind == InputKind.Operation ? (int)step.Operator : step.Index);
        }

        if (step.Kind == InputKind.Number)
        {
            json.WriteStartArray("marks"u8);
            foreach (var mark in step.Marks)
                Write(json, mark);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteOthers(Utf8JsonWriter json, ImmutableArray<DigitReading> others)
    {
        json.WriteStartArray("alternatives"u8);
        foreach (var other in others)
        {
            json.WriteStartObject();
            json.WriteNumber("digit"u8, other.Digit);
            json.WriteNumber("probability"u8, other.Probability);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
