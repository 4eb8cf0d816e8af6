namespace GpuDigits.Engine.Calculator;

/// <summary>LaTeX's mathematical mode.</summary>
internal sealed class LatexNotation() : Notation("-", "+", "-", "=", @"\%", @"\times ", @"\div ")
{
    public static readonly LatexNotation Instance = new();

    // Without braces LaTeX sets a space behind a comma.
    public override string WriteNumber(string written) => written.Replace(",", "{,}", StringComparison.Ordinal);

    public override string WriteBrackets(string content) => $@"\left({content}\right)";

    public override string WriteFraction(Expression numerator, Expression denominator) =>
        $@"\frac{{{numerator.Write(this)}}}{{{denominator.Write(this)}}}";

    public override string WritePower(Expression @base, Expression exponent) => $"{Base(@base)}^{{{exponent.Write(this)}}}";

    public override string WriteRoot(Expression? index, Expression radicand) =>
        $@"\sqrt{Index(index?.Write(this))}{{{radicand.Write(this)}}}";

    // A ] inside would end the index.
    private static string Index(string? index) =>
        index is null ? "" : index.Contains(']', StringComparison.Ordinal) ? $"[{{{index}}}]" : $"[{index}]";
}
