using System.Collections.Immutable;
using System.Globalization;

namespace GpuDigits.Engine.Calculator;

/// <summary>Recursive descent over the text of an expression; see <see cref="Expression"/> for precedence and notation.</summary>
internal ref struct ExpressionParser(string text)
{
    private const string RootName = "root(";

    private int _at, _depth;

    /// <summary>Whether a comma between digits belongs to a number; not directly within the index of a root.</summary>
    private bool _isCommaDecimal = true;

    /// <summary>Whether the last token was a number, or % after one: another number must not follow.</summary>
    private bool _endsInNumber, _endsInPercent;

    /// <summary>What is wrong, if <see cref="Parse"/> returned null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The whole text as one expression; null if it is none.</summary>
    public Expression? Parse()
    {
        if (text.Length > Expression.MaxLength)
            return Fail(string.Create(CultureInfo.InvariantCulture, $"the text is longer than {Expression.MaxLength} characters"));
        if (IsAtEnd())
            return Fail("there is nothing to calculate");

        ImmutableArray<Expression>.Builder? sides = null;
        while (true)
        {
            if (ParseSum() is not { } side)
                return null;
            var isEquation = Peek() == '=';
            if (!isEquation && !IsAtEnd())
                return Unexpected();
            if (!isEquation && sides is null)
                return side;

            sides ??= ImmutableArray.CreateBuilder<Expression>();
            sides.Add(side);
            if (!isEquation)
                return new Equation(sides.DrainToImmutable(), IsOpen: false);
            _at++;
            if (IsAtEnd())
                return new Equation(sides.DrainToImmutable(), IsOpen: true);
        }
    }

    private Expression? ParseSum()
    {
        if (ParseProduct() is not { } first)
            return null;

        ImmutableArray<Term>.Builder? terms = null;
        while (Peek() is '+' or '-' or '−')
        {
            var isSubtracted = text[_at++] != '+';
            if (ParseProduct() is not { } next)
                return null;
            if (terms is null)
            {
                terms = ImmutableArray.CreateBuilder<Term>();
                terms.Add(new(false, first));
            }

            terms.Add(new(isSubtracted, next));
        }

        return terms is null ? first : new Sum(terms.DrainToImmutable());
    }

    private Expression? ParseProduct()
    {
        if (ParseSigned() is not { } first)
            return null;

        ImmutableArray<Factor>.Builder? factors = null;
        while (PeekFactor() is { } sign)
        {
            if (sign == FactorSign.Implied)
            {
                if (_endsInPercent || (_endsInNumber && StartsNumber(Peek())))
                    return Fail("an operation is missing between two numbers");
            }
            else
            {
                _at++;
            }

            if ((sign == FactorSign.Implied ? ParsePower() : ParseSigned()) is not { } next)
                return null;
            if (factors is null)
            {
                factors = ImmutableArray.CreateBuilder<Factor>();
                factors.Add(new(FactorSign.Times, first));
            }

            factors.Add(new(sign, next));
        }

        return factors is null ? first : new Product(factors.DrainToImmutable());
    }

    private FactorSign? PeekFactor() => Peek() switch
    {
        '×' or '·' or '*' => FactorSign.Times,
        '÷' => FactorSign.Divide,
        '/' => FactorSign.Slash,
        '(' or '√' or 'r' => FactorSign.Implied,
        var next when StartsNumber(next) => FactorSign.Implied,
        _ => null,
    };

    private Expression? ParseSigned()
    {
        if (Peek() is not ('-' or '−'))
            return ParsePower();
        _at++;
        if (!Enter() || ParseSigned() is not { } operand)
            return null;
        _depth--;
        return new Negation(operand);
    }

    private Expression? ParsePower()
    {
        var power = ParsePrimary();
        if (power is not null && Take('^'))
            power = ParseExponent() is { } exponent ? new Power(power, exponent) : null;
        if (power is null || !Take('%'))
            return power;
        _endsInPercent = true;
        return new Percentage(power);
    }

    /// <summary>(b), whose brackets belong to the notation unless they are signed or raised; or what stands without brackets.</summary>
    private Expression? ParseExponent(bool isSigned = false)
    {
        // A level, as deep with the brackets of the notation as without them.
        if (!Enter())
            return null;
        Expression? exponent;
        if (Peek() is '-' or '−')
        {
            _at++;
            exponent = ParseExponent(isSigned: true) is { } operand ? new Negation(operand) : null;
        }
        else
        {
            var brackets = !isSigned && Peek() == '(' ? ParseBrackets(isEntered: true) : null;
            exponent = brackets is not null ? AsFraction(brackets) : Fault is null ? ParsePrimary() : null;
            if (exponent is not null && Take('^'))
                exponent = ParseExponent() is { } next ? new Power(exponent, next) : null;
            else if (brackets is not null)
                exponent = brackets.Content;
        }

        _depth--;
        return exponent;
    }

    private Expression? ParsePrimary()
    {
        var next = Peek();
        (_endsInNumber, _endsInPercent) = (false, false);
        if (next is '?' or '.' || char.IsAsciiDigit(next))
            return ParseNumber();
        if (next == '(')
            return ParseBrackets() is { } brackets ? AsFraction(brackets) : null;
        if (next == '√')
            return ParseSquareRoot();
        if (next == 'r' && text.AsSpan(_at).StartsWith(RootName, StringComparison.Ordinal))
            return ParseRoot();
        return Unexpected();
    }

    /// <summary>Digits, with a point or comma and more digits; then perhaps the fraction of a mixed number. Or ?.</summary>
    private Expression? ParseNumber()
    {
        var start = _at;
        _endsInNumber = true;
        if (text[_at] == '?')
        {
            _at++;
            return new UnknownNumber();
        }

        SkipDigits();
        var rest = text.AsSpan(_at);
        if (rest is ['.', ..] || (_isCommaDecimal && rest is [',', >= '0' and <= '9', ..]))
        {
            _at++;
            if (SkipDigits() == 0)
                return Fail("digits are missing after the decimal point");
        }

        var number = new NumberLiteral(text[start.._at]);
        if (!number.IsWhole || !IsFractionOfNumbers(text.AsSpan(_at)))
            return number;
        var fraction = (Fraction?)ParsePrimary();
        return fraction is null ? null : new MixedNumber(number, fraction);
    }

    /// <summary>√(a), whose brackets belong to the notation, or √ and what stands directly after it.</summary>
    private Root? ParseSquareRoot()
    {
        _at++;
        if (!Enter())
            return null;
        var radicand = Peek() == '(' ? ParseBrackets(isEntered: true)?.Content : ParsePrimary();
        _depth--;
        return radicand is null ? null : new Root(null, radicand);
    }

    private Expression? ParseRoot()
    {
        var start = _at;
        _at += RootName.Length;
        if (!Enter())
            return null;
        var isCommaDecimal = _isCommaDecimal;
        _isCommaDecimal = false;
        if (ParseSum() is not { } index)
            return null;
        if (!Take(','))
            return IsAtEnd() ? NotClosed(start) : Fail("a root has the form root(index,number)");
        _isCommaDecimal = true;
        if (ParseSum() is not { } radicand || !Close(start))
            return null;
        _isCommaDecimal = isCommaDecimal;
        _depth--;
        return new Root(index, radicand);
    }

    private Brackets? ParseBrackets(bool isEntered = false)
    {
        var start = _at++;
        if (!isEntered && !Enter())
            return null;
        var isCommaDecimal = _isCommaDecimal;
        _isCommaDecimal = true;
        if (ParseSum() is not { } content || !Close(start))
            return null;
        _isCommaDecimal = isCommaDecimal;
        if (!isEntered)
            _depth--;
        return new(content);
    }

    private bool Close(int start)
    {
        (_endsInNumber, _endsInPercent) = (false, false);
        if (Take(')'))
            return true;
        if (IsAtEnd())
            NotClosed(start);
        else
            Unexpected();
        return false;
    }

    /// <summary>((a)/(b)) is a fraction with a bar.</summary>
    private static Expression AsFraction(Brackets brackets) =>
        brackets.Content is Product { Factors: [{ Value: Brackets(var numerator) }, (FactorSign.Slash, Brackets(var denominator))] }
            ? new Fraction(numerator, denominator)
            : brackets;

    /// <summary>Whether the text goes on with ((1)/(2)), or other digits.</summary>
    private static bool IsFractionOfNumbers(ReadOnlySpan<char> rest) =>
        Skip(ref rest, "((") && SkipDigits(ref rest) && Skip(ref rest, ")/(") && SkipDigits(ref rest) && Skip(ref rest, "))");

    private static bool Skip(ref ReadOnlySpan<char> rest, string expected)
    {
        foreach (var sign in expected)
        {
            rest = rest.TrimStart(' ');
            if (rest is [] || rest[0] != sign)
                return false;
            rest = rest[1..];
        }

        return true;
    }

    private static bool SkipDigits(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(' ');
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        if (end <= 0)
            return false;
        rest = rest[end..];
        return true;
    }

    private static bool StartsNumber(char next) => char.IsAsciiDigit(next) || next is '.' or '?';

    private int SkipDigits()
    {
        var start = _at;
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
        return _at - start;
    }

    private bool Enter()
    {
        if (++_depth <= Expression.MaxDepth)
            return true;
        Fail(string.Create(CultureInfo.InvariantCulture, $"it is nested deeper than {Expression.MaxDepth} levels"));
        return false;
    }

    /// <summary>Skips spaces; whether nothing follows.</summary>
    private bool IsAtEnd()
    {
        while (_at < text.Length && text[_at] == ' ')
            _at++;
        return _at == text.Length;
    }

    /// <summary>The next character that is no space. At the end NUL, which is no sign of a calculation.</summary>
    private char Peek() => IsAtEnd() ? '\0' : text[_at];

    private bool Take(char expected)
    {
        if (Peek() != expected)
            return false;
        _at++;
        return true;
    }

    private Expression? NotClosed(int start)
    {
        _at = start;
        return Fail("a bracket is not closed");
    }

    private Expression? Unexpected()
    {
        var next = Peek();
        if (IsAtEnd())
            return Fail("a number is missing at the end");
        return Fail(next switch
        {
            ')' when _depth == 0 => "a bracket is closed that was not opened",
            ',' => "a comma stands only between the digits of a number; a list is no arithmetic",
            '%' or '^' when _endsInPercent => $"brackets are missing around the percentage before {next}",
            '-' or '−' => "a negative number after √ needs brackets",
            '=' when _depth > 0 => "= stands only between the sides of an equation",
            '+' or '×' or '·' or '*' or '÷' or '/' or '=' or ')' or '%' or '^' => $"a number is missing before {next}",
            _ when char.IsControl(next) || char.IsSurrogate(next) =>
                string.Create(CultureInfo.InvariantCulture, $"U+{(int)next:X4} is no sign of a calculation"),
            _ => $"{next} is no sign of a calculation",
        });
    }

    private Expression? Fail(string fault)
    {
        Fault ??= string.Create(CultureInfo.InvariantCulture, $"{fault} (character {_at + 1})");
        return null;
    }
}
