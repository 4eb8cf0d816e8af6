using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;

namespace GpuDigits.Engine.Reading;

/// <summary>
/// How likely people are to write a formula: logarithms of odds against the usual. The symbols alone do not tell it: where ink is between
/// two readings, a long number is rather two numbers and a slash, and an equation rather true.
/// </summary>
internal static class Plausibility
{
    /// <summary>What is no arithmetic, and what becomes arithmetic behind a number: a line that goes on from an answer.</summary>
    private const float Nonsense = -5, GoingOn = -3;

    /// <summary>
    /// An equation that holds, as most people write what is true, and more for each further digit of its last side, up to a number: few
    /// wrong readings are true by chance, of long numbers hardly any.
    /// </summary>
    private const float Truth = 5, TruthDigit = 2;
    private const int TruthDigits = 4;

    /// <summary>The most that a formula has.</summary>
    public const float Most = Truth + ((TruthDigits - 1) * TruthDigit);

    /// <summary>A decimal comma rather than a point. A rounded result was read off a calculator, and those show points.</summary>
    private const float Comma = -1, CopiedComma = -9;

    /// <summary>A sign of multiplication that is printed more than written.</summary>
    private const float RaisedDot = -1.2f;

    /// <summary>
    /// A number without a digit before the point, or with a zero before others; one that stands directly behind a factor; a one directly
    /// before it; and each digit of a whole number beyond the usual ones.
    /// </summary>
    private const float BarePoint = -2, LeadingZero = -2, NumberBehind = -3, OneBefore = -2, Digit = -0.7f;

    private const int UsualDigits = 5;

    /// <summary>The logarithm of the odds of a formula, and whether it is an equation that holds as it is written.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="expression">What it says; null if it is no arithmetic.</param>
    public static (float LogOdds, bool IsTrue) Of(Formula formula, Expression? expression)
    {
        var odds = Of(formula) + (expression is not null ? 0 : IsGoingOn(formula) ? GoingOn : Nonsense);
        // The exact values are costly. 1=1 is no calculation.
        if (expression is not Equation { MayBeTrue: true } equation || equation.Sides.All(IsNumber))
            return (odds, false);
        var value = equation.Evaluate();
        if (value.IsTrue is not true)
            return (odds, false);
        var digits = equation.Sides[^1].ToPlain().SkipWhile(sign => sign is not (>= '1' and <= '9')).Count(char.IsAsciiDigit);
        odds += Truth + (TruthDigit * (Math.Clamp(digits, 1, TruthDigits) - 1));
        return value.Equality == Equality.Rounded && formula.Labels().ContainsValue(',') ? (odds + CopiedComma, false) : (odds, true);
    }

    private static bool IsGoingOn(Formula formula) =>
        formula.Parts is [SymbolPart { Label: '+' or '×' or '÷' or '/' }, _, ..] && Expression.TryParse($"0{formula}", out _, out _);

    private static bool IsNumber(Expression side) => side is NumberLiteral or Negation { Operand: NumberLiteral };

    private static float Of(Formula formula) => Numbers(formula.Parts) + formula.Parts.Sum(part => part switch
    {
        FractionPart fraction => Of(fraction.Numerator) + Of(fraction.Denominator),
        RootPart root => Of(root.Radicand) + (root.Index is null ? 0 : Of(root.Index)),
        PowerPart power => Of(power.Exponent),
        SymbolPart { Label: '·' } => RaisedDot,
        _ => 0,
    });

    /// <summary>The numbers of a row.</summary>
    private static float Numbers(ImmutableArray<FormulaPart> parts)
    {
        float sum = 0;
        for (var start = 0; start < parts.Length; start++)
        {
            var end = start;
            while (end < parts.Length && parts[end] is SymbolPart { Label: (>= '0' and <= '9') or '.' or ',' })
                end++;
            if (end == start)
                continue;
            var (before, behind) = (start > 0 ? parts[start - 1] : null, end < parts.Length ? parts[end] : null);
            var number = string.Concat(parts[start..end].Cast<SymbolPart>().Select(part => part.Label));
            sum += Number(number);
            if (before is RootPart or FractionPart or SymbolPart { Label: ')' } && behind is not PowerPart)
                sum += NumberBehind;
            if (number == "1" && behind is RootPart or SymbolPart { Label: '(' })
                sum += OneBefore;
            start = end;
        }

        return sum;
    }

    private static float Number(string text)
    {
        var mark = text.IndexOfAny(['.', ',']);
        var whole = mark < 0 ? text : text[..mark];
        var sum = MathF.Max(0, whole.Length - UsualDigits) * Digit;
        if (mark == 0)
            sum += BarePoint;
        if (whole.Length > 1 && whole[0] == '0')
            sum += LeadingZero;
        return mark >= 0 && text[mark] == ',' && text.AsSpan(mark + 1).IndexOfAny('.', ',') < 0 ? sum + Comma : sum;
    }
}
