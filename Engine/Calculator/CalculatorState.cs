using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>How far a calculation has come.</summary>
public enum CalculatorPhase
{
    /// <summary>Nothing entered; the display shows 0.</summary>
    Start,

    /// <summary>Digits of the first number are being entered.</summary>
    First,

    /// <summary>An operation was chosen; the display still shows the number before it.</summary>
    Operator,

    /// <summary>Digits of the number after the operation are being entered.</summary>
    Second,

    /// <summary>The number after the operation was taken from the tape.</summary>
    Recalled,

    /// <summary>A result is shown.</summary>
    Result,

    /// <summary>There is no result, and the display says why.</summary>
    Error,
}

/// <summary>A calculation that was made: <c>13 × 14 = 182</c>.</summary>
public sealed record TapeEntry(string Text, Rational Result);

/// <summary>
/// All that the calculator holds. States never change, each step makes a new one: what was is undone by going back to it. A state is
/// itself and no other: states are compared by identity.
/// </summary>
public sealed record CalculatorState
{
    /// <summary>Calculations that the tape keeps: the newest.</summary>
    public const int LongestTape = 1000;

    internal static readonly CalculatorState Initial = new();

    private CalculatorState()
    {
    }

    /// <summary>How far the calculation has come.</summary>
    public CalculatorPhase Phase { get; internal init; }

    /// <summary>The number on the display: being entered, recalled, or the result.</summary>
    public Rational Number { get; internal init; }

    /// <summary>The number before the operation.</summary>
    public Rational Left { get; internal init; }

    /// <summary>The operation that was chosen; it counts in the phases Operator, Second and Recalled.</summary>
    public Operation Pending { get; internal init; }

    /// <summary>The small line above the number: <c>13 ×</c>, then <c>13 × 14 =</c>.</summary>
    public string Expression { get; internal init; } = "";

    /// <summary>The large line: the current number, or in words why there is none.</summary>
    public string Display => Problem ?? Number.ToString();

    /// <summary>The digits saved in this calculation, in the order of saving; those of the current number are the last ones.</summary>
    public ImmutableList<SavedDigit> Digits { get; internal init; } = [];

    /// <summary>The newest <see cref="LongestTape"/> calculations, oldest first. A chain is one calculation a step, so that every line is true.</summary>
    public ImmutableList<TapeEntry> Tape { get; internal init; } = [];

    /// <summary>Why there is no result.</summary>
    internal string? Problem { get; init; }

    /// <summary>What = does again.</summary>
    internal (Operation Operation, Rational Number)? Repeat { get; init; }

    /// <summary>The state in which the last of <see cref="Digits"/> was saved; null when there is none.</summary>
    internal CalculatorState? BeforeDigit { get; init; }

    /// <summary>Identity.</summary>
    public bool Equals(CalculatorState? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Phase, expression and display.</summary>
    public override string ToString() => $"{Phase}: {Expression} [{Display}]";
}
