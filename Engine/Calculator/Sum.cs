using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>A term of a sum and the sign before it; that of the first term is +, and is not written.</summary>
public readonly record struct Term(bool IsSubtracted, Expression Value);

/// <summary>Two or more terms that are added or subtracted.</summary>
public sealed record Sum(ImmutableArray<Term> Terms) : Expression
{
    internal override int Degree
    {
        get
        {
            var degree = 0;
            foreach (var (_, value) in Terms)
                degree = IsPercentage(value) ? degree + value.Degree : Math.Max(degree, value.Degree);
            return degree;
        }
    }

    /// <summary>Equal terms.</summary>
    public bool Equals(Sum? other) => other is not null && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(0, HashCode.Combine);

    internal override Real Compute(Real? unknown)
    {
        var sum = Terms[0].Value.Compute(unknown);
        foreach (var (isSubtracted, expression) in Terms.AsSpan(1..))
        {
            var value = expression.Compute(unknown);
            if (IsPercentage(expression))
                value *= sum;
            sum = isSubtracted ? sum - value : sum + value;
        }

        return sum;
    }

    internal override double Estimate()
    {
        var sum = Terms[0].Value.Estimate();
        foreach (var (isSubtracted, expression) in Terms.AsSpan(1..))
        {
            var value = expression.Estimate() * (IsPercentage(expression) ? sum : 1);
            sum += isSubtracted ? -value : value;
        }

        return sum;
    }

    internal override string Write(Notation notation) => notation.Row(
        Terms.SelectMany((term, i) => (string[])
            [.. i == 0 ? [] : (string[])[term.IsSubtracted ? notation.Subtract : notation.Add], term.Value.Write(notation)]));

    private static bool IsPercentage(Expression value) => value is Percentage || (value is Negation(var operand) && IsPercentage(operand));
}
