using System.Runtime.CompilerServices;
using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>
/// Runs a group's threads in a given order, each until it waits or ends. Threads continue when all the threads that they wait for have
/// reached the same site.
/// </summary>
internal sealed class GroupScheduler
{
    private int[] _states = [];
    private bool[] _ready = [];

    /// <summary>Runs one group; order is a permutation of its threads, null for ascending.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TArgs>(GroupContext context, ThreadRunner<TArgs> runner, int[]? order)
    {
        var count = context.Size;
        if (_states.Length < count)
        {
            _states = new int[count];
            _ready = new bool[count];
        }

        Array.Clear(_states);
        Array.Fill(_ready, true);
        var observer = context.Observer;
        observer?.BeginGroup(context);
        do
        {
            for (var i = 0; i < count; i++)
            {
                var thread = order is null ? i : order[i];
                if (!_ready[thread])
                    continue;
                context.Select(thread);
                _states[thread] = runner.Run(context, thread, _states[thread]);
                _ready[thread] = false;
            }

            observer?.EndPass(context);
        }
        while (Release(context, runner.Sites));
        observer?.EndGroup();
    }

    /// <summary>Releases the threads whose wait is over; false when all threads have ended.</summary>
    private bool Release(GroupContext context, IReadOnlyList<Site> sites)
    {
        var states = _states.AsSpan(0, context.Size);
        var first = states[0];
        if (states.IndexOfAnyExcept(first) < 0)
        {
            if (first == 0)
                return false;
            if (sites[first - 1].Scope == Scope.Group)
            {
                context.Observer?.GroupWaited();
                Array.Fill(_ready, true);
                return true;
            }
        }

        return ReleaseWarps(context, sites) ? true : throw Divergence(states, sites, "group");
    }

    private bool ReleaseWarps(GroupContext context, IReadOnlyList<Site> sites)
    {
        var any = false;
        for (var begin = 0; begin < context.Size; begin += context.WarpSize)
        {
            var length = Math.Min(context.WarpSize, context.Size - begin);
            var states = _states.AsSpan(begin, length);
            if (!IsAnyInWarp(states, sites))
                continue;
            if (states.IndexOfAnyExcept(states[0]) >= 0)
                throw Divergence(states, sites, $"warp {begin / context.WarpSize}");
            context.Exchange.ReleaseWarp(begin / context.WarpSize);
            if (sites[states[0] - 1].OrdersMemory)
                context.Observer?.WarpWaited(begin, length);
            _ready.AsSpan(begin, length).Fill(true);
            any = true;
        }

        return any;
    }

    private static bool IsAnyInWarp(Span<int> states, IReadOnlyList<Site> sites)
    {
        foreach (var state in states)
        {
            if (state > 0 && sites[state - 1].Scope == Scope.Warp)
                return true;
        }

        return false;
    }

    private static DivergenceFault Divergence(Span<int> states, IReadOnlyList<Site> sites, string of)
    {
        var counts = new SortedDictionary<int, int>();
        foreach (var state in states)
            counts[state] = counts.GetValueOrDefault(state) + 1;
        var parts = counts.Reverse().Select(c => c.Key == 0
            ? $"{c.Value} have ended without reaching it"
            : $"{c.Value} wait at {sites[c.Key - 1].Name}");
        return new DivergenceFault($"divergent barrier: of the {states.Length} threads of the {of} {string.Join(", ", parts)}");
    }
}
