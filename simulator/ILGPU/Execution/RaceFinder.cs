using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>
/// Finds addresses that one thread writes and another accesses without a barrier between: within a group between two barriers, in different
/// groups at any time. A barrier of a warp orders its threads; a shuffle, which orders no memory, does not.
/// </summary>
internal sealed class RaceFinder(string kernel, Func<int, string> memoryName)
{
    private const int MostRaces = 8;

    private readonly Dictionary<(int Memory, nint Offset), Touched> _global = [];
    private readonly Dictionary<nint, Touched> _shared = [];
    private readonly List<Race> _races = [];
    private int _interval;

    public IReadOnlyList<Race> Races => _races;

    /// <summary>A barrier: later accesses do not conflict with earlier ones.</summary>
    public void Barrier() => _interval++;

    /// <summary>A new group, which has its own shared memory.</summary>
    public void BeginGroup()
    {
        _shared.Clear();
        _interval++;
    }

    /// <summary>Checks one access, word by word; stretch is the number of barriers of the thread's warp so far.</summary>
    public void See(in Access access, GroupContext context, int stretch)
    {
        for (var word = 0; word < access.Size; word += sizeof(int))
            SeeWord(access with { Offset = access.Offset + word }, context, stretch);
    }

    private void SeeWord(in Access access, GroupContext context, int stretch)
    {
        var shared = access.Memory == Observer.SharedMemory;
        ref var touched = ref shared
            ? ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_shared, access.Offset, out _)
            : ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_global, (access.Memory, access.Offset), out _);
        var group = context.GridX + ((long)context.GridDimX * (context.GridY + ((long)context.GridDimY * context.GridZ)));
        var now = new Toucher(group, context.Linear, _interval, stretch, true);
        if (Collide(touched.Writer, now, context.WarpSize))
            Report(access, touched.Writer, now, true);
        else if (access.Store && Collide(touched.Reader, now, context.WarpSize))
            Report(access, touched.Reader, now, false);
        else if (access.Store && Collide(touched.OtherReader, now, context.WarpSize))
            Report(access, touched.OtherReader, now, false);
        if (access.Store)
            touched.Writer = now;
        // A reader that comes before this one anyway may give way to it. One of another group never does.
        else if (!Collide(touched.Reader, now, context.WarpSize))
            touched.Reader = now;
        else
            touched.OtherReader = now;
    }

    private static bool Collide(in Toucher before, in Toucher now, int warpSize)
    {
        if (!before.Exists || (before.Group == now.Group && before.Thread == now.Thread))
            return false;
        if (before.Group != now.Group)
            return true;
        var sameWarp = before.Thread / warpSize == now.Thread / warpSize;
        return before.Interval == now.Interval && !(sameWarp && before.Stretch != now.Stretch);
    }

    private void Report(in Access access, in Toucher before, in Toucher now, bool written)
    {
        var memory = access.Memory;
        if (_races.Count >= MostRaces || _races.Exists(r => r.Memory == memoryName(memory)))
            return;
        _races.Add(new Race(
            kernel, memoryName(memory), access.Offset,
            $"thread {before.Thread} of group {before.Group} {(written ? "wrote" : "read")}",
            $"thread {now.Thread} of group {now.Group} {(access.Store ? "writes" : "reads")}"));
    }

    private readonly record struct Toucher(long Group, int Thread, int Interval, int Stretch, bool Exists);

    private struct Touched
    {
        public Toucher Writer;
        public Toucher Reader;
        public Toucher OtherReader;
    }
}
