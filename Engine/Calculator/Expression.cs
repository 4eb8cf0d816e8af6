using System.Diagnostics.CodeAnalysis;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// A calculation as a tree. Two expressions are equal if they are written alike; signs of one meaning (× · *, - −) are one.
/// </summary>
/// <remarks>
/// Precedence, from the tightest: brackets, roots and mixed numbers; powers, from right to left; percent; the sign (-3^(2) is −9);
/// × ÷ / and implied multiplication, from left to right; + and −; =. A whole number directly before a fraction with bar of two whole
/// numbers is a mixed number. Other parts without a sign between them are multiplied: <c>2(3+4)</c>, <c>2√(3)</c>, <c>(1)(2)</c>. A
/// percentage is a number of hundredths. Added or subtracted, it is taken of all that stands before it in the sum, as on pocket
/// calculators: <c>200+10%</c> is 220.
/// The nodes are made by <see cref="TryParse"/>. A tree made by hand must contain the <see cref="Brackets"/> that its text needs.
/// </remarks>
public abstract record Expression
{
    /// <summary>The longest text that is parsed, in characters.</summary>
    public const int MaxLength = 10_000;

    /// <summary>The deepest nesting of brackets, fractions, roots, exponents and signs.</summary>
    public const int MaxDepth = 100;

    private protected Expression()
    {
    }

    /// <summary>
    /// The degree in the unknown: 0 without ?, 1 if the value is linear in it, more if it may be anything.
    /// </summary>
    internal abstract int Degree { get; }

    /// <summary>
    /// Reads the notation <c>13×14=182</c>: fractions with bar <c>((a)/(b))</c>, powers <c>a^(b)</c> or <c>2^10</c>, roots <c>√(a)</c>,
    /// <c>√2</c> and <c>root(n,a)</c>, <c>× · *</c>, <c>÷</c> and <c>/</c>, <c>- −</c>, <c>%</c>, decimal point or comma, and ? for the
    /// number that is asked for. Directly within the index of a root a comma ends the index. Spaces are skipped.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="expression">The expression; null where the text is no arithmetic.</param>
    /// <param name="fault">What is wrong with the text and where, in words for people; null if it is arithmetic.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out string? fault)
    {
        var parser = new ExpressionParser(text);
        expression = parser.Parse();
        fault = expression is null ? parser.Fault! : null;
        return expression is not null;
    }

    /// <summary>The value; never throws. Of an equation that of <see cref="Equation.Answered"/>, or the number for its ?.</summary>
    public virtual Value Evaluate() => new(Compute(null));

    /// <summary>The text that <see cref="TryParse"/> reads as an equal expression.</summary>
    public string ToPlain() => Write(PlainNotation.Instance);

    /// <summary>The text for people: <c>13 × 14 = 182</c>, <c>(1 + 2)/3</c>, <c>2^10</c>, <c>2 1/2</c>.</summary>
    public sealed override string ToString() => Write(TextNotation.Instance);

    /// <summary>The formula in LaTeX's mathematical mode: <c>\frac{3}{4}</c>, <c>\sqrt[3]{8}</c>, <c>2^{10}</c>.</summary>
    public string ToLatex() => Write(LatexNotation.Instance);

    /// <summary>The formula in presentation MathML, with <c>math</c> as the root element.</summary>
    public string ToMathMl() =>
        $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\">{Write(MathMlNotation.Instance)}</math>";

    /// <summary>The value with a number for ?.</summary>
    internal abstract Real Compute(Real? unknown);

    /// <summary>The value in double precision, which is a hundred times as fast; NaN where it is not known so. Any ? is NaN.</summary>
    internal abstract double Estimate();

    internal abstract string Write(Notation notation);
}
