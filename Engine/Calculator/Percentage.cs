namespace GpuDigits.Engine.Calculator;

/// <summary>A hundredth of a number; in a <see cref="Sum"/>, hundredths of all that stands before it.</summary>
public sealed record Percentage(Expression Operand) : Expression
{
    internal override int Degree => Operand.Degree;

    internal override Real Compute(Real? unknown) => Operand.Compute(unknown) / 100;

    internal override double Estimate() => Operand.Estimate() / 100;

    internal override string Write(Notation notation) => notation.Row([notation.Base(Operand), notation.Percent]);
}
