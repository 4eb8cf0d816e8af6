using GpuDigits.Engine.Calculator;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The notations in which a calculation can be copied.</summary>
internal enum CopyNotation { Text, Latex, MathMl }

/// <summary>A calculation with its result, to be pasted elsewhere: <c>13×14=182</c>, <c>1÷3≈0.333333333333333</c>.</summary>
internal static class CalculationText
{
    /// <summary>A calculation of a sheet; what is no arithmetic has a text only, as it was read.</summary>
    public static string Of(PaperCalculation calculation, CopyNotation notation) =>
        calculation.Expression is { } expression
            ? Of(expression, calculation.Answer?.Value, calculation.Answer?.ShowsFraction == true, notation)
        : notation == CopyNotation.Text ? SheetSelection.ReadText(calculation)
        : "";

    /// <summary>Writes a calculation and what it is worth.</summary>
    /// <param name="expression">
    /// The calculation. Of an equation that is complete nothing is added; where it asks for a number with ?, the number takes its place.
    /// </param>
    /// <param name="value">Its value; null, or one with a fault, adds nothing.</param>
    /// <param name="asFraction">Whether the value is written as a fraction where it has one.</param>
    /// <param name="notation">The notation.</param>
    public static string Of(Expression expression, Value? value, bool asFraction, CopyNotation notation)
    {
        var isRounded = false;
        if (value is { Fault: null })
        {
            var shown = (asFraction ? value.ToFractionText() : null) ?? value.ToString();
            if (Completed(expression, Plain(shown.TrimStart('≈'))) is { } completed)
                (expression, isRounded) = (completed, shown.StartsWith('≈'));
        }

        return notation switch
        {
            CopyNotation.Latex => Rounded(expression.ToLatex(), "=", @"\approx "),
            CopyNotation.MathMl => Rounded(expression.ToMathMl(), ">=<", ">≈<"),
            _ => Rounded(Short(expression), "=", "≈"),
        };

        // The last sign stands before the result.
        string Rounded(string text, string sign, string about) =>
            isRounded && text.LastIndexOf(sign, StringComparison.Ordinal) is >= 0 and var at
                ? text[..at] + about + text[(at + sign.Length)..]
                : text;
    }

    /// <summary>A number in the notation that <see cref="Expression.TryParse"/> reads: <c>-1.5×10^(-9)</c>, <c>((5)/(4))</c>.</summary>
    private static string Plain(string text)
    {
        var sign = text.StartsWith('−') ? "-" : "";
        text = text.TrimStart('−').Replace('−', '-');
        if (text.Split('/') is [var top, var bottom])
            return $"{sign}(({top})/({bottom}))";
        return text.Split('e') is [var digits, var exponent] ? $"{sign}{digits}×10^({exponent})" : sign + text;
    }

    /// <summary>The calculation with its result; null if it has one already.</summary>
    private static Expression? Completed(Expression expression, string number)
    {
        var plain = expression.ToPlain();
        if (plain.Contains('?'))
        {
            // In brackets where it would run together with its neighbours.
            return Filled(number) is { } filled && filled.Evaluate().IsTrue == true ? filled : Filled($"({number})");
        }

        return expression switch
        {
            Equation { IsOpen: true } => Parse(plain + number),
            Equation => null,
            _ => Parse($"{plain}={number}"),
        };

        Expression? Filled(string form) => Parse(plain.Replace("?", form, StringComparison.Ordinal));
    }

    private static Expression? Parse(string text) => Expression.TryParse(text, out var expression, out _) ? expression : null;

    /// <summary>The text for people without spaces, where it means the same; otherwise the plain one.</summary>
    private static string Short(Expression expression)
    {
        var text = expression.ToString().Replace(" ", "", StringComparison.Ordinal).Replace('−', '-');
        return Expression.TryParse(text, out var same, out _) && same.Evaluate() == expression.Evaluate() ? text : expression.ToPlain();
    }
}
