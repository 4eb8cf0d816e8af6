namespace GpuDigits.Engine.Calculator;

/// <summary>Presentation MathML; each part is one element.</summary>
internal sealed class MathMlNotation() : Notation(
    Operator("−"), Operator("+"), Operator("−"), Operator("="), Operator("%"), Operator("×"), Operator("÷"), Operator("/"),
    implied: Operator("\u2062"), unknown: "<mi>?</mi>")
{
    public static readonly MathMlNotation Instance = new();

    public override string WriteNumber(string written) => $"<mn>{written}</mn>";

    public override string WriteBrackets(string content) => Row([Operator("("), content, Operator(")")]);

    public override string WriteFraction(Expression numerator, Expression denominator) =>
        $"<mfrac>{numerator.Write(this)}{denominator.Write(this)}</mfrac>";

    // With an invisible plus.
    public override string WriteMixed(Expression whole, Expression fraction) =>
        Row([whole.Write(this), Operator("\u2064"), fraction.Write(this)]);

    public override string WritePower(Expression @base, Expression exponent) => $"<msup>{Base(@base)}{exponent.Write(this)}</msup>";

    public override string WriteRoot(Expression? index, Expression radicand) => index is null
        ? $"<msqrt>{radicand.Write(this)}</msqrt>"
        : $"<mroot>{radicand.Write(this)}{index.Write(this)}</mroot>";

    public override string Row(IEnumerable<string> parts) => $"<mrow>{base.Row(parts)}</mrow>";

    private static string Operator(string sign) => $"<mo>{sign}</mo>";
}
