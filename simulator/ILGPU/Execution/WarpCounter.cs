namespace ILGPU.Execution;

/// <summary>One load or store of one thread.</summary>
internal readonly record struct Access(int Site, nint Offset, int Memory, int Size, bool Store);

/// <summary>
/// Counts the memory requests of warps: the accesses of the lanes are matched by instruction and execution count, then sectors and banks
/// are counted.
/// </summary>
internal sealed class WarpCounter(IReadOnlyList<string> sites)
{
    private const int SectorBytes = 32;
    private const int RequestBytes = 128;
    private const int Banks = 32;

    private readonly IReadOnlyList<string> _sites = sites;
    private readonly int[] _turns = new int[sites.Count];
    private readonly int[] _most = new int[sites.Count];
    private readonly int[] _first = new int[sites.Count + 1];
    private readonly long[] _siteRequests = new long[sites.Count];
    private readonly long[] _siteSectors = new long[sites.Count];
    private readonly HashSet<(int Memory, nint Sector)> _loaded = [];
    private readonly HashSet<(int Memory, nint Sector)> _stored = [];
    private readonly List<nint> _distinct = [];
    private readonly nint[] _bankWord = new nint[Banks];
    private readonly int[] _bankWords = new int[Banks];
    private Access[] _aligned = [];
    private bool[] _present = [];

    public long LoadBytes { get; private set; }

    public long StoreBytes { get; private set; }

    public long SharedRequests { get; private set; }

    public long BankConflicts { get; private set; }

    public long DivergentRequests { get; private set; }

    public long MovedSectors { get; private set; }

    public long Requests => _siteRequests.Sum();

    public long Sectors => _siteSectors.Sum();

    /// <summary>The instruction with the most sectors per request, over both counters.</summary>
    public static (double Sectors, string Site) Worst(WarpCounter one, WarpCounter other) => Enumerable.Range(0, one._sites.Count)
        .Select(s => (
            Requests: one._siteRequests[s] + other._siteRequests[s],
            Sectors: one._siteSectors[s] + other._siteSectors[s],
            Site: one._sites[s]))
        .Where(s => s.Requests > 0)
        .Select(s => ((double)s.Sectors / s.Requests, s.Site))
        .DefaultIfEmpty((0, ""))
        .MaxBy(s => s.Item1);

    /// <summary>A group has ended: the first-level cache is empty again.</summary>
    public void EndGroup()
    {
        MovedSectors += _loaded.Count + _stored.Count;
        _loaded.Clear();
        _stored.Clear();
    }

    /// <summary>Counts the accesses of a warp's lanes between two waits.</summary>
    public void Count(ReadOnlySpan<List<Access>> lanes)
    {
        Array.Clear(_most);
        foreach (var lane in lanes)
        {
            Array.Clear(_turns);
            foreach (var access in lane)
                _most[access.Site] = Math.Max(_most[access.Site], ++_turns[access.Site]);
        }

        for (var s = 0; s < _sites.Count; s++)
            _first[s + 1] = _first[s] + _most[s];
        int width = lanes.Length, requests = _first[_sites.Count];
        if (_aligned.Length < requests * width)
            (_aligned, _present) = (new Access[requests * width], new bool[requests * width]);
        Array.Clear(_present, 0, requests * width);
        for (var lane = 0; lane < width; lane++)
        {
            Array.Clear(_turns);
            foreach (var access in lanes[lane])
            {
                var at = ((_first[access.Site] + _turns[access.Site]++) * width) + lane;
                (_aligned[at], _present[at]) = (access, true);
            }
        }

        for (var request = 0; request < requests; request++)
            CountWarp(_aligned.AsSpan(request * width, width), _present.AsSpan(request * width, width));
    }

    // A request moves at most 128 bytes: accesses of 8 bytes are split into half warps, of 16 bytes into quarter warps. The last warp of a
    // group may have fewer lanes.
    private void CountWarp(ReadOnlySpan<Access> lanes, ReadOnlySpan<bool> present)
    {
        var length = Math.Max(1, RequestBytes / Math.Max(sizeof(float), lanes[present.IndexOf(true)].Size));
        for (var begin = 0; begin < lanes.Length; begin += length)
        {
            var end = Math.Min(begin + length, lanes.Length);
            var here = present[begin..end];
            if (here.Contains(true))
                CountRequest(lanes[begin..end], here);
        }
    }

    private void CountRequest(ReadOnlySpan<Access> lanes, ReadOnlySpan<bool> present)
    {
        if (present.Contains(false))
            DivergentRequests++;
        var first = present.IndexOf(true);
        if (lanes[first].Memory == Observer.SharedMemory)
        {
            CountBanks(lanes, present);
            return;
        }

        _distinct.Clear();
        var site = lanes[first].Site;
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (!present[lane])
                continue;
            var access = lanes[lane];
            if (access.Store)
                StoreBytes += access.Size;
            else
                LoadBytes += access.Size;
            for (var sector = access.Offset / SectorBytes; sector <= (access.Offset + access.Size - 1) / SectorBytes; sector++)
            {
                if (_distinct.Count > 0 && (_distinct[^1] == sector || _distinct.Contains(sector)))
                    continue;
                _distinct.Add(sector);
                (access.Store ? _stored : _loaded).Add((access.Memory, sector));
            }
        }

        _siteRequests[site]++;
        _siteSectors[site] += _distinct.Count;
    }

    private void CountBanks(ReadOnlySpan<Access> lanes, ReadOnlySpan<bool> present)
    {
        SharedRequests++;
        Array.Clear(_bankWords);
        _distinct.Clear();
        var most = 1;
        for (var lane = 0; lane < lanes.Length; lane++)
        {
            if (!present[lane])
                continue;
            var access = lanes[lane];
            for (var word = access.Offset / sizeof(float); word <= (access.Offset + access.Size - 1) / sizeof(float); word++)
            {
                var bank = (int)(word % Banks);
                if (_bankWords[bank] > 0 && (_bankWord[bank] == word || _distinct.Contains(word)))
                    continue;
                _bankWord[bank] = word;
                _distinct.Add(word);
                most = Math.Max(most, ++_bankWords[bank]);
            }
        }

        BankConflicts += most - 1;
    }
}
