using System.Globalization;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>Walks the state machine along every sequence of inputs and looks at every state on the way.</summary>
public class CalculatorWalkTests
{
    private static readonly CalculatorPhase[] Phases = Enum.GetValues<CalculatorPhase>();

    [Fact]
    public void Every_phase_has_a_rule_for_every_input()
    {
        var inputs = Enum.GetValues<InputKind>().Except([InputKind.Undo, InputKind.Redo]).ToArray();
        foreach (var phase in Phases)
            Assert.All(inputs, input => Assert.NotEqual(default, CalculatorTable.Find(phase, input).Next));
    }

    [Theory]
    [InlineData("0 7 + / = b w r3 c u y t0", 6)]
    [InlineData("0 7 - / = b w r3 n u y t0", 6)]
    [InlineData("1 0 9 + - * / = b w r0 r5 c u y t0 t1", 4)]
    [InlineData("2 * - = t0", 8)]
    [InlineData("0 7 . + / = b w r3 t0 u", 6)]
    [InlineData("0 5 . n % - = r2 w c t0", 6)]
    [InlineData("7 . % * / {3.05n} {12} {0.0} = n b y u", 5)]
    public void All_sequences_of_inputs_lead_to_sound_states(string keys, int depth)
    {
        var inputs = keys.Split(' ').Select(key => Keys.Parse(key).Single()).ToArray();
        var seen = new HashSet<CalculatorPhase>();
        Walk(new PocketCalculator(), depth);
        Assert.Equal(keys.Contains('/') ? Phases.Length : Phases.Length - 1, seen.Count); // only a division fails in so few steps

        void Walk(PocketCalculator calculator, int left)
        {
            if (left == 0)
                return;

            var before = calculator.State;
            foreach (var input in inputs)
            {
                var next = new PocketCalculator(calculator);
                var changed = next.Apply(input).HasFlag(CalculatorEffect.Changed);
                var history = input.Kind is InputKind.Undo or InputKind.Redo;
                if (changed != !ReferenceEquals(before, next.State))
                    Fail("tells wrongly whether it changed something");
                if (changed && !history)
                    CheckStep(before, input, next);
                seen.Add(next.State.Phase);

                // Where nothing changed, not even what can be undone, the walk would only repeat the one from here.
                if (changed)
                    Walk(next, left - 1);

                void Fail(string problem) => Assert.Fail($"{before} + {input.Kind} → {next.State}: {problem}.");
            }
        }
    }

    private static void CheckStep(CalculatorState before, CalculatorInput input, PocketCalculator calculator)
    {
        var state = calculator.State;
        var rule = CalculatorTable.Find(before.Phase, input.Kind);
        if (!rule.Next.Contains(state.Phase))
            Fail("the table does not lead there");

        calculator = new PocketCalculator(calculator);
        calculator.Apply(CalculatorInput.Undo);
        if (!ReferenceEquals(before, calculator.State))
            Fail("undo does not give the earlier state back");
        calculator.Apply(CalculatorInput.Redo);
        if (!ReferenceEquals(state, calculator.State))
            Fail("redo does not give the later state back");

        // A state that was walked before was looked at then.
        if (input.Kind is InputKind.WrongDigit or InputKind.Reset)
            return;

        var problem = Problem(input, state);
        if (problem is not null)
            Fail(problem);
        if (state.Tape.Count > before.Tape.Count && !IsTrue(state.Tape[^1].Text))
            Fail($"{state.Tape[^1].Text} is not true");

        void Fail(string reason) => Assert.Fail($"{before} + {input.Kind} → {state}: {reason}.");
    }

    /// <summary>What is wrong with a state, or null.</summary>
    private static string? Problem(CalculatorInput input, CalculatorState state)
    {
        var error = state.Phase == CalculatorPhase.Error;
        if (error != (Value(state.Display) is null))
            return "the display is no number, or is one in spite of an error";
        if (error && state.Display is not (CalculatorTable.DividedByZero or CalculatorTable.TooLarge))
            return "an error has no words";
        if (state.Digits.IsEmpty != state.BeforeDigit is null)
            return "digits without a state to take them back to";

        var ended = state.Expression.EndsWith(" =", StringComparison.Ordinal);
        var expression = $"{(state.Left.IsShownRounded ? "≈" : "")}{state.Left} {state.Pending.Symbol()}";
        var fits = state.Phase switch
        {
            CalculatorPhase.Start => state.Expression.Length == 0 && state.Display == "0" && state.Digits.IsEmpty,
            CalculatorPhase.First => state.Expression.Length == 0 && EndsWithNumber(state),
            CalculatorPhase.Second => state.Expression == expression && EndsWithNumber(state),
            CalculatorPhase.Operator => state.Expression == expression && state.Number == state.Left,
            CalculatorPhase.Recalled =>
                state.Expression == expression && (input.Kind != InputKind.Recall || state.Tape.Any(entry => entry.Result == state.Number)),
            CalculatorPhase.Result => state.Expression.Length == 0 || ended,
            CalculatorPhase.Error => state.Expression.StartsWith(expression, StringComparison.Ordinal) && ended,
            _ => false,
        };
        return fits ? null : "expression, digits and display do not fit";
    }

    private static bool EndsWithNumber(CalculatorState state) =>
        string.Concat(state.Digits.Select(digit => digit.Digit))
            .EndsWith(state.Display.Replace(".", "").TrimStart('−'), StringComparison.Ordinal);

    /// <summary>Computes a line of the tape again from its text.</summary>
    private static bool IsTrue(string line)
    {
        var parts = line.Split(' ');
        if (parts is [var whole, "%", "=", var share])
            return Math.Abs(Value(share)!.Value - Value(whole)!.Value / 100) <= 1e-12 * Math.Abs(Value(whole)!.Value);
        if (parts is not [var first, [var symbol], var second, "=", var last])
            return false;

        double left = Value(first)!.Value, right = Value(second.Trim('(', ')'))!.Value, shown = Value(last)!.Value;
        var result = symbol switch { '+' => left + right, '−' => left - right, '×' => left * right, _ => left / right };
        return Math.Abs(shown - result) <= 1e-12 * Math.Max(Math.Abs(left), Math.Max(Math.Abs(right), Math.Abs(result)));
    }

    private static double? Value(string text) =>
        double.TryParse(text.Replace('−', '-').TrimStart('≈'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
