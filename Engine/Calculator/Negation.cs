namespace GpuDigits.Engine.Calculator;

/// <summary>A number with the sign −.</summary>
public sealed record Negation(Expression Operand) : Expression
{
    internal override int Degree => Operand.Degree;

    internal override Real Compute(Real? unknown) => -Operand.Compute(unknown);

    internal override double Estimate() => -Operand.Estimate();

    internal override string Write(Notation notation) => notation.Row([notation.Minus, Operand.Write(notation)]);
}
