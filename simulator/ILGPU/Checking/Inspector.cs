namespace ILGPU.Checking;

/// <summary>
/// A profiler. While it is set in <see cref="CheckOptions.Inspector"/>, every launch runs a variant of its kernel in which each load and
/// store is observed, and creates a <see cref="LaunchReport"/>. Accesses of a warp's lanes are matched by instruction and count: the n-th
/// execution by each lane since the last barrier. Only accesses to whole elements count (<c>view[i]</c> read or written).
/// </summary>
public sealed class Inspector
{
    private readonly List<LaunchReport> _launches = [];

    /// <summary>
    /// Number of groups of a launch that run, spread evenly over the grid, including the first and the last; three at least. The counts of
    /// the groups between them are scaled up to the whole grid. The other groups do not run at all, so the results are invalid if this is
    /// less than the grid. 0: all.
    /// </summary>
    public int SampleGroups { get; set; }

    /// <summary>The launches, in order.</summary>
    public IReadOnlyList<LaunchReport> Launches => _launches;

    /// <summary>Clears the launches.</summary>
    public void Clear() => _launches.Clear();

    internal void Add(LaunchReport launch) => _launches.Add(launch);
}

/// <summary>Two threads that access one address without a barrier between them; at least one of them writes.</summary>
/// <param name="Kernel">The kernel's name with its type.</param>
/// <param name="Memory">The argument, or "shared memory".</param>
/// <param name="Address">Bytes from the start of that memory's buffer.</param>
/// <param name="First">The earlier access: thread, group and operation.</param>
/// <param name="Second">The later access.</param>
public sealed record Race(string Kernel, string Memory, long Address, string First, string Second)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kernel}: race in {Memory} at byte {Address}: {First}, {Second}, no barrier between";
}

/// <summary>The counts of one launch. If groups were sampled, the counts of the sample are multiplied by groups / groups run.</summary>
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

    /// <summary>Bytes that threads loaded from global memory.</summary>
    public required long LoadBytes { get; init; }

    /// <summary>Bytes that threads stored in global memory.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>
    /// Loads and stores of warps in global memory. Accesses of 16 bytes per lane count as four requests of a quarter warp each, as in
    /// hardware.
    /// </summary>
    public required long Requests { get; init; }

    /// <summary>Sectors of 32 bytes that these requests touch; 4 per request are ideal for 32 floats.</summary>
    public required long Sectors { get; init; }

    /// <summary>Average number of sectors per request; 0 without requests.</summary>
    public double SectorsPerRequest => (double)Sectors / Math.Max(1, Requests);

    /// <summary>Sectors per request of the worst instruction; 0 without global accesses.</summary>
    public required double WorstSectors { get; init; }

    /// <summary>Location of that instruction: method and IL offset.</summary>
    public required string WorstSite { get; init; }

    /// <summary>
    /// Bytes in whole sectors that groups move; each sector counts once per group for loads and once for stores. This is the traffic beyond
    /// a first-level cache that keeps all the data of its group.
    /// </summary>
    public required long MovedBytes { get; init; }

    /// <summary>Loads and stores of warps in shared memory, counted in the same way.</summary>
    public required long SharedRequests { get; init; }

    /// <summary>Additional cycles of these requests, because lanes access different words of one of the 32 banks.</summary>
    public required long BankConflicts { get; init; }

    /// <summary>Barriers, each counted once per group.</summary>
    public required long Barriers { get; init; }

    /// <summary>Requests in which some lanes of the warp are inactive.</summary>
    public required long DivergentRequests { get; init; }

    /// <summary>Fraction of divergent requests among all requests, global and shared.</summary>
    public double Divergence => (double)DivergentRequests / Math.Max(1, Requests + SharedRequests);

    /// <summary>Races found, at most a few, and only in groups that ran.</summary>
    public required IReadOnlyList<Race> Races { get; init; }
}
