using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// A calculator's state as one line of JSON, for a later start: everything that later steps depend on, with exact numbers. Of the earlier
/// states, to which "wrong digit" returns, it contains those of the number being entered.
/// </summary>
internal static partial class CalculatorMemory
{
    /// <summary>The state as UTF-8, without a line break.</summary>
    public static byte[] Write(CalculatorState state) => JsonSerializer.SerializeToUtf8Bytes(
        new(Form.From(state), [.. state.Tape.Select(entry => new Entry(entry.Text, entry.Result.ToFraction()))]),
        MemoryJson.Default.Whole);

    /// <summary>The state that <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The line is not valid, or describes an impossible state.</exception>
    public static CalculatorState Read(ReadOnlySpan<byte> line)
    {
        var whole = JsonSerializer.Deserialize(line, MemoryJson.Default.Whole);
        if (whole is not { State: { } form, Tape: { } tape })
            throw new JsonException("a state lacks its values or its tape");
        if (tape.Length > CalculatorState.LongestTape)
            throw new JsonException("its tape is too long");
        return form.ToState([.. tape.Select(entry => new TapeEntry(
            entry?.Text is { } text && text.Contains('=', StringComparison.Ordinal)
                ? text
                : throw new JsonException("a line of the tape is not a calculation"),
            Number(entry?.Result)))]);
    }

    /// <summary>The state after writing and reading it.</summary>
    public static CalculatorState Copy(CalculatorState state) => Read(Write(state));

    /// <summary>
    /// Whether two states that the same last step led to have the same contents and display, whatever states came before. Of digits and
    /// tape it compares the number and the last one: all of them, after each of a thousand steps, would take a second.
    /// </summary>
    public static bool AreAlike(CalculatorState a, CalculatorState b) =>
        a.Phase == b.Phase && a.Number == b.Number && a.Left == b.Left && a.Pending == b.Pending && a.Expression == b.Expression
        && a.Display == b.Display && a.Repeat == b.Repeat && a.Digits.Count == b.Digits.Count
        && (a.Digits.IsEmpty || a.Digits[^1].Digit == b.Digits[^1].Digit)
        && a.Tape.Count == b.Tape.Count && (a.Tape.IsEmpty || a.Tape[^1] == b.Tape[^1]);

    private static Rational Number(string? text) =>
        text is not null && Rational.TryParse(text, out var number) ? number : throw new JsonException("a number is not valid");

    private sealed record Whole(Form? State, Entry?[]? Tape);

    private sealed record Entry(string? Text, string? Result);

    private sealed record Digit(int Value, float Probability, DigitReading[]? Others);

    private sealed record Form(CalculatorPhase Phase, string? Number, string? Left, Operation Pending, string? Expression, Digit?[]? Digits)
    {
        public string? Problem { get; init; }

        public Operation? RepeatOperation { get; init; }

        public string? RepeatNumber { get; init; }

        public Form? Before { get; init; }

        public int? Decimals { get; init; }

        public static Form From(CalculatorState state) => new(
            state.Phase, state.Number.ToFraction(), state.Left.ToFraction(), state.Pending, state.Expression,
            [.. state.Digits.Select(digit => new Digit(
                digit.Digit, digit.Probability, digit.Alternatives.IsEmpty ? null : [.. digit.Alternatives]))])
        {
            Problem = state.Problem,
            RepeatOperation = state.Repeat?.Operation,
            RepeatNumber = state.Repeat?.Number.ToFraction(),
            Before = state.IsEntering ? From(state.BeforeDigit!) : null,
            Decimals = state.IsEntering ? state.Decimals : null,
        };

        public CalculatorState ToState(ImmutableList<TapeEntry> tape)
        {
            var isEntering = Phase is CalculatorPhase.First or CalculatorPhase.Second;
            if (!Enum.IsDefined(Phase) || !Enum.IsDefined(Pending) || Expression is null || Digits is null
                || (Problem is not null) != (Phase == CalculatorPhase.Error)
                || isEntering != (Before is not null) || (isEntering && Digits.Length == 0)
                || (Decimals is { } decimals && !(isEntering && CalculatorMemory.Number(Number).HasRoomFor(decimals)))
                || (Phase == CalculatorPhase.First
                    && Before!.Phase is CalculatorPhase.Second or CalculatorPhase.Operator or CalculatorPhase.Recalled)
                || (Phase == CalculatorPhase.Second
                    && Before!.Phase is not (CalculatorPhase.Second or CalculatorPhase.Operator or CalculatorPhase.Recalled)))
                throw new JsonException("its state is impossible");
            return CalculatorState.Initial with
            {
                Phase = Phase,
                Number = CalculatorMemory.Number(Number),
                Left = CalculatorMemory.Number(Left),
                Pending = Pending,
                Expression = Expression,
                Digits = [.. Digits.Select(Saved)],
                Problem = Problem,
                Repeat = RepeatOperation is { } operation ? (operation, CalculatorMemory.Number(RepeatNumber)) : null,
                Decimals = Decimals,
                BeforeDigit = Before?.ToState(tape),
                Tape = tape,
            };
        }

        private static SavedDigit Saved(Digit? digit)
        {
            var others = digit?.Others ?? [];
            if (digit is not { Value: >= 0 and <= 9 } || !SavedDigit.IsProbability(digit.Probability) || others.Length > 9
                || !others.All(other => other.Digit is >= 0 and <= 9 && SavedDigit.IsProbability(other.Probability)))
                throw new JsonException("a digit is not valid");
            return new(digit.Value, digit.Probability, [.. others]);
        }
    }

    [JsonSourceGenerationOptions(
        JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = [typeof(CamelCaseNames<CalculatorPhase>), typeof(CamelCaseNames<Operation>)])]
    [JsonSerializable(typeof(Whole))]
    private sealed partial class MemoryJson : JsonSerializerContext;
}
