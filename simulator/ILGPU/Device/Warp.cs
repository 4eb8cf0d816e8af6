using ILGPU.Execution;

namespace ILGPU;

/// <summary>
/// The running thread's place in its warp, and exchange of values within it. As on hardware, a lane outside of the part that a shuffle
/// works on gives the thread its own value; a lane that the group does not have gives the pattern of unwritten memory.
/// </summary>
public static class Warp
{
    public static int WarpSize => GroupContext.Here.WarpSize;

    public static int LaneIdx => GroupContext.Here.Lane;

    public static int WarpIdx => GroupContext.Here.Warp;

    public static bool IsFirstLane => LaneIdx == 0;

    public static bool IsLastLane => LaneIdx == WarpSize - 1;

    public static int ComputeWarpIdx(Index1D groupThreadIdx) => groupThreadIdx / WarpSize;

    public static int ComputeWarpThreadIdx(Index1D groupThreadIdx) => groupThreadIdx - (ComputeWarpIdx(groupThreadIdx) * WarpSize);

    public static void Barrier() => Suspension.WaitForWarp();

    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged => Shuffle(variable, sourceLane, WarpSize);

    public static T Shuffle<T>(T variable, int sourceLane, int width)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        int lane = LaneIdx;
        return WarpExchange.Take<T>((lane & ~(WarpExchange.Width(width) - 1)) + (sourceLane & (width - 1)));
    }

    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged => ShuffleDown(variable, delta, WarpSize);

    public static T ShuffleDown<T>(T variable, int delta, int width)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        int lane = LaneIdx;
        return (lane & (WarpExchange.Width(width) - 1)) + delta < width ? WarpExchange.Take<T>(lane + delta) : variable;
    }

    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged => ShuffleUp(variable, delta, WarpSize);

    public static T ShuffleUp<T>(T variable, int delta, int width)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        int lane = LaneIdx;
        return (lane & (WarpExchange.Width(width) - 1)) >= delta ? WarpExchange.Take<T>(lane - delta) : variable;
    }

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged => ShuffleXor(variable, mask, WarpSize);

    public static T ShuffleXor<T>(T variable, int mask, int width)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        int lane = LaneIdx;
        return (mask & ~(WarpExchange.Width(width) - 1)) == 0 ? WarpExchange.Take<T>(lane ^ mask) : variable;
    }

    public static T Broadcast<T>(T value, int sourceLane)
        where T : unmanaged => Shuffle(value, sourceLane);
}
