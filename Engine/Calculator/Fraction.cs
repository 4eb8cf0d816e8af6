namespace GpuDigits.Engine.Calculator;

/// <summary>A fraction with a bar.</summary>
public sealed record Fraction(Expression Numerator, Expression Denominator) : Expression
{
    internal override int Degree => Numerator.Degree + (Denominator.Degree > 0 ? Product.NotLinear : 0);

    internal override Real Compute(Real? unknown) => Numerator.Compute(unknown) / Denominator.Compute(unknown);

    internal override double Estimate() => Numerator.Estimate() / Denominator.Estimate();

    internal override string Write(Notation notation) => notation.WriteFraction(Numerator, Denominator);
}
