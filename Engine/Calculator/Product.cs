using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>What stands before a factor of a product.</summary>
public enum FactorSign
{
    /// <summary>× · or *; also before the first factor, where it is not written.</summary>
    Times,

    /// <summary>÷.</summary>
    Divide,

    /// <summary>/: division on a line.</summary>
    Slash,

    /// <summary>Nothing: implied multiplication.</summary>
    Implied,
}

/// <summary>A factor or divisor of a product.</summary>
public readonly record struct Factor(FactorSign Sign, Expression Value)
{
    /// <summary>Whether the product is divided by it.</summary>
    public bool IsDivisor => Sign is FactorSign.Divide or FactorSign.Slash;
}

/// <summary>Two or more numbers that are multiplied or divided, from left to right.</summary>
public sealed record Product(ImmutableArray<Factor> Factors) : Expression
{
    /// <summary>A degree that stays above 1 in all sums and products of up to <see cref="Expression.MaxLength"/> parts.</summary>
    internal const int NotLinear = 2;

    internal override int Degree
    {
        get
        {
            var degree = 0;
            foreach (var factor in Factors)
                degree = Math.Min(degree + factor.Value.Degree * (factor.IsDivisor ? NotLinear : 1), NotLinear);
            return degree;
        }
    }

    /// <summary>Equal factors.</summary>
    public bool Equals(Product? other) => other is not null && Factors.AsSpan().SequenceEqual(other.Factors.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Factors.Aggregate(0, HashCode.Combine);

    internal override Real Compute(Real? unknown)
    {
        var product = Factors[0].Value.Compute(unknown);
        foreach (var factor in Factors.AsSpan(1..))
        {
            var value = factor.Value.Compute(unknown);
            product = factor.IsDivisor ? product / value : product * value;
        }

        return product;
    }

    internal override double Estimate()
    {
        var product = Factors[0].Value.Estimate();
        foreach (var factor in Factors.AsSpan(1..))
            product = factor.IsDivisor ? product / factor.Value.Estimate() : product * factor.Value.Estimate();
        return product;
    }

    internal override string Write(Notation notation) => notation.Row(
        Factors.SelectMany((factor, i) => (string[])
            [.. i == 0 ? [] : (string[])[notation.Sign(factor.Sign)], notation.Factor(factor.Value)]));
}
