namespace ILGPU;

/// <summary>Grid (in groups) and group (in threads) of a launch.</summary>
public readonly struct KernelConfig : IIntrinsicIndex
{
    public KernelConfig(Index1D gridDim, Index1D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(Index1D gridDim, Index1D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim.X, 1, 1), new Index3D(groupDim.X, 1, 1), sharedMemoryConfig)
    {
    }

    public KernelConfig(Index2D gridDim, Index2D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(Index2D gridDim, Index2D groupDim, SharedMemoryConfig sharedMemoryConfig)
        : this(new Index3D(gridDim, 1), new Index3D(groupDim, 1), sharedMemoryConfig)
    {
    }

    public KernelConfig(int gridDimX, int gridDimY, int gridDimZ, int groupDimX, int groupDimY, int groupDimZ)
        : this(new Index3D(gridDimX, gridDimY, gridDimZ), new Index3D(groupDimX, groupDimY, groupDimZ))
    {
    }

    public KernelConfig(Index3D gridDim, Index3D groupDim)
        : this(gridDim, groupDim, default)
    {
    }

    public KernelConfig(Index3D gridDim, Index3D groupDim, SharedMemoryConfig sharedMemoryConfig)
    {
        GridDim = gridDim;
        GroupDim = groupDim;
        SharedMemoryConfig = sharedMemoryConfig;
    }

    public IndexType IndexType => IndexType.KernelConfig;

    public Index3D GridDim { get; }

    public Index3D GroupDim { get; }

    public SharedMemoryConfig SharedMemoryConfig { get; }

    public bool UsesDynamicSharedMemory => SharedMemoryConfig.UsesDynamicSharedMemory;

    public bool IsValid => GridDim.LongSize > 0 && GroupDim.LongSize > 0;

    public long Size => GridDim.LongSize * GroupDim.LongSize;

    public static implicit operator KernelConfig((Index1D GridDim, Index1D GroupDim) dimensions) => new(dimensions.GridDim, dimensions.GroupDim);

    public static implicit operator KernelConfig((Index3D GridDim, Index1D GroupDim) dimensions) =>
        new(dimensions.GridDim, new Index3D(dimensions.GroupDim.X, 1, 1));

    public static implicit operator KernelConfig((Index3D GridDim, Index2D GroupDim) dimensions) =>
        new(dimensions.GridDim, new Index3D(dimensions.GroupDim, 1));

    public static implicit operator KernelConfig((Index2D GridDim, Index2D GroupDim) dimensions) => new(dimensions.GridDim, dimensions.GroupDim);

    public static implicit operator KernelConfig((Index3D GridDim, Index3D GroupDim) dimensions) => new(dimensions.GridDim, dimensions.GroupDim);

    public static implicit operator KernelConfig((Index1D GridDim, Index1D GroupDim, SharedMemoryConfig Shared) dimensions) =>
        new(dimensions.GridDim, dimensions.GroupDim, dimensions.Shared);

    public static implicit operator KernelConfig((Index3D GridDim, Index3D GroupDim, SharedMemoryConfig Shared) dimensions) =>
        new(dimensions.GridDim, dimensions.GroupDim, dimensions.Shared);

    public (Index3D GridDim, Index3D GroupDim) ToDimensions() => (GridDim, GroupDim);

    public void Deconstruct(out Index3D gridDim, out Index3D groupDim) => (gridDim, groupDim) = (GridDim, GroupDim);

    public void Deconstruct(out Index3D gridDim, out Index3D groupDim, out SharedMemoryConfig sharedMemoryConfig) =>
        (gridDim, groupDim, sharedMemoryConfig) = (GridDim, GroupDim, SharedMemoryConfig);
}

