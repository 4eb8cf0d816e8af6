using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Data.Synthetic;

/// <summary>
/// Makes up calculations: numbers, lines of arithmetic, fractions, powers, roots and single symbols. They are arithmetic in form; their
/// results are made up too, since reading does not depend on them.
/// </summary>
internal sealed class CalculationGrammar(uint seed, uint index, char decimalMark)
{
    private const int MaxDepth = 3;

    private PenRandom _random = new(seed, index);
    private int _symbols;

    /// <summary>How often an operand is a fraction, a power or a root: each calculation has its theme.</summary>
    private (float Fraction, float Power, float Root) _theme;

    /// <summary>Makes up one calculation; its symbols are numbered in the order of the text.</summary>
    public Formula Next()
    {
        var kind = _random.Uniform();
        if (kind < 0.06f)
            return Formula(parts => Sign(parts, Pick(Alphabet.Shapes)));
        if (kind < 0.16f)
            return Formula(parts => Number(parts, 6));

        _theme = kind switch
        {
            < 0.45f => (0.03f, 0.04f, 0.03f),
            < 0.62f => (0.55f, 0.04f, 0.03f),
            < 0.79f => (0.03f, 0.6f, 0.03f),
            < 0.95f => (0.03f, 0.04f, 0.6f),
            _ => (0.25f, 0.25f, 0.25f),
        };
        return Formula(parts => Calculation(parts, 2 + (int)_random.Between(0, 13)));
    }

    private void Calculation(List<FormulaPart> parts, int budget)
    {
        var end = _symbols + budget;
        var equation = budget >= 5 && _random.Chance(0.35f);
        if (budget >= 5 && _random.Chance(0.02f))
        {
            Tuple(parts);
            return;
        }

        Sum(parts, equation ? budget * 2 / 3 : budget, 0);
        if (equation || _random.Chance(0.05f))
            Sign(parts, '=');
        if (!equation)
            return;

        if (_random.Chance(0.25f))
            Sum(parts, end - _symbols, 1);
        else
            SignedNumber(parts, Math.Max(2, end - _symbols));
    }

    /// <summary>Operands with operators between them.</summary>
    private void Sum(List<FormulaPart> parts, int budget, int depth)
    {
        var end = _symbols + budget;
        if (budget >= 2 && _random.Chance(0.08f))
            Sign(parts, '-');
        // A third of the operands gets all the room that there is.
        Operand(parts, _random.Chance(0.35f) ? end - _symbols : 1 + (int)(_random.Uniform() * (end - _symbols)), depth);
        while (end - _symbols >= 2 && _random.Chance(depth == 0 ? 0.9f : 0.6f))
        {
            if (!MayFollowDirectly(parts) || !_random.Chance(0.12f))
                Sign(parts, Pick("+++++-----××××÷÷////··*"));
            Operand(parts, Math.Max(1, _random.Chance(0.35f) ? end - _symbols : 3), depth);
        }
    }

    private void Operand(List<FormulaPart> parts, int budget, int depth)
    {
        var kind = _random.Uniform();
        var deep = depth < MaxDepth;
        var numberBefore = parts.Count > 0 && parts[^1] is SymbolPart { Label: >= '0' and <= '9' };
        if (deep && budget >= 3 && Taken(_theme.Fraction))
        {
            if (!numberBefore && budget >= 4 && _random.Chance(0.12f))
                Digits(parts, 1);
            Fraction(parts, budget, depth);
        }
        else if (budget >= 2 && Taken(_theme.Power))
        {
            Power(parts, budget, depth);
        }
        else if (deep && budget >= 2 && Taken(_theme.Root))
        {
            Root(parts, budget, depth);
        }
        else if (deep && budget >= 4 && Taken(0.12f))
        {
            Brackets(parts, budget, depth);
        }
        else
        {
            Number(parts, budget);
            if (budget >= 3 && _random.Chance(0.05f))
                Sign(parts, '%');
        }

        bool Taken(float share)
        {
            kind -= share;
            return kind < 0;
        }
    }

    private void Fraction(List<FormulaPart> parts, int budget, int depth)
    {
        var half = Math.Max(1, (budget - 1) / 2);
        // Numbers are numbered in the order of the text: numerator, bar, denominator.
        var numerator = Part(half);
        var bar = _symbols++;
        parts.Add(new FractionPart(bar, numerator, Part(half)));

        Formula Part(int room) => Formula(inner =>
        {
            if (_random.Chance(0.5f))
                Number(inner, room);
            else
                Sum(inner, room, depth + 1);
        });
    }

    private void Power(List<FormulaPart> parts, int budget, int depth)
    {
        if (depth < MaxDepth && budget >= 6 && _random.Chance(0.2f))
            Brackets(parts, budget - 1, depth);
        else if (budget >= 4 && _random.Chance(0.15f))
            Number(parts, budget - 1);
        else if (budget >= 3 && _random.Chance(0.35f))
            parts.AddRange([new SymbolPart(_symbols++, '1'), new SymbolPart(_symbols++, '0')]);
        else
            Digits(parts, 1);
        parts.Add(new PowerPart(Formula(inner =>
        {
            if (budget >= 3 && depth < MaxDepth && _random.Chance(0.1f))
                Power(inner, budget - 2, MaxDepth);
            else if (budget >= 4 && _random.Chance(0.15f))
                Sum(inner, 3, MaxDepth);
            else if (budget >= 3 && _random.Chance(0.25f))
                SignedNumber(inner, 3);
            else
                Digits(inner, _random.Chance(0.75f) ? 1 : 2);
        })));
    }

    private void Root(List<FormulaPart> parts, int budget, int depth)
    {
        var sign = _symbols++;
        var index = budget >= 3 && _random.Chance(0.2f) ? Formula(inner => Digits(inner, 1)) : null;
        parts.Add(new RootPart(sign, index, Formula(inner =>
        {
            if (_random.Chance(0.45f))
                Number(inner, Math.Min(4, budget - 1));
            else
                Sum(inner, Math.Max(1, budget - 1), depth + 1);
        })));
    }

    private void Brackets(List<FormulaPart> parts, int budget, int depth)
    {
        Sign(parts, '(');
        if (_random.Chance(0.15f))
            SignedNumber(parts, 3);
        else
            Sum(parts, Math.Max(3, budget - 2), depth + 1);
        Sign(parts, ')');
    }

    /// <summary>Coordinates, as in (2,-1,1).</summary>
    private void Tuple(List<FormulaPart> parts)
    {
        Sign(parts, '(');
        var count = 2 + (int)_random.Between(0, 3);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                Sign(parts, ',');
            SignedNumber(parts, 2);
        }

        Sign(parts, ')');
    }

    private void SignedNumber(List<FormulaPart> parts, int budget)
    {
        if (_random.Chance(0.3f))
            Sign(parts, '-');
        Number(parts, budget);
    }

    private void Number(List<FormulaPart> parts, int budget)
    {
        if (budget >= 3 && _random.Chance(0.3f))
        {
            Digits(parts, 1 + (int)(PortableMath.Pow(_random.Uniform(), 2) * Math.Min(4, budget - 2)));
            Sign(parts, decimalMark);
            Digits(parts, 1 + (int)(PortableMath.Pow(_random.Uniform(), 2) * Math.Min(4, budget - 2)), leadingZero: true);
            return;
        }

        Digits(parts, 1 + (int)(PortableMath.Pow(_random.Uniform(), 2) * Math.Clamp(budget, 1, 6)));
    }

    private void Digits(List<FormulaPart> parts, int count, bool leadingZero = false)
    {
        var round = count > 2 && _random.Chance(0.2f);
        for (var i = 0; i < count; i++)
        {
            var zero = i == 0 && !leadingZero && count > 1 ? Pick("123456789") : Pick("01123456789");
            Sign(parts, i > 0 && round && _random.Chance(0.8f) ? '0' : zero);
        }
    }

    /// <summary>Whether a factor may follow without a sign: brackets, powers, roots and fractions end a factor visibly.</summary>
    private static bool MayFollowDirectly(List<FormulaPart> parts) =>
        parts[^1] is PowerPart or RootPart or SymbolPart { Label: ')' };

    private void Sign(List<FormulaPart> parts, char label) => parts.Add(new SymbolPart(_symbols++, label));

    private char Pick(string from) => from[(int)(_random.Uniform() * from.Length)];

    private static Formula Formula(Action<List<FormulaPart>> write)
    {
        var parts = new List<FormulaPart>();
        write(parts);
        return new([.. parts]);
    }
}
