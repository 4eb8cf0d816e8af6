using ILGPU.Execution;

namespace ILGPU;

/// <summary>The running thread's place in its group, and barriers.</summary>
public static class Group
{
    public static int IdxX => GroupContext.Here.IdxX;

    public static int IdxY => GroupContext.Here.IdxY;

    public static int IdxZ => GroupContext.Here.IdxZ;

    public static Index3D Index => GroupContext.Here.ThreadIndex;

    public static int DimX => GroupContext.Here.DimX;

    public static int DimY => GroupContext.Here.DimY;

    public static int DimZ => GroupContext.Here.DimZ;

    public static Index3D Dimension
    {
        get
        {
            GroupContext here = GroupContext.Here;
            return new Index3D(here.DimX, here.DimY, here.DimZ);
        }
    }

    public static int LinearIndex => GroupContext.Here.Linear;

    public static bool IsFirstThread => GroupContext.Here.Linear == 0;

    public static bool IsLastThread
    {
        get
        {
            GroupContext here = GroupContext.Here;
            return here.Linear == here.Size - 1;
        }
    }

    public static void Barrier() => Suspension.WaitForGroup();

    public static int BarrierPopCount(bool predicate)
    {
        GroupExchange.Deposit(predicate ? 1 : 0);
        Suspension.WaitForGroup();
        return GroupExchange.Sum();
    }

    public static bool BarrierAnd(bool predicate)
    {
        GroupExchange.Deposit(predicate ? 1 : 0);
        Suspension.WaitForGroup();
        return GroupExchange.Sum() == GroupContext.Here.Size;
    }

    public static bool BarrierOr(bool predicate)
    {
        GroupExchange.Deposit(predicate ? 1 : 0);
        Suspension.WaitForGroup();
        return GroupExchange.Sum() != 0;
    }

    public static T Broadcast<T>(T value, int groupIndex)
        where T : unmanaged
    {
        GroupExchange.Deposit(value);
        Suspension.WaitForGroup();
        return GroupExchange.Take<T>(groupIndex);
    }
}
