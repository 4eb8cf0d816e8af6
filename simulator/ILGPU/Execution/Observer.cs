using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU.Checking;
using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>Observes every load and store of an inspected launch; <see cref="Il.KernelEmitter"/> emits the calls into its kernel.</summary>
internal sealed unsafe class Observer : ViewVisitor
{
    /// <summary>The number of shared memory among the memories; buffers count from 0.</summary>
    public const int SharedMemory = -1;

    /// <summary>The method that the kernel calls before a load or store.</summary>
    public static readonly MethodInfo SeeMethod = typeof(Observer).GetMethod(nameof(See))!;

    private readonly string _kernel;
    private readonly Func<int, string> _argumentName;
    private readonly List<(MemoryBuffer Buffer, nint Start, nint End, SortedSet<string> Names)> _memories = [];
    private readonly RaceFinder _races;
    private readonly WarpCounter _inner;
    private readonly WarpCounter _edges;
    private WarpCounter _warps;
    private bool _atEdge;
    private List<Access>[] _threads = [];
    private int[] _stretches = [];
    private long _edgeBarriers;
    private long _innerBarriers;
    private long _edgeGroups;
    private long _innerGroups;

    public Observer(string kernel, Func<int, string> argumentName, IReadOnlyList<string> sites)
    {
        (_kernel, _argumentName) = (kernel, argumentName);
        _inner = new WarpCounter(sites);
        _warps = _edges = new WarpCounter(sites);
        _races = new RaceFinder(kernel, memory => memory == SharedMemory ? "shared memory" : string.Join(" or ", _memories[memory].Names));
    }

    /// <summary>One access of the running thread. Addresses outside buffers and shared memory are private and do not count.</summary>
    public static void See(nint address, int size, int siteAndKind, GroupContext context) =>
        context.Observer!.Note(address, size, siteAndKind >> 1, (siteAndKind & 1) != 0, context);

    /// <summary>Records the buffers of the arguments.</summary>
    public override void Visit(int argument, MemoryBuffer? owner, nint address, long bytes)
    {
        if (owner is null || bytes == 0)
            return;
        var known = _memories.FindIndex(m => m.Buffer == owner);
        if (known < 0)
        {
            known = _memories.Count;
            _memories.Add((owner, (nint)owner.Start, (nint)owner.Start + (nint)owner.LengthInBytes, []));
        }

        _memories[known].Names.Add($"'{_argumentName(argument)}'");
    }

    public void BeginGroup(GroupContext context)
    {
        if (_threads.Length < context.Size)
        {
            _threads = [.. Enumerable.Range(0, context.Size).Select(_ => new List<Access>())];
            _stretches = new int[context.Size];
        }

        _races.BeginGroup();
        _atEdge = (context.GridX == 0 && context.GridY == 0 && context.GridZ == 0)
            || (context.GridX == context.GridDimX - 1 && context.GridY == context.GridDimY - 1 && context.GridZ == context.GridDimZ - 1);
        _warps = _atEdge ? _edges : _inner;
        if (_atEdge)
            _edgeGroups++;
        else
            _innerGroups++;
    }

    /// <summary>Called when all threads wait or have ended.</summary>
    public void EndPass(GroupContext context)
    {
        for (var begin = 0; begin < context.Size; begin += context.WarpSize)
        {
            var lanes = _threads.AsSpan(begin, Math.Min(context.WarpSize, context.Size - begin));
            var any = false;
            foreach (var lane in lanes)
                any |= lane.Count > 0;
            if (!any)
                continue;
            _warps.Count(lanes);
            foreach (var lane in lanes)
                lane.Clear();
        }
    }

    public void EndGroup() => _warps.EndGroup();

    public void GroupWaited()
    {
        if (_atEdge)
            _edgeBarriers++;
        else
            _innerBarriers++;
        _races.Barrier();
    }

    public void WarpWaited(int first, int count)
    {
        foreach (ref var stretch in _stretches.AsSpan(first, count))
            stretch++;
    }

    /// <summary>The counts for the whole grid: first and last group unchanged, those between scaled up if they are a sample.</summary>
    public LaunchReport Report(long groups, int groupSize)
    {
        var scale = (double)(groups - _edgeGroups) / Math.Max(1, _innerGroups);
        (var worst, var site) = WarpCounter.Worst(_edges, _inner);
        return new LaunchReport
        {
            Kernel = _kernel,
            Groups = groups,
            GroupsRun = _edgeGroups + _innerGroups,
            Threads = groups * groupSize,
            LoadBytes = Total(w => w.LoadBytes),
            StoreBytes = Total(w => w.StoreBytes),
            Requests = Total(w => w.Requests),
            Sectors = Total(w => w.Sectors),
            WorstSectors = worst,
            WorstSite = site,
            MovedBytes = Total(w => w.MovedSectors * 32),
            SharedRequests = Total(w => w.SharedRequests),
            BankConflicts = Total(w => w.BankConflicts),
            Barriers = _edgeBarriers + (long)Math.Round(_innerBarriers * scale),
            DivergentRequests = Total(w => w.DivergentRequests),
            Races = [.. _races.Races],
        };

        long Total(Func<WarpCounter, long> count) => count(_edges) + (long)Math.Round(count(_inner) * scale);
    }

    private void Note(nint address, int size, int site, bool store, GroupContext context)
    {
        (var memory, var start) = Locate(address, context);
        if (start == 0)
            return;
        var access = new Access(site, address - start, memory, size, store);
        _threads[context.Linear].Add(access);
        _races.See(access, context, _stretches[context.Linear]);
    }

    private (int Memory, nint Start) Locate(nint address, GroupContext context)
    {
        if (context.Shared.Contains((void*)address))
            return (SharedMemory, context.Shared.Start);
        ReadOnlySpan<(MemoryBuffer Buffer, nint Start, nint End, SortedSet<string> Names)> memories = CollectionsMarshal.AsSpan(_memories);
        for (var m = 0; m < memories.Length; m++)
        {
            if (address >= memories[m].Start && address < memories[m].End)
                return (m, memories[m].Start);
        }

        return default;
    }
}
