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
        Point = new(AddPoint, First, Second),
        Enter = new(EnterNumber, First, Second),
        Operate = new(ChooseOperation, Operator),
        Chain = new(ComputeAndChoose, Operator, Error),
        Settle = new(KeepNumber, Result),
        Compute = new(ComputeResult, Result, Error),
        Again = new(RepeatLast, Result, Error),
        TakeBack = new(TakeDigitBack, Start, First, Operator, Second, Recalled, Result, Error),
        Hundredth = new(ComputePercentage, Result),
        Share = new(TakePercentage, Recalled, Error),
        Correct = new(CorrectDigit, First, Second),
        Show = new(ShowRecalled, Result),
        Insert = new(InsertRecalled, Recalled),
        Drop = new(DropRecalled, Operator),
        Turn = new(ChangeSign, First, Second, Recalled, Result),
        Clear = new(ClearAll, Start);

    // In the order of InputKind: digit, operation, equals, backspace, wrong digit, replace, recall, reset, negate, point, percent, number.
    private static readonly Dictionary<CalculatorPhase, Rule[]> Rows = new()
    {
        [Start] = [Begin, Operate, Nothing, Nothing, Nothing, Nothing, Nothing, Clear, Nothing, Point, Nothing, Enter],
        [First] = [Append, Operate, Settle, TakeBack, TakeBack, Correct, Show, Clear, Turn, Point, Hundredth, Enter],
        [Operator] = [Follow, Operate, Compute, Nothing, TakeBack, Nothing, Insert, Clear, Nothing, Point, Nothing, Enter],
        [Second] = [Append, Chain, Compute, TakeBack, TakeBack, Correct, Insert, Clear, Turn, Point, Share, Enter],
        [Recalled] = [Follow, Chain, Compute, Drop, TakeBack, Nothing, Insert, Clear, Turn, Point, Share, Enter],
        [Result] = [Begin, Operate, Again, Nothing, TakeBack, Nothing, Show, Clear, Turn, Point, Hundredth, Enter],
        [Error] = [Begin, Nothing, Nothing, Nothing, TakeBack, Nothing, Show, Clear, Nothing, Point, Nothing, Enter],
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
        Decimals = null,
        BeforeDigit = state.AsBefore(),
    };

    private static CalculatorState AppendDigit(CalculatorState state, CalculatorInput input)
    {
        var digit = input.SavedDigit!;
        var signed = state.Number.IsNegative ? -digit.Digit : digit.Digit;
        var decimals = state.Decimals + 1;
        var number = decimals is { } places ? state.Number + Rational.Tenths(signed, places) : state.Number * 10 + signed;
        if (!number.HasRoomFor(decimals ?? 0) || (decimals is null && number == state.Number))
            return state;

        // A digit after a leading zero replaces it.
        var digits = decimals is null && state.Number.IsZero ? state.Digits.RemoveAt(state.Digits.Count - 1) : state.Digits;
        return state with { Number = number, Digits = digits.Add(digit), Decimals = decimals, BeforeDigit = state.AsBefore() };
    }

    /// <summary>A point that begins a number stands behind a typed 0.</summary>
    private static CalculatorState AddPoint(CalculatorState state, CalculatorInput input)
    {
        if (!state.IsEntering)
            return Find(state.Phase, InputKind.Digit).Apply(state, CalculatorInput.Digit(SavedDigit.Typed(0))) with { Decimals = 0 };

        return state.Decimals is null ? state with { Decimals = 0, BeforeDigit = state.AsBefore() } : state;
    }

    private static CalculatorState EnterNumber(CalculatorState state, CalculatorInput input)
    {
        // A sign inside a number would turn what is there; a 0 alone gives way.
        var hasDigits = state.IsEntering && (!state.Number.IsZero || state.Decimals is not null);
        if (hasDigits && input.Marks.Any(mark => mark.Kind == InputKind.Negate))
            return state;
        var entered = state;
        foreach (var mark in input.Marks)
        {
            var before = entered;
            entered = Find(before.Phase, mark.Kind).Apply(before, mark);
            var mayChangeNothing = before.Number.IsZero
                && (mark.Kind == InputKind.Negate || (mark.Kind == InputKind.Digit && before.Decimals is null));
            if (ReferenceEquals(entered, before) && !mayChangeNothing)
                return state;
        }

        return entered;
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
            return Fail(state, expression, DividedByZero);

        var result = operation.Apply(left, right);
        if (result.IsTooLarge)
            return Fail(state, expression, TooLarge);

        return Finish(state, expression, result) with { Repeat = (operation, right) };
    }

    private static CalculatorState ComputePercentage(CalculatorState state, CalculatorInput input) =>
        Finish(state, $"{Operand(state.Number)} % =", state.Number / 100);

    private static CalculatorState TakePercentage(CalculatorState state, CalculatorInput input)
    {
        var whole = state.Pending is Operation.Add or Operation.Subtract ? state.Left : 1;
        var share = whole * state.Number / 100;
        return share.IsTooLarge
            ? Fail(state, $"{Operand(state.Left)} {state.Pending.Symbol()} {Operand(state.Number)} % =", TooLarge)
            : state with { Phase = Recalled, Number = share };
    }

    private static CalculatorState Finish(CalculatorState state, string expression, Rational result) => state with
    {
        Phase = Result,
        Expression = expression,
        Number = result,
        Repeat = null,
        Tape = Longer(state.Tape, new($"{expression} {result}", result)),
    };

    private static CalculatorState Fail(CalculatorState state, string expression, string problem) =>
        state with { Phase = Error, Expression = expression, Problem = problem, Number = Rational.Zero, Repeat = null };

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
        var (digit, before) = (state.Digits[^1], state.BeforeDigit!);
        if (digit.Digit == input.Index)
            return state;

        // A point after the digit stays; the 0 that a point brought cannot be corrected.
        if (state.Decimals == 0)
            return before.Phase == state.Phase ? AddPoint(CorrectDigit(before, input), input) : state;

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
