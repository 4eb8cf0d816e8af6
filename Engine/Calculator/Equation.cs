using System.Collections.Immutable;

namespace GpuDigits.Engine.Calculator;

/// <summary>A chain of sides: <c>25=1+3×8</c>; or one that ends in = and asks for the value: <c>13×14=</c>.</summary>
/// <param name="Sides">One side or more; two or more unless the chain is open.</param>
/// <param name="IsOpen">Whether it ends in =.</param>
public sealed record Equation(ImmutableArray<Expression> Sides, bool IsOpen) : Expression
{
    /// <summary>The part of a value that double precision may lose.</summary>
    private const double Lost = 1e-9;

    internal override int Degree => Sides.Max(side => side.Degree);

    /// <summary>Whether two sides or more may be equal, or round to each other: false only where they surely are not.</summary>
    internal bool MayBeTrue
    {
        get
        {
            if (Sides.Length < 2)
                return false;
            double least = double.PositiveInfinity, most = double.NegativeInfinity, spread = 0;
            foreach (var side in Sides)
            {
                var value = side.Estimate();
                least = Math.Min(least, value);
                most = Math.Max(most, value);
                var lastPlace = Places(side) is { } places ? PortableMath.Pow(10.0, -places) : 0;
                spread = Math.Max(spread, Math.Max(Lost * Math.Abs(value), lastPlace));
            }

            // NaN is not larger.
            return !(most - least > spread);
        }
    }

    /// <summary>
    /// The side whose value is asked for: the first one, or the last before an = at the end where the sides differ, as people write one
    /// step behind the other: <c>2+3=5×4=</c>.
    /// </summary>
    public Expression Answered => IsOpen && Degree == 0 && Compare(null) == Equality.Different ? Sides[^1] : Sides[0];

    /// <summary>Equal sides.</summary>
    public bool Equals(Equation? other) =>
        other is not null && IsOpen == other.IsOpen && Sides.AsSpan().SequenceEqual(other.Sides.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Sides.Aggregate(IsOpen.GetHashCode(), HashCode.Combine);

    /// <summary>
    /// The value of <see cref="Answered"/>, or the number for ? where the first side with ? and another one are linear in it; and how the
    /// sides compare.
    /// </summary>
    public override Value Evaluate()
    {
        if (Degree == 0)
            return new(Answered.Compute(null), Compare(null));
        var unknown = Solve();
        return new(unknown, unknown.Fault is null ? Compare(unknown) : null);
    }

    internal override Real Compute(Real? unknown) => Sides[0].Compute(unknown);

    internal override double Estimate() => Sides[0].Estimate();

    internal override string Write(Notation notation) => notation.Row(
        Sides.SelectMany((side, i) => (string[])[.. i == 0 ? [] : (string[])[notation.EqualsSign], side.Write(notation)])
            .Concat(IsOpen ? [notation.EqualsSign] : []));

    /// <summary>The zero of the line through the differences of two sides at ? = 0 and ? = 1.</summary>
    private Real Solve()
    {
        var asked = Sides.First(side => side.Degree > 0);
        var other = Sides.FirstOrDefault(side => !ReferenceEquals(side, asked));
        if (other is null)
            return Real.Failed(Real.Unknown);
        if (asked.Degree > 1 || other.Degree > 1)
            return Real.Failed("The ? can't be worked out here");

        var (start, end) = (Difference(0), Difference(1));
        var slope = end - start;
        if (slope.Fault is not null || !slope.IsZero)
            return -start / slope;
        return Real.Failed(start.IsZero ? "Every number fits the ?" : "No number fits the ?");

        Real Difference(Real unknown) => asked.Compute(unknown) - other.Compute(unknown);
    }

    private Equality? Compare(Real? unknown)
    {
        var sides = Sides.Select(side => (Side: side, Value: side.Compute(unknown))).Where(one => one.Value.Fault is null).ToList();
        if (sides.Count < 2)
            return null;
        if (sides.All(one => Real.AreEqual(one.Value, sides[0].Value)))
            return Equality.Equal;

        var exact = sides.FindIndex(one => Places(one.Side) is null);
        return exact >= 0 && sides.All(one => Places(one.Side) is { } places
                ? Real.AreWithin(one.Value, sides[exact].Value, places)
                : Real.AreEqual(one.Value, sides[exact].Value))
            ? Equality.Rounded
            : Equality.Different;
    }

    /// <summary>The places behind the point of a side that is a decimal number.</summary>
    private static int? Places(Expression side) => side switch
    {
        NumberLiteral { IsWhole: false } number => number.Decimals,
        Negation(var operand) => Places(operand),
        _ => null,
    };
}
