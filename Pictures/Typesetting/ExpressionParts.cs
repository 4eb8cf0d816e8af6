using System.Collections.Immutable;
using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Pictures.Typesetting;

/// <summary>Expressions and numbers as formulas, whose symbols have no number (−1).</summary>
internal static class ExpressionParts
{
    private const int NoNumber = -1;

    /// <summary>The formula that an expression is written as; brackets are added where it could be misread.</summary>
    public static Formula Of(Expression expression) => new([.. Parts(expression)]);

    /// <summary>A number as <see cref="Value"/> writes it: <c>182</c>, <c>−7/2</c>, <c>≈1.5e−9</c>.</summary>
    public static Formula OfNumber(string text)
    {
        if (text.Split('/') is [var top, var bottom])
        {
            // The sign stands before the fraction.
            var sign = top.Length - top.TrimStart('−', '≈').Length;
            return new([.. Signs(top[..sign]), Divided(new(Signs(top[sign..])), new(Signs(bottom)))]);
        }

        return text.Split('e') is [var digits, var exponent]
            ? new([.. Signs(digits + "×10"), new PowerPart(new(Signs(exponent)))])
            : new(Signs(text));
    }

    private static IEnumerable<FormulaPart> Parts(Expression expression) => expression switch
    {
        Equation equation =>
            [.. equation.Sides.SelectMany((side, i) => i == 0 ? Parts(side) : [.. Signs("="), .. Parts(side)]),
                .. Signs(equation.IsOpen ? "=" : "")],
        Sum sum => sum.Terms.SelectMany((term, i) => (IEnumerable<FormulaPart>)
            [.. Signs(i == 0 ? "" : term.IsSubtracted ? "−" : "+"), .. Parts(term.Value)]),
        Product product => product.Factors.SelectMany((factor, i) => (IEnumerable<FormulaPart>)
            [.. Signs(i == 0 ? "" : PlainNotation.Instance.Sign(factor.Sign)), .. Parts(factor.Value)]),
        Negation negation => [.. Signs("−"), .. Parts(negation.Operand)],
        Percentage percentage => [.. Base(percentage.Operand), .. Signs("%")],
        Power power => [.. Base(power.Base), new PowerPart(Of(power.Exponent))],
        Root root => [new RootPart(NoNumber, root.Index is null ? null : Of(root.Index), Of(root.Radicand))],
        Fraction fraction => [Divided(Of(fraction.Numerator), Of(fraction.Denominator))],
        MixedNumber mixed => [.. Parts(mixed.Whole), .. Parts(mixed.Fraction)],
        Brackets brackets => InBrackets(brackets.Content),
        NumberLiteral number => Signs(number.Written),
        _ => Signs("?"),
    };

    private static IEnumerable<FormulaPart> Base(Expression part) =>
        part is Fraction or MixedNumber or Power ? InBrackets(part) : Parts(part);

    private static IEnumerable<FormulaPart> InBrackets(Expression content) => [.. Signs("("), .. Parts(content), .. Signs(")")];

    private static FractionPart Divided(Formula numerator, Formula denominator) => new(NoNumber, numerator, denominator);

    private static ImmutableArray<FormulaPart> Signs(string text) =>
        [.. text.Select(sign => (FormulaPart)new SymbolPart(NoNumber, sign))];
}
