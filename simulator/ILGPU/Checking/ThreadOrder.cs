namespace ILGPU.Checking;

/// <summary>
/// The order in which groups start, and in which the threads of a group run between two barriers. A kernel whose result depends on it has a
/// race.
/// </summary>
public readonly record struct ThreadOrder
{
    private enum Kind
    {
        Ascending,
        Descending,
        Shuffled,
    }

    private readonly Kind _kind;
    private readonly int _seed;

    private ThreadOrder(Kind kind, int seed)
    {
        _kind = kind;
        _seed = seed;
    }

    /// <summary>First thread first.</summary>
    public static ThreadOrder Ascending => default;

    /// <summary>Last thread first.</summary>
    public static ThreadOrder Descending => new(Kind.Descending, 0);

    /// <summary>A permutation that depends only on the seed.</summary>
    public static ThreadOrder Shuffled(int seed) => new(Kind.Shuffled, seed);

    /// <summary>The order of count items; null means unchanged.</summary>
    internal int[]? Permutation(int count)
    {
        if (_kind == Kind.Ascending)
            return null;
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = _kind == Kind.Descending ? count - 1 - i : i;
        if (_kind == Kind.Shuffled)
        {
#pragma warning disable CA5394 // The random order is not used for security.
            new Random(_seed).Shuffle(order);
#pragma warning restore CA5394
        }

        return order;
    }
}
