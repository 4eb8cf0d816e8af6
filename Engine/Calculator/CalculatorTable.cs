using System.Collections.Immutable;
using static GpuDigits.Engine.Calculator.CalculatorPhase;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// The calculator's rules: what each input does in each phase. Undo and redo are the same in all phases and belong to
/// <see cref="PocketCalculator"/>. An action with nothing to do returns its input state.
/// </summary>
internal static class CalculatorTable
{
    public const string DividedByZero = "Can't divide by zero", TooLarge = "Too large for 15 digits";

    private static readonly Rule
        Nothing = new(Same),
        Begin = new(BeginFirst, First),
        Follow = new(BeginSecond, Second),
        Append = new(AppendDigit, First, Second),
        Operate = new(ChooseOperation, Operator),
        Chain = new(ComputeAndChoose, Operator, Error),
        Settle = new(KeepNumber, Result),
        Compute = new(ComputeResult, Result, Error),
        Again = new(RepeatLast, Result, Error),
        TakeBack = new(TakeDigitBack, Start, First, Operator, Second, Recalled, Result, Error),
        Correct = new(CorrectDigit, First, Second),
        Show = new(ShowRecalled, Result),
        Insert = new(InsertRecalled, Recalled),
        Drop = new(DropRecalled, Operator),
        Turn = new(ChangeSign, First, Second, Recalled, Result),
        Clear = new(ClearAll, Start);

    // In the order of InputKind: digit, operation, equals, backspace, wrong digit, replace, recall, reset, negate.
    private static readonly Dictionary<CalculatorPhase, Rule[]> Rows = new()
    {
        [Start] = [Begin, Operate, Nothing, Nothing, Nothing, Nothing, Nothing, Clear, Nothing],
        [First] = [Append, Operate, Settle, TakeBack, TakeBack, Correct, Show, Clear, Turn],
        [Operator] = [Follow, Operate, Compute, Nothing, TakeBack, Nothing, Insert, Clear, Nothing],
        [Second] = [Append, Chain, Compute, TakeBack, TakeBack, Correct, Insert, Clear, Turn],
        [Recalled] = [Follow, Chain, Compute, Drop, TakeBack, Nothing, Insert, Clear, Turn],
        [Result] = [Begin, Operate, Again, Nothing, TakeBack, Nothing, Show, Clear, Turn],
        [Error] = [Begin, Nothing, Nothing, Nothing, TakeBack, Nothing, Show, Clear, Nothing],
    };

    /// <summary>The rule for an input other than undo and redo.</summary>
    public static Rule Find(CalculatorPhase phase, InputKind input) => Rows[phase][(int)input];

    private static CalculatorState Same(CalculatorState state, CalculatorInput input) => state;

    private static CalculatorState BeginFirst(CalculatorState state, CalculatorInput input) => CalculatorState.Initial with
    {
        Phase = First,
        Number = input.SavedDigit!.Digit,
        Digits = [input.SavedDigit],
        BeforeDigit = state.AsBefore(),
        Tape = state.Tape,
    };

    private static CalculatorState BeginSecond(CalculatorState state, CalculatorInput input) => state with
    {
        Phase = Second,
        Number = input.SavedDigit!.Digit,
        Digits = state.Digits.Add(input.SavedDigit),
        BeforeDigit = state.AsBefore(),
    };

    private static CalculatorState AppendDigit(CalculatorState state, CalculatorInput input)
    {
        var digit = input.SavedDigit!;
        var number = state.Number * 10 + (state.Number.IsNegative ? -digit.Digit : digit.Digit);
        if (number.IsTooLarge || number == state.Number)
            return state;

        // A digit after a leading zero replaces it.
        var digits = state.Number.IsZero ? state.Digits.RemoveAt(state.Digits.Count - 1) : state.Digits;
        return state with { Number = number, Digits = digits.Add(digit), BeforeDigit = state.AsBefore() };
    }

    private static CalculatorState ChooseOperation(CalculatorState state, CalculatorInput input)
    {
        if (state.Phase == Operator && state.Pending == input.Operator)
            return state;

        return state with
        {
            Phase = Operator,
            Left = state.Number,
            Pending = input.Operator,
            Expression = $"{Operand(state.Number)} {input.Operator.Symbol()}",
            Repeat = null,
        };
    }

    private static CalculatorState ComputeAndChoose(CalculatorState state, CalculatorInput input)
    {
        var computed = ComputeResult(state, input);
        return computed.Phase == Error ? computed : ChooseOperation(computed, input);
    }

    private static CalculatorState KeepNumber(CalculatorState state, CalculatorInput input) =>
        state with { Phase = Result, Expression = $"{Operand(state.Number)} =" };

    private static CalculatorState ComputeResult(CalculatorState state, CalculatorInput input)
    {
        var (left, operation, right) = (state.Left, state.Pending, state.Number);
        var expression = $"{Operand(left)} {operation.Symbol()} {(right.IsNegative ? $"({Operand(right)})" : Operand(right))} =";
        if (operation == Operation.Divide && right.IsZero)
            return Fail(DividedByZero);

        var result = operation.Apply(left, right);
        if (result.IsTooLarge)
            return Fail(TooLarge);

        return state with
        {
            Phase = Result,
            Expression = expression,
            Number = result,
            Repeat = (operation, right),
            Tape = Longer(state.Tape, new($"{expression} {result}", result)),
        };

        CalculatorState Fail(string problem) =>
            state with { Phase = Error, Expression = expression, Problem = problem, Number = Rational.Zero, Repeat = null };
    }

    /// <summary>A number in the text of a calculation, with ≈ if not all its digits are shown, so that each line is true.</summary>
    private static string Operand(Rational number) => number.IsShownRounded ? $"≈{number}" : number.ToString();

    private static ImmutableList<TapeEntry> Longer(ImmutableList<TapeEntry> tape, TapeEntry newest)
    {
        tape = tape.Add(newest);
        return tape.Count > CalculatorState.LongestTape ? tape.RemoveAt(0) : tape;
    }

    /// <summary>Negates the number and the states before its digits, so that backspace keeps the sign; 0 has no sign.</summary>
    private static CalculatorState ChangeSign(CalculatorState state, CalculatorInput input)
    {
        if (state.Number.IsZero)
            return state;
        if (state.Phase == Result)
            return state with { Number = -state.Number, Expression = "", Repeat = null };

        var before = state.BeforeDigit;
        var isLonger = state.Phase != Recalled && before!.Phase == state.Phase;
        return state with { Number = -state.Number, BeforeDigit = isLonger ? ChangeSign(before!, input) : before };
    }

    private static CalculatorState RepeatLast(CalculatorState state, CalculatorInput input) =>
        state.Repeat is var (operation, number)
            ? ComputeResult(state with { Left = state.Number, Pending = operation, Number = number }, input)
            : state;

    private static CalculatorState TakeDigitBack(CalculatorState state, CalculatorInput input) => state.BeforeDigit ?? state;

    private static CalculatorState CorrectDigit(CalculatorState state, CalculatorInput input)
    {
        var digit = state.Digits[^1];
        if (digit.Digit == input.Index)
            return state;

        var before = state.BeforeDigit!;
        var corrected = Find(before.Phase, InputKind.Digit).Apply(before, CalculatorInput.Digit(digit.CorrectedTo(input.Index)));
        return state.Number.IsNegative && !corrected.Number.IsNegative ? ChangeSign(corrected, input) : corrected;
    }

    private static CalculatorState ShowRecalled(CalculatorState state, CalculatorInput input) =>
        Recall(state, input) is { } number
            ? CalculatorState.Initial with { Phase = Result, Number = number, Tape = state.Tape }
            : state;

    private static CalculatorState InsertRecalled(CalculatorState state, CalculatorInput input)
    {
        if (Recall(state, input) is not { } number)
            return state;

        // The recalled number replaces the digits entered so far.
        var before = state;
        while (before.Phase == Second)
            before = before.BeforeDigit!;
        return before with { Phase = Recalled, Number = number };
    }

    private static CalculatorState DropRecalled(CalculatorState state, CalculatorInput input) =>
        state with { Phase = Operator, Number = state.Left };

    private static CalculatorState ClearAll(CalculatorState state, CalculatorInput input) => CalculatorState.Initial;

    private static Rational? Recall(CalculatorState state, CalculatorInput input) =>
        input.Index >= 0 && input.Index < state.Tape.Count ? state.Tape[input.Index].Result : null;

    /// <summary>An action, and the phases to which it may lead if it changes the state.</summary>
    public sealed class Rule(Func<CalculatorState, CalculatorInput, CalculatorState> apply, params ImmutableArray<CalculatorPhase> next)
    {
        public Func<CalculatorState, CalculatorInput, CalculatorState> Apply { get; } = apply;

        public ImmutableArray<CalculatorPhase> Next { get; } = next;
    }
}
