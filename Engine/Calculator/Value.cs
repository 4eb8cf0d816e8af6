using System.Globalization;

namespace GpuDigits.Engine.Calculator;

/// <summary>How the sides of an equation compare.</summary>
public enum Equality
{
    /// <summary>The sides are equal; those with lost digits in some forty, far more than are shown.</summary>
    Equal,

    /// <summary>A side is a decimal number, and equal to the others rounded to its places: <c>48/21=2.29</c>.</summary>
    Rounded,

    /// <summary>The sides differ.</summary>
    Different,
}

/// <summary>What an expression is worth: a number, or a message that says why there is none.</summary>
public sealed record Value
{
    /// <summary>The largest number of digits of a numerator or denominator that is shown.</summary>
    private const int LongestFraction = 30;

    internal Value(Real number, Equality? equality = null)
    {
        Fault = number.Fault;
        IsExact = number is { Fault: null, IsFraction: true };
        Number = Fault is not null ? Rational.Zero : IsExact ? number.ToFraction() : number.Shown();
        Equality = equality;
    }

    /// <summary>The number: exact, or rounded to <see cref="Rational.Digits"/> significant digits. 0 if there is none.</summary>
    public Rational Number { get; }

    /// <summary>Whether <see cref="Number"/> is the value itself and not only its first digits.</summary>
    public bool IsExact { get; }

    /// <summary>Why there is no number, in words for people; null if there is one.</summary>
    public string? Fault { get; }

    /// <summary>How those sides of an equation compare that have a value; null if there is nothing to compare.</summary>
    public Equality? Equality { get; }

    /// <summary>Whether the equation is true; see <see cref="Equality"/>.</summary>
    public bool? IsTrue => Equality is null ? null : Equality != Calculator.Equality.Different;

    /// <summary>
    /// The number as decimal, as <see cref="Rational.ToString"/> writes it, with ≈ if digits are missing: <c>0.75</c>,
    /// <c>≈0.333333333333333</c>; or the fault.
    /// </summary>
    public override string ToString() => Fault ?? $"{About}{Number}";

    /// <summary>
    /// The number as fraction: <c>3/4</c>, <c>−7/2</c>, <c>182</c>; null if it is not exact or has more than 30 digits above or below.
    /// </summary>
    public string? ToFractionText()
    {
        if (!IsExact)
            return null;
        var top = Number.Numerator.ToString(CultureInfo.InvariantCulture).TrimStart('-');
        var bottom = Number.Denominator.ToString(CultureInfo.InvariantCulture);
        return Math.Max(top.Length, bottom.Length) > LongestFraction
            ? null
            : (Number.IsNegative ? "−" : "") + (Number.Denominator.IsOne ? top : $"{top}/{bottom}");
    }

    private string About => IsExact && !Number.IsShownRounded ? "" : "≈";
}
