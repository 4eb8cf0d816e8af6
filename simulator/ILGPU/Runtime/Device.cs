namespace ILGPU.Runtime;

public enum AcceleratorType
{
    CPU = 0,
    Cuda = 1,
    OpenCL = 2,
}

/// <summary>What an accelerator can be made of, with its limits.</summary>
public abstract class Device
{
    internal Device(AcceleratorType type, string name, int warpSize, int threadsPerGroup, int multiprocessors)
    {
        AcceleratorType = type;
        Name = name;
        WarpSize = warpSize;
        MaxNumThreadsPerGroup = threadsPerGroup;
        NumMultiprocessors = multiprocessors;
    }

    public AcceleratorType AcceleratorType { get; }

    public string Name { get; }

    public long MemorySize => long.MaxValue;

    public Index3D MaxGridSize { get; } = new(int.MaxValue, ushort.MaxValue, ushort.MaxValue);

    public Index3D MaxGroupSize => new(MaxNumThreadsPerGroup, MaxNumThreadsPerGroup, MaxNumThreadsPerGroup);

    public int MaxNumThreadsPerGroup { get; }

    public int MaxSharedMemoryPerGroup { get; } = 48 << 10;

    public int MaxConstantMemory => 64 << 10;

    public int WarpSize { get; }

    public int NumMultiprocessors { get; }

    public int MaxNumThreadsPerMultiprocessor => MaxNumThreadsPerGroup;

    public int MaxNumThreads => MaxNumThreadsPerMultiprocessor * NumMultiprocessors;

    public abstract Accelerator CreateAccelerator(Context context);

    public void PrintInformation(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteLine($"Device: {Name}");
        writer.WriteLine($"  Accelerator Type: {AcceleratorType}");
        writer.WriteLine($"  Warp size: {WarpSize}");
        writer.WriteLine($"  Number of multiprocessors: {NumMultiprocessors}");
        writer.WriteLine($"  Max number of threads/group: {MaxNumThreadsPerGroup}");
        writer.WriteLine($"  Shared memory/group: {MaxSharedMemoryPerGroup} bytes");
    }

    public override string ToString() =>
        $"{Name} [Type: {AcceleratorType}, WarpSize: {WarpSize}, MaxNumThreadsPerGroup: {MaxNumThreadsPerGroup}, MemorySize: {MemorySize}]";
}
