namespace ILGPU.Runtime;

public enum AcceleratorType
{
    CPU = 0,
    Cuda = 1,
    OpenCL = 2,
}

/// <summary>A device from which an accelerator can be created, with its limits.</summary>
public abstract class Device
{
    private protected Device(AcceleratorType type, string name, int warpSize, int threadsPerGroup)
    {
        AcceleratorType = type;
        Name = name;
        WarpSize = warpSize;
        MaxNumThreadsPerGroup = threadsPerGroup;
    }

    public AcceleratorType AcceleratorType { get; }

    public string Name { get; }

    public long MemorySize => long.MaxValue;

    public Index3D MaxGridSize { get; } = new(int.MaxValue, ushort.MaxValue, ushort.MaxValue);

    public int MaxNumThreadsPerGroup { get; }

    public int WarpSize { get; }

    public int NumMultiprocessors => 1;

    public abstract Accelerator CreateAccelerator(Context context);
}
