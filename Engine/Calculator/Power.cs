namespace GpuDigits.Engine.Calculator;

/// <summary>A power.</summary>
public sealed record Power(Expression Base, Expression Exponent) : Expression
{
    internal override int Degree => Base.Degree + Exponent.Degree > 0 ? Product.NotLinear : 0;

    internal override Real Compute(Real? unknown) => Real.Power(Base.Compute(unknown), Exponent.Compute(unknown));

    internal override double Estimate() => PortableMath.Pow(Base.Estimate(), Exponent.Estimate());

    internal override string Write(Notation notation) => notation.WritePower(Base, Exponent);
}
