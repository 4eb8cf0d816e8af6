using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>The phases of a calculation.</summary>
public enum CalculatorPhase
{
    /// <summary>Nothing entered; the display shows 0.</summary>
    Start,

    /// <summary>Digits of the first number are being entered.</summary>
    First,

    /// <summary>An operation was chosen; the display still shows the first number.</summary>
    Operator,

    /// <summary>Digits of the number after the operation are being entered.</summary>
    Second,

    /// <summary>The number after the operation was taken from the tape, or is a percentage.</summary>
    Recalled,

    /// <summary>A result is shown.</summary>
    Result,

    /// <summary>There is no result; the display says why.</summary>
    Error,
}

/// <summary>A finished calculation: <c>13 × 14 = 182</c>.</summary>
public sealed record TapeEntry(string Text, Rational Result);

/// <summary>
/// The complete contents of the calculator. States are immutable, and each step creates a new one; undo returns to an earlier state. States
/// are compared by identity.
/// </summary>
public sealed record CalculatorState
{
    /// <summary>Largest number of calculations on the tape; older ones are dropped.</summary>
    public const int LongestTape = 1000;

    /// <summary>Fewest digits that "wrong digit" can take back after as many have come; at most twice as many.</summary>
    internal const int FewestTakenBack = 1000;

    internal static readonly CalculatorState Initial = new();

    private CalculatorState()
    {
    }

    /// <summary>The phase of the calculation.</summary>
    public CalculatorPhase Phase { get; internal init; }

    /// <summary>The number on the display: entered, recalled, or the result.</summary>
    public Rational Number { get; internal init; }

    /// <summary>The number before the operation.</summary>
    public Rational Left { get; internal init; }

    /// <summary>The chosen operation; valid in the phases Operator, Second and Recalled.</summary>
    public Operation Pending { get; internal init; }

    /// <summary>The small line above the number: <c>13 ×</c>, then <c>13 × 14 =</c>.</summary>
    public string Expression { get; internal init; } = "";

    /// <summary>The large line: the current number, or a message that says why there is none.</summary>
    public string Display => Problem
        ?? (Decimals is { } decimals && IsEntering ? Number.ToFixed(decimals) : Number.ToString());

    /// <summary>The digits saved in this calculation, in order; those of the current number come last.</summary>
    public ImmutableList<SavedDigit> Digits { get; internal init; } = [];

    /// <summary>
    /// The newest <see cref="LongestTape"/> calculations, oldest first. Each step of a chain is a separate calculation, so that every line
    /// is true.
    /// </summary>
    public ImmutableList<TapeEntry> Tape { get; internal init; } = [];

    /// <summary>
    /// Number of digits after the point of the number being entered, null while it has no point; valid in the phases First and Second.
    /// </summary>
    internal int? Decimals { get; init; }

    /// <summary>Whether a number is being entered, with at least one digit.</summary>
    internal bool IsEntering => Phase is CalculatorPhase.First or CalculatorPhase.Second;

    /// <summary>Why there is no result.</summary>
    internal string? Problem { get; init; }

    /// <summary>The operation that = repeats.</summary>
    internal (Operation Operation, Rational Number)? Repeat { get; init; }

    /// <summary>The state in which the last of <see cref="Digits"/>, or a point after it, was entered; null if there is none.</summary>
    internal CalculatorState? BeforeDigit
    {
        get;
        init => (field, _statesBefore) = (value, value is null ? 0 : value._statesBefore + 1);
    }

    private readonly int _statesBefore;

    /// <summary>
    /// This state as the <see cref="BeforeDigit"/> of the next one. A long way back is cut, so that memory does not grow with each digit;
    /// never inside a number, whose digits can be corrected.
    /// </summary>
    internal CalculatorState AsBefore()
    {
        if (_statesBefore < 2 * FewestTakenBack)
            return this;

        var kept = new Stack<CalculatorState>();
        var state = this;
        for (; kept.Count < FewestTakenBack || state.IsEntering; state = state.BeforeDigit!)
            kept.Push(state);
        return kept.Aggregate(state with { BeforeDigit = null }, (before, next) => next with { BeforeDigit = before });
    }

    /// <summary>Identity.</summary>
    public bool Equals(CalculatorState? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Phase, expression and display.</summary>
    public override string ToString() => $"{Phase}: {Expression} [{Display}]";
}
