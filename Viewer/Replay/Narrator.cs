using System.Globalization;
using GpuDigits.Engine.Calculator;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Replay;

/// <summary>Prints the steps of the calculator and of the sheet, one a line: <c>drew 1 → read 1</c>, <c>13 × 14 = 182</c>.</summary>
internal sealed class Narrator(TextWriter output)
{
    private readonly SheetNarrator _sheet = new(output);
    private CalculatorState? _last;

    /// <summary>The digit that the person means to draw, if that is known.</summary>
    public int? Draws { get; set; }

    /// <summary>Prints what an event changed.</summary>
    public void Look(ViewerApp app)
    {
        LookAt(app.Calculator);
        _sheet.Look(app.Paper);
    }

    private void LookAt(CalculatorState state)
    {
        if (_last is { } last && !ReferenceEquals(state, last))
        {
            if (state.Tape.Count > last.Tape.Count)
                output.WriteLine(state.Tape[^1].Text);
            else if (state.Phase == CalculatorPhase.Error && last.Phase != CalculatorPhase.Error)
                output.WriteLine($"{state.Expression} {state.Display}");
            if (state.Digits.Count > last.Digits.Count)
                Tell(state, [.. state.Digits.Skip(last.Digits.Count)]);
            else if (state.Phase == CalculatorPhase.Operator)
                output.WriteLine($"pressed {state.Pending.Symbol()}");
        }
        _last = state;
    }

    /// <summary>One digit as such, of several the number that they are part of.</summary>
    private void Tell(CalculatorState state, SavedDigit[] digits)
    {
        var digit = digits.MinBy(one => one.Probability)!;
        var isNumber = digits.Length > 1 || state.Display.EndsWith('.');
        var read = isNumber ? state.Display : digit.Digit.ToString(CultureInfo.InvariantCulture);
        if (digit.Alternatives.IsDefaultOrEmpty)
            output.WriteLine($"typed {read}");
        else
        {
            var meant = Draws?.ToString(CultureInfo.InvariantCulture) ?? (isNumber ? "a number" : "a digit");
            output.WriteLine($"drew {meant} → read {read} ({Scene.Percent(digit.Probability)})");
        }
        Draws = null;
    }
}
