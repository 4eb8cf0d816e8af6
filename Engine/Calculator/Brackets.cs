namespace GpuDigits.Engine.Calculator;

/// <summary>Brackets as they were written; those that belong to the notation of a fraction, power or root are none.</summary>
public sealed record Brackets(Expression Content) : Expression
{
    internal override int Degree => Content.Degree;

    internal override Real Compute(Real? unknown) => Content.Compute(unknown);

    internal override double Estimate() => Content.Estimate();

    internal override string Write(Notation notation) => notation.WriteBrackets(Content.Write(notation));
}
