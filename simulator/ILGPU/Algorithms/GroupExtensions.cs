using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Execution;

namespace ILGPU.Algorithms;

/// <summary>
/// Reductions and scans over a group: the trees of its warps, then those in order. Only the first thread has the result of
/// <see cref="Reduce{T, TReduction}(T)"/>, the others get what unwritten memory holds.
/// </summary>
public static class GroupExtensions
{
    public static T Reduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        GroupExchange.Deposit(value);
        Suspension.WaitForGroup();
        return Group.IsFirstThread ? Reductions.OfGroup<T, TReduction>() : Exchange.Unwritten<T>();
    }

    public static T AllReduce<T, TReduction>(T value)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        GroupExchange.Deposit(value);
        Suspension.WaitForGroup();
        return Reductions.OfGroup<T, TReduction>();
    }

    public static T ExclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        GroupExchange.Deposit(value);
        Suspension.WaitForGroup();
        return Reductions.OfThreadsBefore<T, TScanOperation>(Group.LinearIndex);
    }

    public static T InclusiveScan<T, TScanOperation>(T value)
        where T : unmanaged
        where TScanOperation : struct, IScanReduceOperation<T>
    {
        GroupExchange.Deposit(value);
        Suspension.WaitForGroup();
        return Reductions.OfThreadsBefore<T, TScanOperation>(Group.LinearIndex + 1);
    }
}
