using ILGPU.Execution;

namespace ILGPU;

/// <summary>The position of the running thread in its group, and the barrier.</summary>
public static class Group
{
    public static int IdxX => GroupContext.Here.IdxX;

    public static int IdxY => GroupContext.Here.IdxY;

    public static int IdxZ => GroupContext.Here.IdxZ;

    public static int DimX => GroupContext.Here.DimX;

    public static int DimY => GroupContext.Here.DimY;

    public static int DimZ => GroupContext.Here.DimZ;

    public static int LinearIndex => GroupContext.Here.Linear;

    public static void Barrier() => Suspension.WaitForGroup();
}
