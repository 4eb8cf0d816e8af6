namespace ILGPU.Checking;

/// <summary>
/// A profiler: while it is set in <see cref="CheckOptions.Inspector"/>, every launch runs a variant of
/// its kernel in which each load and store is seen, and leaves a <see cref="LaunchReport"/>. Accesses of a warp's lanes are aligned by
/// instruction and count: the n-th time that a lane comes to it since the last barrier. Only whole elements count
/// (<c>view[i]</c> read or written).
/// </summary>
public sealed class Inspector
{
    private readonly List<LaunchReport> _launches = [];

    /// <summary>
    /// How many groups of a launch run, spread evenly over the grid, first and last among them; the counts of those between are scaled up to the
    /// whole grid. The others do not run at all, so with fewer groups than the grid has the results are worthless. 0: all.
    /// </summary>
    public int SampleGroups { get; set; }

    /// <summary>What was launched, in order.</summary>
    public IReadOnlyList<LaunchReport> Launches => _launches;

    /// <summary>Forgets the launches.</summary>
    public void Clear() => _launches.Clear();

    internal void Add(LaunchReport launch) => _launches.Add(launch);
}

/// <summary>Two threads at one address without a barrier between them, at least one of them writing.</summary>
/// <param name="Kernel">The kernel's name with its type.</param>
/// <param name="Memory">The argument, or "shared memory".</param>
/// <param name="Address">Bytes from the start of that memory's buffer.</param>
/// <param name="First">The earlier access: thread, group and what it did.</param>
/// <param name="Second">The later one.</param>
public sealed record Race(string Kernel, string Memory, long Address, string First, string Second)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kernel}: race in {Memory} at byte {Address}: {First}, {Second}, no barrier between";
}

/// <summary>The counts of one launch; where groups were sampled, those of the sample times groups / groups run.</summary>
public sealed record LaunchReport
{
    /// <summary>The kernel's name with its type.</summary>
    public required string Kernel { get; init; }

    /// <summary>Groups in the grid.</summary>
    public required long Groups { get; init; }

    /// <summary>Groups that were run and counted.</summary>
    public required long GroupsRun { get; init; }

    /// <summary>Threads of all groups.</summary>
    public required long Threads { get; init; }

    /// <summary>Bytes that threads asked global memory for.</summary>
    public required long LoadBytes { get; init; }

    /// <summary>Bytes that threads gave to global memory.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>Loads and stores of warps on global memory; those of 16 bytes a lane count as four, of a quarter warp each, as hardware does them.</summary>
    public required long Requests { get; init; }

    /// <summary>Sectors of 32 bytes that these requests touch; 4 a request are ideal for 32 floats.</summary>
    public required long Sectors { get; init; }

    /// <summary>Sectors a request on average; 0 without any.</summary>
    public double SectorsPerRequest => (double)Sectors / Math.Max(1, Requests);

    /// <summary>Sectors a request of the worst instruction; 0 without global accesses.</summary>
    public required double WorstSectors { get; init; }

    /// <summary>Where that instruction is: method and IL offset.</summary>
    public required string WorstSite { get; init; }

    /// <summary>
    /// Bytes in whole sectors that groups move, each sector once a group for loads and once for stores: the traffic behind a first-level cache that keeps what
    /// its group has touched.
    /// </summary>
    public required long MovedBytes { get; init; }

    /// <summary>Loads and stores of warps on shared memory, counted alike.</summary>
    public required long SharedRequests { get; init; }

    /// <summary>Turns that these take beyond one each, since lanes want different words of one of the 32 banks.</summary>
    public required long BankConflicts { get; init; }

    /// <summary>Barriers passed, each once a group.</summary>
    public required long Barriers { get; init; }

    /// <summary>Requests in which some of the warp's lanes take no part.</summary>
    public required long DivergentRequests { get; init; }

    /// <summary>Their share of all requests, global and shared.</summary>
    public double Divergence => (double)DivergentRequests / Math.Max(1, Requests + SharedRequests);

    /// <summary>Races found, at most a few; in what ran only.</summary>
    public required IReadOnlyList<Race> Races { get; init; }
}
