namespace GpuDigits.Engine.Calculator;

/// <summary>The number that an equation asks for: <c>13×?=182</c>. All ? of an equation are the same number.</summary>
public sealed record UnknownNumber : Expression
{
    internal override int Degree => 1;

    internal override Real Compute(Real? unknown) => unknown ?? Real.Failed(Real.Unknown);

    internal override double Estimate() => double.NaN;

    internal override string Write(Notation notation) => notation.Unknown;
}
