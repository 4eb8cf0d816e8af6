using System.Globalization;
using System.Numerics;
using System.Text;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// An exact fraction, so that 1 ÷ 3 × 3 is 1 and 1 ÷ 10 + 2 ÷ 10 is 0.3. It is shown with at most <see cref="Digits"/> significant digits,
/// rounded half away from zero. Its size is limited: a fraction of more than <see cref="MaxBits"/> bits is rounded to
/// <see cref="KeptDigits"/> digits, far more than are shown, and a value below 1e−99 becomes 0.
/// </summary>
public readonly struct Rational : IEquatable<Rational>
{
    /// <summary>Most significant digits that are shown or typed, and most digits in the whole part of a number.</summary>
    public const int Digits = 15;

    /// <summary>Most digits after the point of a typed number: those of 0.000001 with all its digits.</summary>
    internal const int MostDecimals = 5 + Digits;

    private const int MaxBits = 4096, KeptDigits = 200;

    /// <summary>The reciprocal of the smallest fraction.</summary>
    private static readonly BigInteger Smallest = BigInteger.Pow(10, 99);

    private static readonly BigInteger SmallestTooLarge = BigInteger.Pow(10, Digits);

    private readonly BigInteger _numerator, _denominatorLessOne;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsOne)
        {
            _numerator = numerator;
            return;
        }

        var common = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        _numerator = numerator / common;
        _denominatorLessOne = denominator / common - 1;
    }

    /// <summary>The whole number 0, as is <c>default</c>.</summary>
    public static Rational Zero => default;

    /// <summary>True for 0.</summary>
    public bool IsZero => _numerator.IsZero;

    /// <summary>True for numbers below 0.</summary>
    public bool IsNegative => _numerator.Sign < 0;

    /// <summary>True when the number, rounded to <see cref="Digits"/> digits, has more than that before the decimal point.</summary>
    public bool IsTooLarge => !IsSmallWhole && !IsZero && Rounded(Digits).Exponent >= Digits;

    /// <summary>True if <see cref="ToString"/> omits digits.</summary>
    public bool IsShownRounded
    {
        get
        {
            if (IsSmallWhole)
                return false;

            return RoundedTo(Digits) != this;
        }
    }

    /// <summary>True for a whole number that needs no rounding: nearly all typed numbers, and much faster.</summary>
    private bool IsSmallWhole => Denominator.IsOne && BigInteger.Abs(_numerator) < SmallestTooLarge;

    /// <summary>The numerator of the fraction in lowest terms; it has the sign.</summary>
    internal BigInteger Numerator => _numerator;

    /// <summary>The denominator of the fraction in lowest terms, 1 or more.</summary>
    internal BigInteger Denominator => _denominatorLessOne + 1;

    /// <summary>The whole number.</summary>
    public static implicit operator Rational(long value) => new(value, 1);

    /// <summary>a + b.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        Bounded(a._numerator * b.Denominator + b._numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>a − b.</summary>
    public static Rational operator -(Rational a, Rational b) =>
        Bounded(a._numerator * b.Denominator - b._numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>−a.</summary>
    public static Rational operator -(Rational a) => Zero - a;

    /// <summary>a × b.</summary>
    public static Rational operator *(Rational a, Rational b) => Bounded(a._numerator * b._numerator, a.Denominator * b.Denominator);

    /// <summary>a ÷ b.</summary>
    /// <exception cref="DivideByZeroException">b is 0.</exception>
    public static Rational operator /(Rational a, Rational b) =>
        b.IsZero ? throw new DivideByZeroException() : Bounded(a._numerator * b.Denominator, a.Denominator * b._numerator);

    /// <summary>Equal values.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Different values.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Rational other) => _numerator == other._numerator && _denominatorLessOne == other._denominatorLessOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_numerator, _denominatorLessOne);

    /// <summary>
    /// The number for people, with a real minus sign: <c>182</c>, <c>−0.5</c>, <c>0.333333333333333</c>. Below a millionth, and from 1e15
    /// on (which the calculator does not show), in powers of ten: <c>1.5e−9</c>.
    /// </summary>
    public override string ToString()
    {
        if (IsZero)
            return "0";
        if (IsSmallWhole)
            return $"{(IsNegative ? "−" : "")}{BigInteger.Abs(_numerator).ToString(CultureInfo.InvariantCulture)}";

        var (scaled, exponent) = Rounded(Digits);
        var digits = scaled.ToString(CultureInfo.InvariantCulture).TrimEnd('0');
        var text = new StringBuilder(IsNegative ? "−" : "");
        if (exponent is < -6 or >= Digits)
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
                text.Append('.').Append(digits, 1, digits.Length - 1);
            text.Append('e').Append(exponent < 0 ? "−" : "").Append(Math.Abs(exponent));
        }
        else if (exponent < 0)
        {
            text.Append("0.").Append('0', -exponent - 1).Append(digits);
        }
        else
        {
            var whole = exponent + 1;
            text.Append(digits.PadRight(whole, '0'), 0, whole);
            if (digits.Length > whole)
                text.Append('.').Append(digits, whole, digits.Length - whole);
        }

        return text.ToString();
    }

    /// <summary>numerator ÷ denominator, which is not 0, exact whatever its size.</summary>
    internal static Rational Ratio(BigInteger numerator, BigInteger denominator) => new(numerator, denominator);

    /// <summary>value ÷ 10^places.</summary>
    internal static Rational Tenths(int value, int places) => new(value, BigInteger.Pow(10, places));

    /// <summary>
    /// Whether the number can be typed with so many decimals: it has no more, and at most <see cref="Digits"/> digits in all.
    /// </summary>
    internal bool HasRoomFor(int decimals) =>
        decimals is >= 0 and <= MostDecimals && (this * Ratio(BigInteger.Pow(10, decimals), 1)).IsSmallWhole;

    /// <summary>The number as it was typed with so many decimals: <c>1.50</c>, <c>−2.</c>; see <see cref="HasRoomFor"/>.</summary>
    internal string ToFixed(int decimals)
    {
        var digits = (BigInteger.Abs(_numerator) * BigInteger.Pow(10, decimals) / Denominator)
            .ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return $"{(IsNegative ? "−" : "")}{digits[..^decimals]}.{digits[^decimals..]}";
    }

    /// <summary>The number rounded to so many significant digits, half away from zero.</summary>
    internal Rational RoundedTo(int digits)
    {
        if (IsZero)
            return this;
        var (scaled, exponent) = Rounded(digits);
        var power = exponent + 1 - digits;
        return new(
            _numerator.Sign * scaled * BigInteger.Pow(10, Math.Max(power, 0)), BigInteger.Pow(10, Math.Max(-power, 0)));
    }

    /// <summary>The exact number as <c>−1/3</c> in ASCII; see <see cref="TryParse"/>.</summary>
    internal string ToFraction() => string.Create(CultureInfo.InvariantCulture, $"{_numerator}/{Denominator}");

    /// <summary>Reads what <see cref="ToFraction"/> wrote; false for anything else, or a number that the calculator cannot hold.</summary>
    internal static bool TryParse(string text, out Rational number)
    {
        number = Zero;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || text.Length > MaxBits
            || !BigInteger.TryParse(text.AsSpan(0, slash), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var numerator)
            || !BigInteger.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            || denominator.IsZero)
            return false;

        number = Bounded(numerator, denominator);
        return !number.IsTooLarge;
    }

    /// <summary>The absolute value as scaled · 10^(exponent + 1 − digits), where scaled has exactly this many digits. Not for 0.</summary>
    private (BigInteger Scaled, int Exponent) Rounded(int digits)
    {
        var value = BigInteger.Abs(_numerator);
        var exponent = (int)Math.Floor(BigInteger.Log10(value) - BigInteger.Log10(Denominator));
        var limit = BigInteger.Pow(10, digits);

        // Near a power of ten the logarithms may be off by one; then the number of digits corrects it.
        while (true)
        {
            var power = digits - 1 - exponent;
            var numerator = value * BigInteger.Pow(10, Math.Max(power, 0));
            var denominator = Denominator * BigInteger.Pow(10, Math.Max(-power, 0));
            var scaled = (2 * numerator + denominator) / (2 * denominator);
            if (scaled >= limit)
                exponent++;
            else if (scaled < limit / 10)
                exponent--;
            else
                return (scaled, exponent);
        }
    }

    private static Rational Bounded(BigInteger numerator, BigInteger denominator)
    {
        var exact = new Rational(numerator, denominator);
        if (exact.IsZero || exact.Denominator.IsOne)
            return exact;
        if (BigInteger.Abs(exact._numerator) * Smallest < exact.Denominator)
            return Zero;
        if (exact.Denominator.GetBitLength() <= MaxBits)
            return exact;

        return exact.RoundedTo(KeptDigits);
    }
}
