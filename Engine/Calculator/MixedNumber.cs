namespace GpuDigits.Engine.Calculator;

/// <summary>A whole number and a fraction that is added to it: 2½.</summary>
public sealed record MixedNumber(NumberLiteral Whole, Fraction Fraction) : Expression
{
    internal override int Degree => 0;

    internal override Real Compute(Real? unknown) => Whole.Compute(unknown) + Fraction.Compute(unknown);

    internal override double Estimate() => Whole.Estimate() + Fraction.Estimate();

    internal override string Write(Notation notation) => notation.WriteMixed(Whole, Fraction);
}
