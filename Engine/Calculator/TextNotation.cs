using System.Text;

namespace GpuDigits.Engine.Calculator;

/// <summary>A line of text for people.</summary>
internal sealed class TextNotation() : Notation("−", " + ", " − ", " = ", "%", " × ", " ÷ ")
{
    public static readonly TextNotation Instance = new();

    public override string WriteFraction(Expression numerator, Expression denominator) => $"{Whole(numerator)}/{Whole(denominator)}";

    public override string WriteMixed(Expression whole, Expression fraction) => $"{whole.Write(this)} {fraction.Write(this)}";

    public override string WritePower(Expression @base, Expression exponent) =>
        $"{Base(@base)}^{(exponent is Negation(NumberLiteral) ? exponent.Write(this) : Whole(exponent))}";

    public override string WriteRoot(Expression? index, Expression radicand) =>
        index is null ? $"√{Whole(radicand)}" : $"root({index.Write(this)}, {radicand.Write(this)})";

    /// <summary>Parts side by side; where two numbers would touch, with the × that is implied: 2^1 × 3^2.</summary>
    public override string Row(IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            if (text.Length > 0 && part.Length > 0 && IsOfNumber(text[^1]) && IsOfNumber(part[0]))
                text.Append(Sign(FactorSign.Times));
            text.Append(part);
        }

        return text.ToString().TrimEnd();
    }

    public override string Factor(Expression part) => HasSlash(part) ? WriteBrackets(part.Write(this)) : part.Write(this);

    private static bool IsOfNumber(char sign) => char.IsAsciiDigit(sign) || sign is '.' or '?';

    private static bool HasSlash(Expression part) =>
        part is Fraction or MixedNumber || (part is Negation(var operand) && HasSlash(operand));

    /// <summary>In brackets unless it is one number or has brackets anyway.</summary>
    private string Whole(Expression part) =>
        part is NumberLiteral or UnknownNumber or Brackets ? part.Write(this) : WriteBrackets(part.Write(this));
}
