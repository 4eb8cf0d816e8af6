using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>The actions of a person at the calculator.</summary>
public enum InputKind
{
    /// <summary>A digit was saved or typed.</summary>
    Digit,

    /// <summary>+ − × ÷.</summary>
    Operation,

    /// <summary>=.</summary>
    EqualsSign,

    /// <summary>Removes the last digit of the current number.</summary>
    Backspace,

    /// <summary>Removes the last saved digit and undoes everything since then; the pad becomes free to draw it again.</summary>
    WrongDigit,

    /// <summary>Replaces the current number's last digit.</summary>
    Replace,

    /// <summary>Uses the result of a calculation on the tape.</summary>
    Recall,

    /// <summary>Clears everything.</summary>
    Reset,

    /// <summary>Changes the sign of the current number.</summary>
    Negate,

    /// <summary>The decimal point: the digits after it are decimals.</summary>
    Point,

    /// <summary>
    /// A hundredth of the number; after + and −, that many hundredths of the number before the operation (200 + 10 % is 220).
    /// </summary>
    Percent,

    /// <summary>A number at once: several steps <see cref="Digit"/>, at most one <see cref="Point"/>, and <see cref="Negate"/>.</summary>
    Number,

    /// <summary>Undoes the last step of any kind.</summary>
    Undo,

    /// <summary>Repeats the last undone step.</summary>
    Redo,
}

/// <summary>One step at the calculator: its kind, and the arguments of the kinds that need them.</summary>
public sealed record CalculatorInput
{
    /// <summary>=.</summary>
    public static readonly CalculatorInput EqualsSign = new() { Kind = InputKind.EqualsSign };

    /// <summary>See <see cref="InputKind.Backspace"/>.</summary>
    public static readonly CalculatorInput Backspace = new() { Kind = InputKind.Backspace };

    /// <summary>See <see cref="InputKind.WrongDigit"/>.</summary>
    public static readonly CalculatorInput WrongDigit = new() { Kind = InputKind.WrongDigit };

    /// <summary>See <see cref="InputKind.Reset"/>.</summary>
    public static readonly CalculatorInput Reset = new() { Kind = InputKind.Reset };

    /// <summary>See <see cref="InputKind.Negate"/>.</summary>
    public static readonly CalculatorInput Negate = new() { Kind = InputKind.Negate };

    /// <summary>See <see cref="InputKind.Point"/>.</summary>
    public static readonly CalculatorInput Point = new() { Kind = InputKind.Point };

    /// <summary>See <see cref="InputKind.Percent"/>.</summary>
    public static readonly CalculatorInput Percent = new() { Kind = InputKind.Percent };

    /// <summary>See <see cref="InputKind.Undo"/>.</summary>
    public static readonly CalculatorInput Undo = new() { Kind = InputKind.Undo };

    /// <summary>See <see cref="InputKind.Redo"/>.</summary>
    public static readonly CalculatorInput Redo = new() { Kind = InputKind.Redo };

    private static readonly Dictionary<InputKind, CalculatorInput> WithoutArguments = new[]
    {
        EqualsSign, Backspace, WrongDigit, Reset, Negate, Point, Percent, Undo, Redo,
    }.ToDictionary(input => input.Kind);

    private CalculatorInput()
    {
    }

    /// <summary>The kind of step.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>The digit of <see cref="InputKind.Digit"/>.</summary>
    internal SavedDigit? SavedDigit { get; private init; }

    /// <summary>The operation of <see cref="InputKind.Operation"/>.</summary>
    internal Operation Operator { get; private init; }

    /// <summary>The digit of <see cref="InputKind.Replace"/>, or the index on the tape of <see cref="InputKind.Recall"/>.</summary>
    internal int Index { get; private init; }

    /// <summary>The steps of <see cref="InputKind.Number"/>.</summary>
    internal ImmutableArray<CalculatorInput> Marks { get; private init; } = [];

    /// <summary>A digit was saved or typed.</summary>
    public static CalculatorInput Digit(SavedDigit digit) => new() { Kind = InputKind.Digit, SavedDigit = digit };

    /// <summary>+ − × ÷.</summary>
    public static CalculatorInput Operation(Operation operation) => new() { Kind = InputKind.Operation, Operator = operation };

    /// <summary>Corrects the current number's last digit to this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">digit is not 0 to 9.</exception>
    public static CalculatorInput Replace(int digit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 9);
        return new() { Kind = InputKind.Replace, Index = digit };
    }

    /// <summary>The result of a calculation on the tape; 0 is the oldest. Changes nothing if the tape has no such index.</summary>
    public static CalculatorInput Recall(int index) => new() { Kind = InputKind.Recall, Index = index };

    /// <summary>The marks of a number, one step for undo. Changes nothing if one of them is not possible.</summary>
    /// <param name="marks">Digits, at least one; at most one point; and at most one change of sign, which is the last.</param>
    /// <exception cref="ArgumentException">The marks are no number.</exception>
    public static CalculatorInput Number(params ImmutableArray<CalculatorInput> marks) => TryNumber(marks)
        ?? throw new ArgumentException("A number is digits, at most one point, and a change of sign at the end.", nameof(marks));

    /// <summary>The same; null if the marks are no number.</summary>
    internal static CalculatorInput? TryNumber(ImmutableArray<CalculatorInput> marks)
    {
        var digits = marks.Count(mark => mark.Kind == InputKind.Digit);
        var points = marks.Count(mark => mark.Kind == InputKind.Point);
        var isNegated = marks is [.., { Kind: InputKind.Negate }];
        return digits > 0 && points <= 1 && digits + points + (isNegated ? 1 : 0) == marks.Length
            ? new() { Kind = InputKind.Number, Marks = marks }
            : null;
    }

    /// <summary>The step of a kind that has no arguments; null for the other kinds.</summary>
    internal static CalculatorInput? Plain(InputKind kind) => WithoutArguments.GetValueOrDefault(kind);
}
