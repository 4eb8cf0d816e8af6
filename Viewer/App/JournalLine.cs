using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Viewer.App;

/// <summary>A step as a line of the journal: <c>{"kind":"digit","value":7,"probability":0.98}</c>. The first line may be a state instead.</summary>
internal static class JournalLine
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Whether a line holds a state (<see cref="CalculatorMemory"/>).</summary>
    public static bool IsState(ReadOnlySpan<byte> line) => line.StartsWith("{\"state\":"u8);

    /// <summary>The line of a state.</summary>
    public static byte[] Write(CalculatorState state) => [.. CalculatorMemory.Write(state), (byte)'\n'];

    /// <summary>The line of a step.</summary>
    public static byte[] Write(CalculatorInput step) => [.. JsonSerializer.SerializeToUtf8Bytes(Form.From(step), Options), (byte)'\n'];

    /// <summary>The step of a line; null where its values make no step.</summary>
    /// <exception cref="JsonException">It is no such line.</exception>
    public static CalculatorInput? Read(ReadOnlySpan<byte> line) => JsonSerializer.Deserialize<Form>(line, Options)?.ToInput();

    private sealed record Form(InputKind Kind)
    {
        public int? Value { get; init; }

        public float? Probability { get; init; }

        public DigitReading[]? Alternatives { get; init; }

        public static Form From(CalculatorInput step) => new(step.Kind)
        {
            Value = step.Kind switch
            {
                InputKind.Digit => step.SavedDigit!.Digit,
                InputKind.Operation => (int)step.Operator,
                InputKind.Replace or InputKind.Recall => step.Index,
                _ => null,
            },
            Probability = step.SavedDigit?.Probability,
            Alternatives = step.SavedDigit?.Alternatives is { IsDefaultOrEmpty: false } others ? [.. others] : null,
        };

        public CalculatorInput? ToInput() => (Kind, Value) switch
        {
            (InputKind.Digit, >= 0 and <= 9) when Probability is { } p && SavedDigit.IsProbability(p) && (Alternatives ?? []).Length < 10
                && (Alternatives ?? []).All(other => other.Digit is >= 0 and <= 9 && SavedDigit.IsProbability(other.Probability)) =>
                CalculatorInput.Digit(new(Value.Value, p, (Alternatives ?? []).ToImmutableArray())),
            (InputKind.Operation, { } value) when Enum.IsDefined((Operation)value) => CalculatorInput.Operation((Operation)value),
            (InputKind.Replace, >= 0 and <= 9) => CalculatorInput.Replace(Value.Value),
            (InputKind.Recall, { } value) => CalculatorInput.Recall(value),
            (InputKind.Reset, null) => CalculatorInput.Reset,
            (InputKind.Negate, null) => CalculatorInput.Negate,
            (InputKind.EqualsSign, null) => CalculatorInput.EqualsSign,
            (InputKind.Backspace, null) => CalculatorInput.Backspace,
            (InputKind.WrongDigit, null) => CalculatorInput.WrongDigit,
            (InputKind.Undo, null) => CalculatorInput.Undo,
            (InputKind.Redo, null) => CalculatorInput.Redo,
            _ => null,
        };
    }
}
