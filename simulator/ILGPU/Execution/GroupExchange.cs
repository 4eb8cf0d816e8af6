using ILGPU.Checking;

namespace ILGPU.Execution;

/// <summary>The two halves of a group operation, before and after its wait.</summary>
internal static class GroupExchange
{
    public static void Deposit<T>(T value)
        where T : unmanaged
    {
        GroupContext here = GroupContext.Here;
        here.Exchange.DepositInGroup(here, value);
    }

    public static T Take<T>(int thread)
        where T : unmanaged
    {
        GroupContext here = GroupContext.Here;
        if ((uint)thread >= (uint)here.Size)
            throw new KernelFault($"broadcast from thread {thread} of a group of {here.Size}");
        return here.Exchange.TakeInGroup<T>(thread);
    }

    public static int Sum()
    {
        GroupContext here = GroupContext.Here;
        if (here.Exchange.TryTakeResult(out int sum))
            return sum;
        sum = 0;
        for (int thread = 0; thread < here.Size; thread++)
            sum += here.Exchange.TakeInGroup<int>(thread);
        return here.Exchange.KeepResult(sum);
    }
}

/// <summary>The two halves of a warp operation, before and after its wait.</summary>
internal static class WarpExchange
{
    public static void Deposit<T>(T value)
        where T : unmanaged
    {
        GroupContext here = GroupContext.Here;
        here.Exchange.DepositInWarp(here, value);
    }

    public static T Take<T>(int lane)
        where T : unmanaged
    {
        GroupContext here = GroupContext.Here;
        return here.Exchange.TakeInWarp<T>(here, lane);
    }

    /// <summary>Checks the part of a warp that an operation works on: a power of two up to the warp.</summary>
    public static int Width(int width)
    {
        if (width < 1 || width > GroupContext.Here.WarpSize || (width & (width - 1)) != 0)
            throw new KernelFault($"shuffle of width {width}: it must be a power of two up to {GroupContext.Here.WarpSize}");
        return width;
    }
}
