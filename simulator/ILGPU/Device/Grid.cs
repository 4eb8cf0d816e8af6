using ILGPU.Execution;

namespace ILGPU;

/// <summary>The position of the running group in the grid.</summary>
public static class Grid
{
    public static int IdxX => GroupContext.Here.GridX;

    public static int IdxY => GroupContext.Here.GridY;

    public static int IdxZ => GroupContext.Here.GridZ;

    public static int DimX => GroupContext.Here.GridDimX;

    public static int DimY => GroupContext.Here.GridDimY;

    public static int DimZ => GroupContext.Here.GridDimZ;
}
