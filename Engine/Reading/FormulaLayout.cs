namespace GpuDigits.Engine.Reading;

/// <summary>
/// From symbols on the paper to a formula. Fraction bars and roots take what belongs to them, the outermost first, and their contents are
/// laid out in the same way; the rest is a row of writing (<see cref="RowLayout"/>).
/// </summary>
public static class FormulaLayout
{
    /// <summary>Deepest nesting of fractions, roots and powers; deeper signs stand for themselves.</summary>
    public const int MaxNesting = 30;

    /// <summary>Most bars and roots that may have contents, the widest first: nobody writes more, and their number costs time.</summary>
    private const int MaxSigns = 64;

    /// <summary>How far left of its base's middle an exponent's may lie, in widths of the base.</summary>
    private const float Above = 0.25f;

    /// <summary>The most probable formulas, the best first; at least one. Nothing that symbols hold makes it throw.</summary>
    /// <param name="symbols">The symbols, in any order.</param>
    /// <param name="most">Most candidates.</param>
    public static IReadOnlyList<LayoutCandidate> Candidates(IReadOnlyList<PlacedSymbol> symbols, int most = 8) =>
        Read(symbols, [.. Enumerable.Range(0, symbols.Count)], Math.Max(1, most), 0);

    private static List<LayoutCandidate> Read(IReadOnlyList<PlacedSymbol> symbols, List<int> among, int most, int nesting)
    {
        var free = among.ToHashSet();
        var taken = nesting < MaxNesting ? Take(symbols, among, free) : [];
        var atoms = free.Order().Select(i => LayoutAtom.Of(i, symbols[i]))
            .Concat(taken.Select(contents => Compose(symbols, contents, most, nesting)))
            .OrderBy(atom => atom.Bounds.Center.X).ToArray();
        BasesFirst(atoms);
        return RowLayout.Read(atoms, most, MaxNesting - nesting);
    }

    /// <summary>An exponent written above its base comes after it, even if its middle lies a little to the left.</summary>
    private static void BasesFirst(LayoutAtom[] atoms)
    {
        for (var i = 1; i < atoms.Length; i++)
        {
            var (raised, below) = (atoms[i - 1].Bounds, atoms[i].Bounds);
            if (atoms[i].EndsOperand && raised.Max.Y < below.Center.Y && below.Center.X - raised.Center.X < Above * below.Size.X)
                (atoms[i - 1], atoms[i]) = (atoms[i], atoms[i - 1]);
        }
    }

    /// <summary>Lets the outermost bars and roots take their contents; what is in none of them stays free.</summary>
    private static List<LayoutContents> Take(IReadOnlyList<PlacedSymbol> symbols, List<int> among, HashSet<int> free)
    {
        var signs = among.Where(i => symbols[i].Label is '-' or '√')
            .OrderByDescending(i => symbols[i].Bounds.Size.X).Take(MaxSigns)
            .Select(i => symbols[i].Label == '-' ? LayoutContents.OfBar(symbols, among, i) : LayoutContents.OfRoot(symbols, among, i))
            .ToArray();
        LayoutReach.Extend(symbols, among, signs);
        var owners = signs.ToDictionary(contents => contents.Sign, _ => new List<LayoutContents>());
        foreach (var contents in signs)
        {
            foreach (var i in contents.First.Concat(contents.Second))
            {
                if (owners.TryGetValue(i, out var list))
                    list.Add(contents);
            }
        }

        var taken = new List<LayoutContents>();
        var tried = new HashSet<int>();
        foreach (var contents in signs)
            Try(contents);
        return taken;

        void Try(LayoutContents contents)
        {
            if (!tried.Add(contents.Sign))
                return;
            // A narrower bar may lie below a root that sticks out on both sides.
            foreach (var owner in owners[contents.Sign])
            {
                if (!contents.Holds(owner.Sign))
                    Try(owner);
            }

            if (!free.Contains(contents.Sign))
                return;
            var own = new LayoutContents(contents.Sign, contents.First.FindAll(free.Contains), contents.Second.FindAll(free.Contains));
            if (!own.IsWhole(symbols))
                return;
            taken.Add(own);
            free.Remove(own.Sign);
            free.ExceptWith(own.First);
            free.ExceptWith(own.Second);
        }
    }

    private static LayoutAtom Compose(IReadOnlyList<PlacedSymbol> symbols, LayoutContents contents, int most, int nesting) => LayoutAtom.Of(
        symbols, contents, contents.First.Count > 0 ? Read(symbols, contents.First, most, nesting + 1) : [],
        Read(symbols, contents.Second, most, nesting + 1));
}
