namespace GpuDigits.Engine.Calculator;

/// <summary>What a person can do at the calculator.</summary>
public enum InputKind
{
    /// <summary>A digit was saved or typed.</summary>
    Digit,

    /// <summary>+ − × ÷.</summary>
    Operation,

    /// <summary>=.</summary>
    EqualsSign,

    /// <summary>Takes the last digit of the current number back.</summary>
    Backspace,

    /// <summary>Takes the last saved digit back, and all that was done since, and gives the pad free to draw it again.</summary>
    WrongDigit,

    /// <summary>Puts another digit in the place of the current number's last one.</summary>
    Replace,

    /// <summary>Uses the result of a calculation on the tape.</summary>
    Recall,

    /// <summary>Clears all.</summary>
    Reset,

    /// <summary>Changes the sign of the current number.</summary>
    Negate,

    /// <summary>Takes the last step back, whatever it was.</summary>
    Undo,

    /// <summary>Makes the last step that was taken back again.</summary>
    Redo,
}

/// <summary>One step at the calculator: its kind, and what the kinds that need it take along.</summary>
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

    /// <summary>See <see cref="InputKind.Undo"/>.</summary>
    public static readonly CalculatorInput Undo = new() { Kind = InputKind.Undo };

    /// <summary>See <see cref="InputKind.Redo"/>.</summary>
    public static readonly CalculatorInput Redo = new() { Kind = InputKind.Redo };

    private CalculatorInput()
    {
    }

    /// <summary>Which step.</summary>
    public required InputKind Kind { get; init; }

    /// <summary>The digit of <see cref="InputKind.Digit"/>.</summary>
    internal SavedDigit? SavedDigit { get; private init; }

    /// <summary>The operation of <see cref="InputKind.Operation"/>.</summary>
    internal Operation Operator { get; private init; }

    /// <summary>The digit of <see cref="InputKind.Replace"/>, the place on the tape of <see cref="InputKind.Recall"/>.</summary>
    internal int Index { get; private init; }

    /// <summary>A digit was saved or typed.</summary>
    public static CalculatorInput Digit(SavedDigit digit) => new() { Kind = InputKind.Digit, SavedDigit = digit };

    /// <summary>+ − × ÷.</summary>
    public static CalculatorInput Operation(Operation operation) => new() { Kind = InputKind.Operation, Operator = operation };

    /// <summary>The current number's last digit was meant to be this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">digit is not 0 to 9.</exception>
    public static CalculatorInput Replace(int digit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digit, 9);
        return new() { Kind = InputKind.Replace, Index = digit };
    }

    /// <summary>The result of a calculation on the tape, 0 being the oldest. Changes nothing where the tape has no such place.</summary>
    public static CalculatorInput Recall(int index) => new() { Kind = InputKind.Recall, Index = index };
}
