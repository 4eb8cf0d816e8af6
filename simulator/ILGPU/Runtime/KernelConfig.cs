namespace ILGPU;

/// <summary>Grid size (in groups) and group size (in threads) of a launch.</summary>
public readonly struct KernelConfig
{
    public KernelConfig(Index1D gridDim, Index1D groupDim)
        : this(new Index3D(gridDim.X, 1, 1), new Index3D(groupDim.X, 1, 1))
    {
    }

    public KernelConfig(Index2D gridDim, Index2D groupDim)
        : this(new Index3D(gridDim.X, gridDim.Y, 1), new Index3D(groupDim.X, groupDim.Y, 1))
    {
    }

    public KernelConfig(Index3D gridDim, Index3D groupDim)
    {
        GridDim = gridDim;
        GroupDim = groupDim;
    }

    public Index3D GridDim { get; }

    public Index3D GroupDim { get; }

    public static implicit operator KernelConfig((Index1D GridDim, Index1D GroupDim) dimensions) =>
        new(dimensions.GridDim, dimensions.GroupDim);
}
