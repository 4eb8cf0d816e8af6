namespace GpuDigits.Engine.Calculator;

/// <summary>A root; Index is null for a square root. Odd roots of negative numbers are negative.</summary>
public sealed record Root(Expression? Index, Expression Radicand) : Expression
{
    internal override int Degree => (Index?.Degree ?? 0) + Radicand.Degree > 0 ? Product.NotLinear : 0;

    internal override Real Compute(Real? unknown) => Real.Root(Index?.Compute(unknown) ?? 2, Radicand.Compute(unknown));

    internal override double Estimate()
    {
        var radicand = Radicand.Estimate();
        return Index is null ? Math.Sqrt(radicand) : PortableMath.Pow(radicand, 1 / Index.Estimate());
    }

    internal override string Write(Notation notation) => notation.WriteRoot(Index, Radicand);
}
