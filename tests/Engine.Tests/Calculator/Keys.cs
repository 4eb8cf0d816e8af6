using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Tests.Calculator;

/// <summary>
/// A calculation as the keys that are pressed: digits, + - * / and =, b backspace, w wrong digit, r7 replace by 7, t0 recall the tape's
/// first result, c reset, n change of sign, . the point, % percent, {1.5n} a number at once, u undo, y redo. A digit that was
/// drawn has the next digit as its alternative.
/// </summary>
internal static class Keys
{
    public static PocketCalculator Press(string keys)
    {
        var calculator = new PocketCalculator();
        foreach (var input in Parse(keys))
            calculator.Apply(input);
        return calculator;
    }

    public static IEnumerable<CalculatorInput> Parse(string keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            yield return keys[i] switch
            {
                >= '0' and <= '9' => CalculatorInput.Digit(Drawn(keys[i] - '0')),
                '+' => CalculatorInput.Operation(Operation.Add),
                '-' => CalculatorInput.Operation(Operation.Subtract),
                '*' => CalculatorInput.Operation(Operation.Multiply),
                '/' => CalculatorInput.Operation(Operation.Divide),
                '=' => CalculatorInput.EqualsSign,
                'b' => CalculatorInput.Backspace,
                'w' => CalculatorInput.WrongDigit,
                'r' => CalculatorInput.Replace(keys[++i] - '0'),
                't' => CalculatorInput.Recall(keys[++i] - '0'),
                'c' => CalculatorInput.Reset,
                'n' => CalculatorInput.Negate,
                '.' => CalculatorInput.Point,
                '%' => CalculatorInput.Percent,
                '{' => CalculatorInput.Number([.. Parse(keys[(i + 1)..(i = keys.IndexOf('}', i))])]),
                'u' => CalculatorInput.Undo,
                'y' => CalculatorInput.Redo,
                _ => throw new ArgumentException($"No key '{keys[i]}'."),
            };
        }
    }

    public static SavedDigit Drawn(int digit) => new(digit, 0.75f, new DigitReading((digit + 1) % 10, 0.25f));
}
