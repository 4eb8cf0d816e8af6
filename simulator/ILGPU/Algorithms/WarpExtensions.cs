using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Execution;

namespace ILGPU.Algorithms;

/// <summary>
/// Reductions and scans over a warp. The order of operations is that of a shuffle-down tree, the halves first; only the first lane has
/// the result of <see cref="Reduce{T, TReduction}(T)"/>, the others get what unwritten memory holds.
/// </summary>
public static class WarpExtensions
{
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        WarpExchange.Deposit(value);
        Suspension.WaitForWarp();
        return Warp.IsFirstLane ? Reductions.OfWarp<T, TReduction>() : Exchange.Unwritten<T>();
    }

    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        WarpExchange.Deposit(value);
        Suspension.WaitForWarp();
        return Reductions.OfWarp<T, TReduction>();
    }

    public static T ExclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        WarpExchange.Deposit(value);
        Suspension.WaitForWarp();
        return Reductions.OfLanesBefore<T, TScan>(Warp.LaneIdx);
    }

    public static T InclusiveScan<T, TScan>(T value)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        WarpExchange.Deposit(value);
        Suspension.WaitForWarp();
        return Reductions.OfLanesBefore<T, TScan>(Warp.LaneIdx + 1);
    }
}
