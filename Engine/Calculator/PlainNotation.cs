namespace GpuDigits.Engine.Calculator;

/// <summary>The notation that <see cref="Expression.TryParse"/> reads.</summary>
internal sealed class PlainNotation() : Notation("-", "+", "-", "=", "%", "×", "÷")
{
    public static readonly PlainNotation Instance = new();

    public override string WriteFraction(Expression numerator, Expression denominator) =>
        $"(({numerator.Write(this)})/({denominator.Write(this)}))";

    public override string WritePower(Expression @base, Expression exponent) => $"{@base.Write(this)}^({exponent.Write(this)})";

    public override string WriteRoot(Expression? index, Expression radicand) =>
        index is null ? $"√({radicand.Write(this)})" : $"root({index.Write(this)},{radicand.Write(this)})";

    // The notation has brackets where they are needed.
    public override string Base(Expression part) => part.Write(this);
}
