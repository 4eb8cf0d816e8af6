using System.Globalization;
using System.Numerics;

namespace GpuDigits.Engine.Calculator;

/// <summary>A number, as it was written.</summary>
/// <param name="Written">Digits 0 to 9 with at most one decimal point or comma: <c>08.4</c>, <c>.5</c>, <c>5,1</c>.</param>
public sealed record NumberLiteral(string Written) : Expression
{
    /// <summary>Number of digits behind the decimal point; 0 for a whole number.</summary>
    public int Decimals => Point < 0 ? 0 : Written.Length - 1 - Point;

    /// <summary>Whether there is no decimal point.</summary>
    public bool IsWhole => Point < 0;

    internal override int Degree => 0;

    private int Point => Written.AsSpan().IndexOfAny('.', ',');

    internal override Real Compute(Real? unknown)
    {
        var digits = IsWhole ? Written : Written.Remove(Point, 1);
        return Real.Written(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), BigInteger.Pow(10, Decimals));
    }

    internal override double Estimate() =>
        double.Parse(Written.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    internal override string Write(Notation notation) => notation.WriteNumber(Written);
}
