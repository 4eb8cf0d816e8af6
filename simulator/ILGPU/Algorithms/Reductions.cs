using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Execution;

namespace ILGPU.Algorithms;

/// <summary>Combines the values that the threads of a warp or group have deposited, in a fixed order.</summary>
internal static class Reductions
{
    public static T OfWarp<T, TReduction>()
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        GroupContext here = GroupContext.Here;
        int lanes = Math.Min(here.WarpSize, here.Size - (here.Warp * here.WarpSize));
        Span<T> values = stackalloc T[lanes];
        for (int lane = 0; lane < lanes; lane++)
            values[lane] = here.Exchange.TakeInWarp<T>(here, lane);
        return Tree<T, TReduction>(values, here.WarpSize);
    }

    public static T OfGroup<T, TReduction>()
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        GroupContext here = GroupContext.Here;
        if (here.Exchange.TryTakeResult(out T result))
            return result;
        Span<T> values = stackalloc T[here.WarpSize];
        for (int first = 0; first < here.Size; first += here.WarpSize)
        {
            int lanes = Math.Min(here.WarpSize, here.Size - first);
            for (int lane = 0; lane < lanes; lane++)
                values[lane] = here.Exchange.TakeInGroup<T>(first + lane);
            T warp = Tree<T, TReduction>(values[..lanes], here.WarpSize);
            result = first == 0 ? warp : default(TReduction).Apply(result, warp);
        }

        return here.Exchange.KeepResult(result);
    }

    public static T OfLanesBefore<T, TScan>(int end)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        T result = default(TScan).Identity;
        for (int lane = 0; lane < end; lane++)
            result = default(TScan).Apply(result, WarpExchange.Take<T>(lane));
        return result;
    }

    public static T OfThreadsBefore<T, TScan>(int end)
        where T : unmanaged
        where TScan : struct, IScanReduceOperation<T>
    {
        T result = default(TScan).Identity;
        for (int thread = 0; thread < end; thread++)
            result = default(TScan).Apply(result, GroupExchange.Take<T>(thread));
        return result;
    }

    private static T Tree<T, TReduction>(Span<T> values, int warpSize)
        where T : unmanaged
        where TReduction : struct, IScanReduceOperation<T>
    {
        for (int delta = warpSize / 2; delta > 0; delta /= 2)
        {
            for (int lane = 0; lane < delta && lane + delta < values.Length; lane++)
                values[lane] = default(TReduction).Apply(values[lane], values[lane + delta]);
        }

        return values[0];
    }
}
