using ILGPU.Execution;

namespace ILGPU;

/// <summary>
/// The position of the running thread in its warp, and the exchange of values within the warp. As on hardware, a lane whose source in a
/// shuffle up or down lies outside the warp keeps its own value. A lane that the group does not have gives the pattern of unwritten memory.
/// </summary>
public static class Warp
{
    public static int WarpSize => GroupContext.Here.WarpSize;

    public static int LaneIdx => GroupContext.Here.Lane;

    public static void Barrier() => Suspension.WaitForWarp();

    public static T Shuffle<T>(T variable, int sourceLane)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        return WarpExchange.Take<T>(sourceLane & (WarpSize - 1));
    }

    public static T ShuffleDown<T>(T variable, int delta)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        return LaneIdx + delta < WarpSize ? WarpExchange.Take<T>(LaneIdx + delta) : variable;
    }

    public static T ShuffleUp<T>(T variable, int delta)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        return LaneIdx >= delta ? WarpExchange.Take<T>(LaneIdx - delta) : variable;
    }

    public static T ShuffleXor<T>(T variable, int mask)
        where T : unmanaged
    {
        WarpExchange.Deposit(variable);
        Suspension.WaitForWarp();
        return (mask & ~(WarpSize - 1)) == 0 ? WarpExchange.Take<T>(LaneIdx ^ mask) : variable;
    }
}
