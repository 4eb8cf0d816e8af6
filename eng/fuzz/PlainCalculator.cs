using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Fuzz;

/// <summary>
/// The calculator once more, as plainly as its rules can be said, to compare with: a number is the text that was typed, undo is a list of
/// whole states. Only the arithmetic of <see cref="Rational"/> is shared.
/// </summary>
internal sealed class PlainCalculator
{
    private const int Remembered = 1000, LongestTape = 1000, MostDecimals = 20, MostDigits = 15;

    private readonly List<Page> _past = [], _future = [];
    private Page _now = Page.Empty;

    /// <summary>Makes a step. Returns whether anything changed.</summary>
    public bool Apply(CalculatorInput step)
    {
        switch (step.Kind)
        {
            case InputKind.Undo:
                return Travel(_past, _future);
            case InputKind.Redo:
                return Travel(_future, _past);
        }

        var next = After(_now, step);
        if (ReferenceEquals(next, _now))
            return false;
        _past.Add(_now);
        if (_past.Count > Remembered)
            _past.RemoveAt(0);
        _future.Clear();
        _now = next;
        return true;
    }

    /// <summary>How a state differs from the one here; null if it does not.</summary>
    public string? Difference(CalculatorState state)
    {
        var expected = $"{_now}, tape of {_now.Tape.Count}: {string.Join(' ', _now.Tape.TakeLast(3).Select(r => r.ToFraction()))}";
        var actual = $"{ShownAs(state)}, tape of {state.Tape.Count}: "
            + string.Join(' ', state.Tape.TakeLast(3).Select(entry => entry.Result.ToFraction()));
        return expected == actual ? null : $"the calculator has {actual}, the plain one {expected}";
    }

    private static string ShownAs(CalculatorState state) => state.Phase switch
    {
        CalculatorPhase.Error => state.Display,
        CalculatorPhase.First => state.Display,
        CalculatorPhase.Second => $"{state.Left.ToFraction()} {state.Pending} {state.Display}",
        CalculatorPhase.Operator => $"{state.Left.ToFraction()} {state.Pending}",
        CalculatorPhase.Recalled => $"{state.Left.ToFraction()} {state.Pending} = {state.Number.ToFraction()}",
        _ => $"= {state.Number.ToFraction()}",
    };

    private bool Travel(List<Page> from, List<Page> to)
    {
        if (from.Count == 0)
            return false;
        to.Add(_now);
        _now = from[^1];
        from.RemoveAt(from.Count - 1);
        return true;
    }

    private static Page After(Page page, CalculatorInput step) => step.Kind switch
    {
        InputKind.Digit => WithDigit(page, step.SavedDigit!.Digit),
        InputKind.Point => WithPoint(page),
        InputKind.Number => WithNumber(page, step.Marks),
        InputKind.Negate => Negated(page),
        InputKind.Backspace => page.IsTyping ? page.BeforeDigit! : page is { HasOperand: true } ? page.Waiting() : page,
        InputKind.WrongDigit => page.BeforeDigit ?? page,
        InputKind.Replace => Replaced(page, step.Index),
        InputKind.Operation when page.Problem is null => WithOperation(page, step.Operator),
        InputKind.EqualsSign when page.Problem is null => WithEquals(page),
        InputKind.Percent when page.Problem is null => WithPercent(page),
        InputKind.Recall when !page.IsEmpty && step.Index < page.Tape.Count => Recalled(page, page.Tape[step.Index]),
        InputKind.Reset => Page.Empty,
        _ => page,
    };

    private static Page WithDigit(Page page, int digit)
    {
        var mark = digit.ToString(CultureInfo.InvariantCulture);
        if (!page.IsTyping)
            return page.Typing(mark);
        var text = page.Text is "0" ? mark : page.Text + mark;
        var (all, decimals) = (text.Replace(".", "").TrimStart('-').TrimStart('0').Length, text.Length - 1 - text.IndexOf('.'));
        var fits = all <= MostDigits && (!text.Contains('.') || decimals <= MostDecimals);
        return fits && text != page.Text ? page with { Texts = page.Texts.Push(text) } : page;
    }

    private static Page WithPoint(Page page) => !page.IsTyping ? page.Typing("0.")
        : page.Text.Contains('.') ? page
        : page with { Texts = page.Texts.Push(page.Text + ".") };

    /// <summary>
    /// All of its marks or none; a zero in front and the sign of a zero may do nothing. Behind other digits stands no sign.
    /// </summary>
    private static Page WithNumber(Page page, ImmutableArray<CalculatorInput> marks)
    {
        if (page.IsTyping && page.Text is not "0" && marks.Any(mark => mark.Kind == InputKind.Negate))
            return page;
        var now = page;
        foreach (var mark in marks)
        {
            var next = After(now, mark);
            var isIdle = now.Number.IsZero && (mark.Kind == InputKind.Negate || (mark.Kind == InputKind.Digit && !now.Text.Contains('.')));
            if (ReferenceEquals(next, now) && !isIdle)
                return page;
            now = next;
        }

        return now;
    }

    private static Page Negated(Page page)
    {
        if (page.Number.IsZero || page.Problem is not null)
            return page;
        if (page.IsTyping)
        {
            return page with
            {
                Texts = [.. page.Texts.Reverse().Select(text =>
                    Page.ValueOf(text).IsZero ? text : text[0] == '-' ? text[1..] : "-" + text)],
            };
        }

        return page.Operator is null ? page with { Value = -page.Value, Repeat = null }
            : page.HasOperand ? page with { Value = -page.Value }
            : page;
    }

    private static Page Replaced(Page page, int digit)
    {
        // The 0 that a point brought is no digit of the person.
        if (!page.IsTyping || (page.Text is "0." && page.Texts.Pop().IsEmpty))
            return page;
        if (page.Text.EndsWith('.'))
        {
            var before = page with { Texts = page.Texts.Pop() };
            var after = Replaced(before, digit);
            return ReferenceEquals(before, after) ? page : WithPoint(after);
        }

        if (page.Text[^1] - '0' == digit)
            return page;
        var (isNegative, rest) = (page.Number.IsNegative, page.BeforeDigit!);
        var now = WithDigit(rest, digit);
        return isNegative && !now.Number.IsNegative ? Negated(now) : now;
    }

    private static Page WithOperation(Page page, Operation operation)
    {
        if (page.IsWaiting && page.Operator == operation)
            return page;
        if (page.Operator is not null && !page.IsWaiting)
            page = Computed(page);
        return page.Problem is not null ? page : page.Left(operation);
    }

    private static Page WithEquals(Page page) =>
        page.Operator is not null ? Computed(page)
        : page.IsTyping ? page.Ended(page.Number, null)
        : page.Repeat is var (operation, number) ? Computed(page.Left(operation) with { Value = number, HasOperand = true })
        : page;

    private static Page WithPercent(Page page)
    {
        if (page.IsEmpty || page.IsWaiting)
            return page;
        if (page.Operator is not { } operation)
            return page.Ended(page.Number / 100, null).Longer();
        var share = (operation is Operation.Add or Operation.Subtract ? page.LeftValue : 1) * page.Number / 100;
        return share.IsTooLarge ? page.Failed("Too large for 15 digits") : page.WithOperand(share);
    }

    private static Page Recalled(Page page, Rational number)
    {
        if (page.Operator is null || page.Problem is not null)
            return Page.Empty with { IsEmpty = false, Value = number, Tape = page.Tape };
        return (page.IsTyping ? page.Base! : page).WithOperand(number);
    }

    private static Page Computed(Page page)
    {
        var (left, right, operation) = (page.LeftValue, page.Number, page.Operator!.Value);
        if (operation == Operation.Divide && right.IsZero)
            return page.Failed("Can't divide by zero");
        var result = operation switch
        {
            Operation.Add => left + right,
            Operation.Subtract => left - right,
            Operation.Multiply => left * right,
            _ => left / right,
        };
        return result.IsTooLarge ? page.Failed("Too large for 15 digits") : page.Ended(result, (operation, right)).Longer();
    }

    /// <summary>All that the calculator knows. It never changes.</summary>
    private sealed record Page
    {
        public static readonly Page Empty = new() { IsEmpty = true };

        /// <summary>Whether nothing was entered since the start or a reset.</summary>
        public bool IsEmpty { get; init; }

        /// <summary>The texts of the number being typed after each of its digits and its point, the newest on top.</summary>
        public ImmutableStack<string> Texts { get; init; } = [];

        /// <summary>The page on which its typing began.</summary>
        public Page? Base { get; init; }

        /// <summary>The number on the display where none is typed.</summary>
        public Rational Value { get; init; }

        public Rational LeftValue { get; init; }

        public Operation? Operator { get; init; }

        /// <summary>Whether the number after the operation is there without being typed.</summary>
        public bool HasOperand { get; init; }

        public (Operation Operation, Rational Number)? Repeat { get; init; }

        public string? Problem { get; init; }

        public ImmutableList<Rational> Tape { get; init; } = [];

        public bool IsTyping => !Texts.IsEmpty;

        public string Text => IsTyping ? Texts.Peek() : "";

        public Rational Number => IsTyping ? ValueOf(Text) : Value;

        /// <summary>Whether an operation waits for its second number.</summary>
        public bool IsWaiting => Operator is not null && !IsTyping && !HasOperand && Problem is null;

        private Page? Before { get; init; }

        /// <summary>Where "wrong digit" leads: the page before the last digit or point.</summary>
        public Page? BeforeDigit => !IsTyping ? Before : Texts.Pop().IsEmpty ? Base : this with { Texts = Texts.Pop() };

        public static Rational ValueOf(string text)
        {
            var digits = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            var decimals = text.Contains('.', StringComparison.Ordinal) ? text.Length - 1 - text.IndexOf('.', StringComparison.Ordinal) : 0;
            return Rational.Ratio(digits, BigInteger.Pow(10, decimals));
        }

        public Page Typing(string text) => Operator is not null && Problem is null
            ? this with { Texts = [text], Base = this, HasOperand = false }
            : Empty with { IsEmpty = false, Texts = [text], Base = this, Tape = Tape };

        public Page Left(Operation operation) => Settled() with
        {
            IsEmpty = false,
            LeftValue = Number,
            Value = Number,
            Operator = operation,
            HasOperand = false,
            Repeat = null,
        };

        public Page WithOperand(Rational number) => Settled() with { Value = number, HasOperand = true };

        public Page Waiting() => this with { Value = LeftValue, HasOperand = false };

        public Page Ended(Rational result, (Operation, Rational)? repeat) => Settled() with
        {
            IsEmpty = false,
            Value = result,
            Operator = null,
            HasOperand = false,
            Repeat = repeat,
        };

        public Page Failed(string problem) => Settled() with
        {
            Value = Rational.Zero,
            Problem = problem,
            HasOperand = false,
            Repeat = null,
        };

        public Page Longer() => this with { Tape = Tape.Count == LongestTape ? Tape.RemoveAt(0).Add(Value) : Tape.Add(Value) };

        public bool Equals(Page? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

        public override string ToString()
        {
            var shown = Text.Replace('-', '−');
            return Problem ?? (Operator is null ? IsTyping ? shown : $"= {Value.ToFraction()}"
                : $"{LeftValue.ToFraction()} {Operator}" + (IsTyping ? $" {shown}" : HasOperand ? $" = {Value.ToFraction()}" : ""));
        }

        /// <summary>The number is no longer being typed.</summary>
        private Page Settled() => this with { Texts = [], Base = null, Before = BeforeDigit };
    }
}
