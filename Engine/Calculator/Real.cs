using System.Numerics;

namespace GpuDigits.Engine.Calculator;

/// <summary>
/// A number during an evaluation. Exact ones are a fraction or a root of a fraction, so that √2 × √2 is 2; the others are a fraction of
/// <see cref="Digits"/> significant digits, far more than are shown. Or there is no number, and <see cref="Fault"/> says why.
/// </summary>
internal readonly record struct Real
{
    public const string DividedByZero = CalculatorTable.DividedByZero, TooLarge = "Too large: 10^(1000) or more",
        TooSmall = "Too close to 0: less than 10^(-1000)", EvenRoot = "No even root of a negative number",
        NegativeBase = "A negative number has only powers with a fraction as exponent", ZeroToZero = "0^(0) has no value",
        NoIndex = "The index of a root can't be 0", Unknown = "The ? is unknown";

    private const int Digits = 100;

    /// <summary>The largest size of an exact number's numerator and denominator, and of the index of its root.</summary>
    private const int MaxBits = 4096;

    /// <summary>Sums of rounded numbers that lose more digits than this are 0.</summary>
    private const int LostDigits = 60;

    private static readonly BigInteger Limit = BigInteger.Pow(10, 1000), Lost = BigInteger.Pow(10, LostDigits),
        Certain = BigInteger.Pow(10, Digits - LostDigits - 2);

    /// <summary>
    /// The value is sign(body) · |body|^(1/index). A rounded number has index 1. Exact ones have the smallest index possible.
    /// </summary>
    private readonly Rational _body;

    private readonly int _indexLessOne;

    private Real(Rational body, int index, bool isRounded)
    {
        _body = body;
        _indexLessOne = index - 1;
        IsRounded = isRounded;
    }

    /// <summary>Why there is no number.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whether digits were lost.</summary>
    public bool IsRounded { get; }

    public bool IsZero => _body.IsZero;

    public bool IsNegative => _body.IsNegative;

    /// <summary>Whether this is an exact fraction.</summary>
    public bool IsFraction => !IsRounded && Index == 1;

    private int Index => _indexLessOne + 1;

    public static Real Failed(string fault) => new() { Fault = fault };

    public static implicit operator Real(long value) => new(value, 1, false);

    public static Real operator +(Real a, Real b)
    {
        if (FaultOf(a, b) is { } fault)
            return Failed(fault);
        if (a.IsFraction && b.IsFraction)
            return Exact(Sum(a._body, b._body), 1);
        if (a.IsZero || b.IsZero)
            return a.IsZero && !a.IsRounded ? b : b.IsZero && !b.IsRounded ? a : About(Sum(a.ToFraction(), b.ToFraction()));
        if (!a.IsRounded && !b.IsRounded && a / b is { IsFraction: true } ratio)
            return b * (ratio + 1);

        var (left, sum) = (a.ToFraction(), Sum(a.ToFraction(), b.ToFraction()));
        var isLost = BigInteger.Abs(sum.Numerator) * left.Denominator * Lost < BigInteger.Abs(left.Numerator) * sum.Denominator;
        return About(isLost ? Rational.Zero : sum);
    }

    public static Real operator -(Real a) => new(Negated(a._body), a.Index, a.IsRounded) { Fault = a.Fault };

    public static Real operator -(Real a, Real b) => a + -b;

    public static Real operator *(Real a, Real b)
    {
        if (FaultOf(a, b) is { } fault)
            return Failed(fault);
        if ((a.IsZero && !a.IsRounded) || (b.IsZero && !b.IsRounded))
            return 0;
        if (!a.IsRounded && !b.IsRounded)
        {
            // The smallest common index.
            var left = b.Index / (int)BigInteger.GreatestCommonDivisor(a.Index, b.Index);
            var index = (long)a.Index * left;
            var right = (int)(index / b.Index);
            if (index <= MaxBits && BitsOf(a._body) * left <= MaxBits && BitsOf(b._body) * right <= MaxBits)
            {
                var product = Exact(Product(PowerOf(a._body, left), PowerOf(b._body, right)), (int)index);
                return a.IsNegative == b.IsNegative ? product : -product;
            }
        }

        return About(Product(a.ToFraction(), b.ToFraction()));
    }

    public static Real operator /(Real a, Real b) =>
        FaultOf(a, b) is { } fault ? Failed(fault)
        : b.IsZero ? Failed(DividedByZero)
        : a * new Real(Reciprocal(b._body), b.Index, b.IsRounded);

    /// <summary>
    /// The power. A negative base has powers with exact fractions as exponents: (-8)^(1/3) is −2, and (-4)^(1/2) is no number.
    /// </summary>
    public static Real Power(Real a, Real b)
    {
        if (FaultOf(a, b) is { } fault)
            return Failed(fault);
        if (b.IsZero)
            return a.IsZero ? Failed(ZeroToZero) : 1;
        if (a.IsZero)
            return b.IsNegative ? Failed(DividedByZero) : a;
        if (!a.IsNegative)
            return PositivePower(a, b);
        if (!b.IsFraction)
            return Failed(NegativeBase);
        if (b._body.Denominator.IsEven)
            return Failed(EvenRoot);
        var power = PositivePower(-a, b);
        return b._body.Numerator.IsEven ? power : -power;
    }

    /// <summary>The root of a, which is a^(1/index).</summary>
    public static Real Root(Real index, Real a) =>
        index.Fault is null && index.IsZero ? Failed(NoIndex) : Power(a, 1 / index);

    /// <summary>A number as it was written, exact if it is not too long.</summary>
    public static Real Written(BigInteger numerator, BigInteger denominator) => Exact(Rational.Ratio(numerator, denominator), 1);

    /// <summary>Whether two numbers are equal: exactly, or in the digits that no sum has lost if they are rounded.</summary>
    public static bool AreEqual(Real a, Real b)
    {
        if (!a.IsRounded && !b.IsRounded)
            return a._body == b._body && a.Index == b.Index;
        var difference = a - b;
        if (difference.Fault is not null || difference.IsZero)
            return difference.Fault is null or TooSmall;
        var (size, rest) = (a.ToFraction(), difference.ToFraction());
        return BigInteger.Abs(rest.Numerator) * size.Denominator * Certain <= BigInteger.Abs(size.Numerator) * rest.Denominator;
    }

    /// <summary>Whether two numbers differ by at most half a unit of a decimal place.</summary>
    public static bool AreWithin(Real a, Real b, int places)
    {
        var difference = (a - b).ToFraction();
        return 2 * BigInteger.Abs(difference.Numerator) * BigInteger.Pow(10, places) <= difference.Denominator;
    }

    /// <summary>The exact fraction, or the number with <see cref="Digits"/> digits.</summary>
    public Rational ToFraction()
    {
        if (Index == 1)
            return _body;
        var root = HighPrecision.Exp(Divided(HighPrecision.Ln(Absolute(_body)), Index)).RoundedTo(Digits);
        return IsNegative ? Negated(root) : root;
    }

    /// <summary>The number with the digits that are shown.</summary>
    public Rational Shown() => ToFraction().RoundedTo(Rational.Digits);

    private static Real PositivePower(Real a, Real b)
    {
        if (b.IsFraction && !a.IsRounded)
        {
            if (a._body == 1)
                return 1;

            // a^(p/q): the root first, so that the numbers stay small.
            var (p, q) = (b._body.Numerator, b._body.Denominator);
            if (a.Index * q <= MaxBits)
            {
                var root = Exact(a._body, a.Index * (int)q);
                var common = (int)BigInteger.GreatestCommonDivisor(p, root.Index);
                p /= common;
                if (BitsOf(root._body) * Math.Abs((double)p) <= MaxBits)
                    return Exact(PowerOf(p.Sign < 0 ? Reciprocal(root._body) : root._body, (int)BigInteger.Abs(p)), root.Index / common);
            }
        }

        var logarithm = Product(Divided(HighPrecision.Ln(a._body), a.Index), b.ToFraction());
        if (BigInteger.Abs(logarithm.Numerator) > 2400 * logarithm.Denominator)
            return Failed(logarithm.IsNegative ? TooSmall : TooLarge);
        return About(HighPrecision.Exp(logarithm));
    }

    /// <summary>The exact number with the smallest index, or a rounded one if it is too long.</summary>
    private static Real Exact(Rational body, int index)
    {
        if (body.IsZero)
            return 0;
        for (var (rest, factor) = (index, 2); rest > 1; factor++)
        {
            for (; rest % factor == 0; rest /= factor)
            {
                if (ExactRoot(body, factor) is not { } root)
                    continue;
                body = root;
                index /= factor;
            }
        }

        // A root of a body within MaxBits is within the limits.
        if (BigInteger.Abs(body.Numerator).GetBitLength() <= MaxBits && body.Denominator.GetBitLength() <= MaxBits)
            return index == 1 && FaultOf(body) is { } fault ? Failed(fault) : new(body, index, false);
        return About(new Real(body, index, false).ToFraction());
    }

    private static Real About(Rational value) => FaultOf(value) is { } fault ? Failed(fault) : new(value.RoundedTo(Digits), 1, true);

    private static string? FaultOf(Real a, Real b) => a.Fault ?? b.Fault;

    private static string? FaultOf(Rational value)
    {
        var (numerator, denominator) = (BigInteger.Abs(value.Numerator), value.Denominator);
        return numerator >= denominator * Limit ? TooLarge : !value.IsZero && numerator * Limit < denominator ? TooSmall : null;
    }

    private static Rational? ExactRoot(Rational value, int index)
    {
        var (numerator, denominator) = (BigInteger.Abs(value.Numerator), value.Denominator);
        var top = HighPrecision.Root(numerator, index);
        if (BigInteger.Pow(top, index) != numerator)
            return null;
        var bottom = HighPrecision.Root(denominator, index);
        return BigInteger.Pow(bottom, index) == denominator ? Rational.Ratio(value.IsNegative ? -top : top, bottom) : null;
    }

    /// <summary>How many bits the larger of numerator and denominator has, with places; the powers have as many times more.</summary>
    private static double BitsOf(Rational value) =>
        Math.Max(BigInteger.Log(BigInteger.Abs(value.Numerator), 2), BigInteger.Log(value.Denominator, 2));

    // Without the limits of Rational's own operators.
    private static Rational Sum(Rational a, Rational b) =>
        Rational.Ratio(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    private static Rational Product(Rational a, Rational b) => Rational.Ratio(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    private static Rational Divided(Rational a, int divisor) => Rational.Ratio(a.Numerator, a.Denominator * divisor);

    private static Rational Negated(Rational a) => Rational.Ratio(-a.Numerator, a.Denominator);

    private static Rational Absolute(Rational a) => Rational.Ratio(BigInteger.Abs(a.Numerator), a.Denominator);

    private static Rational Reciprocal(Rational a) => Rational.Ratio(a.Denominator, a.Numerator);

    private static Rational PowerOf(Rational a, int exponent) =>
        Rational.Ratio(BigInteger.Pow(BigInteger.Abs(a.Numerator), exponent), BigInteger.Pow(a.Denominator, exponent));
}
