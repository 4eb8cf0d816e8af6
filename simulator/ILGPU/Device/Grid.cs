using ILGPU.Execution;

namespace ILGPU;

/// <summary>The running group's place in the grid.</summary>
public static class Grid
{
    public static int IdxX => GroupContext.Here.GridX;

    public static int IdxY => GroupContext.Here.GridY;

    public static int IdxZ => GroupContext.Here.GridZ;

    public static Index3D Index => GroupContext.Here.GridIndex;

    public static int DimX => GroupContext.Here.GridDimX;

    public static int DimY => GroupContext.Here.GridDimY;

    public static int DimZ => GroupContext.Here.GridDimZ;

    public static Index3D Dimension
    {
        get
        {
            GroupContext here = GroupContext.Here;
            return new Index3D(here.GridDimX, here.GridDimY, here.GridDimZ);
        }
    }

    public static int LinearIndex
    {
        get
        {
            GroupContext here = GroupContext.Here;
            return (((here.GridZ * here.GridDimY) + here.GridY) * here.GridDimX) + here.GridX;
        }
    }

    public static Index3D GlobalIndex => ComputeGlobalIndex(Index, Group.Index);

    public static LongIndex3D LongGlobalIndex => ComputeLongGlobalIndex(Index, Group.Index);

    public static int GlobalLinearIndex => (LinearIndex * GroupContext.Here.Size) + Group.LinearIndex;

    public static Index1D ComputeGlobalIndex(Index1D gridIdx, Index1D groupIdx) => groupIdx + (gridIdx * Group.DimX);

    public static Index2D ComputeGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        groupIdx + (gridIdx * new Index2D(Group.DimX, Group.DimY));

    public static Index3D ComputeGlobalIndex(Index3D gridIdx, Index3D groupIdx) => groupIdx + (gridIdx * Group.Dimension);

    public static LongIndex1D ComputeLongGlobalIndex(Index1D gridIdx, Index1D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * Group.DimX);

    public static LongIndex2D ComputeLongGlobalIndex(Index2D gridIdx, Index2D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * new LongIndex2D(Group.DimX, Group.DimY));

    public static LongIndex3D ComputeLongGlobalIndex(Index3D gridIdx, Index3D groupIdx) =>
        groupIdx.ToLongIndex() + (gridIdx.ToLongIndex() * Group.Dimension.ToLongIndex());
}
