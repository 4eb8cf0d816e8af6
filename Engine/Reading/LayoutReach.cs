namespace GpuDigits.Engine.Reading;

/// <summary>
/// Lets bars and roots that were drawn too short reach what belongs to them: the rest of a number, and the value that a sign at the end
/// needs. What a sign reaches so, the signs around it reach as well.
/// </summary>
internal sealed class LayoutReach
{
    /// <summary>The widest gap between the digits of a number, and between a sign and its value, in heights of the symbols.</summary>
    private const float NumberGap = 0.6f, OperandGap = 1.5f;

    /// <summary>How much of a digit lies at the height of its neighbour, and how much larger it may be.</summary>
    private const float SameHeight = 0.6f, SameSize = 1.7f;

    private readonly IReadOnlyList<PlacedSymbol> _symbols;
    private readonly int[] _order;
    private readonly int[] _rank;
    private readonly Dictionary<int, LayoutContents> _signs;

    private LayoutReach(IReadOnlyList<PlacedSymbol> symbols, List<int> among, IReadOnlyList<LayoutContents> signs)
    {
        _symbols = symbols;
        _signs = signs.ToDictionary(contents => contents.Sign);
        _order = [.. among.OrderBy(i => symbols[i].Bounds.Center.X)];
        _rank = new int[symbols.Count];
        for (var at = 0; at < _order.Length; at++)
            _rank[_order[at]] = at;
    }

    /// <summary>Extends the contents in place.</summary>
    /// <param name="symbols">All symbols.</param>
    /// <param name="among">Those that are laid out together.</param>
    /// <param name="signs">Their bars and roots, the widest first.</param>
    public static void Extend(IReadOnlyList<PlacedSymbol> symbols, List<int> among, IReadOnlyList<LayoutContents> signs)
    {
        var reach = new LayoutReach(symbols, among, signs);
        foreach (var contents in signs.Reverse())
            reach.Extend(contents);
    }

    private void Extend(LayoutContents contents)
    {
        HashSet<int> own = [contents.Sign, .. contents.First, .. contents.Second];
        if (contents.IsRoot(_symbols))
        {
            Inherit(contents, contents.Second, own);
            Reach(contents, contents.Second, own, 1, contents.Second.Count > 0);
            return;
        }

        if (!contents.IsWhole(_symbols))
            return;
        foreach (var side in new[] { contents.First, contents.Second })
        {
            Inherit(contents, side, own);
            Reach(contents, side, own, -1, false);
            Reach(contents, side, own, 1, false);
        }
    }

    /// <summary>Adds what signs among the contents have.</summary>
    private void Inherit(LayoutContents contents, List<int> side, HashSet<int> own)
    {
        for (var at = 0; at < side.Count; at++)
        {
            if (_signs.TryGetValue(side[at], out var inner))
                Add(contents, side, own, inner);
        }
    }

    private void Add(LayoutContents contents, List<int> side, HashSet<int> own, LayoutContents inner)
    {
        if (inner.IsWhole(_symbols) && !inner.Holds(contents.Sign))
            side.AddRange(inner.First.Concat(inner.Second).Where(own.Add));
    }

    /// <summary>Goes on to the left (−1) or right (1) of the contents on one side as long as something there belongs to them.</summary>
    private void Reach(LayoutContents contents, List<int> side, HashSet<int> own, int direction, bool onlyOperand)
    {
        var last = side.Count > 0 ? side.MaxBy(i => direction * _rank[i]) : contents.Sign;
        for (var at = _rank[last] + direction; at >= 0 && at < _order.Length; at += direction)
        {
            var next = _order[at];
            if (own.Contains(next) || contents.IsOpposite(_symbols, side, next))
                continue;
            var belongs = (direction > 0 && NeedsOperand(last) && IsOperandOf(last, next)) || (!onlyOperand && ContinuesNumber(last, next));
            if (!belongs || !contents.MayHold(_symbols, side, next) || IsElsewhere(contents, next))
                return;
            onlyOperand = false;
            side.Add(next);
            own.Add(next);
            if (_signs.TryGetValue(next, out var inner))
                Add(contents, side, own, inner);

            last = next;
        }
    }

    /// <summary>Whether another sign, which is not around this one, has the symbol.</summary>
    private bool IsElsewhere(LayoutContents contents, int symbol) => _signs.Values.Any(
        other => other != contents && other.Holds(symbol) && !other.Holds(contents.Sign) && !contents.Holds(other.Sign));

    private bool NeedsOperand(int symbol) => _symbols[symbol].Label switch
    {
        '+' or '-' or '×' or '÷' or '/' or '(' => !(_signs.TryGetValue(symbol, out var bar) && bar.IsWhole(_symbols)),
        '√' => !_signs.TryGetValue(symbol, out var root) || root.Second.Count == 0,
        _ => false,
    };

    private bool IsOperandOf(int sign, int symbol)
    {
        var (from, to) = (_symbols[sign].Bounds, _symbols[symbol].Bounds);
        return (char.IsAsciiDigit(_symbols[symbol].Label) || _symbols[symbol].Label is '(' or '√')
            && to.Min.X - from.Max.X <= OperandGap * MathF.Max(to.Size.Y, from.Size.Y);
    }

    private bool ContinuesNumber(int digit, int symbol)
    {
        if (!char.IsAsciiDigit(_symbols[digit].Label) || !char.IsAsciiDigit(_symbols[symbol].Label))
            return false;
        var (one, other) = (_symbols[digit].Bounds, _symbols[symbol].Bounds);
        var (smaller, larger) = (MathF.Min(one.Size.Y, other.Size.Y), MathF.Max(one.Size.Y, other.Size.Y));
        var gap = MathF.Max(one.Min.X, other.Min.X) - MathF.Min(one.Max.X, other.Max.X);
        var shared = MathF.Min(one.Max.Y, other.Max.Y) - MathF.Max(one.Min.Y, other.Min.Y);
        return gap <= NumberGap * larger && larger <= SameSize * smaller && shared >= SameHeight * smaller;
    }
}
