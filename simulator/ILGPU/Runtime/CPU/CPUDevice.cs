using System.Collections.Immutable;

namespace ILGPU.Runtime.CPU;

public enum CPUDeviceKind
{
    Default = 0,
    Nvidia = 1,
    AMD = 2,
    LegacyAMD = 3,
    Intel = 4,
}

public enum CPUAcceleratorMode
{
    Auto = 0,
    Sequential = 1,
    Parallel = 2,
}

/// <summary>The sizes of a device that is imitated; a group has at most as many threads as a multiprocessor.</summary>
public sealed class CPUDevice : Device, IEquatable<CPUDevice>
{
    public static readonly CPUDevice Default = new(4, 4, 1);
    public static readonly CPUDevice Nvidia = new(32, 32, 1);
    public static readonly CPUDevice AMD = new(32, 8, 1);
    public static readonly CPUDevice LegacyAMD = new(64, 4, 1);
    public static readonly CPUDevice Intel = new(16, 8, 1);
    public static readonly ImmutableArray<CPUDevice> All = [Default, Nvidia, AMD, LegacyAMD, Intel];

    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
        : base(
            AcceleratorType.CPU,
            "CPUAccelerator",
            PowerOfTwo(numThreadsPerWarp),
            numThreadsPerWarp * AtLeastOne(numWarpsPerMultiprocessor),
            AtLeastOne(numMultiprocessors))
    {
    }

    public int NumThreads => MaxNumThreads;

    public static CPUDevice GetDevice(CPUDeviceKind kind) =>
        (uint)kind < (uint)All.Length ? All[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind));

    public static ImmutableArray<Device> GetDevices(Predicate<CPUDevice> predicate) => [.. All.Where(d => predicate(d))];

    public override Accelerator CreateAccelerator(Context context) => CreateCPUAccelerator(context);

    public CPUAccelerator CreateCPUAccelerator(Context context) => CreateCPUAccelerator(context, CPUAcceleratorMode.Auto);

    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode) =>
        CreateCPUAccelerator(context, mode, ThreadPriority.Normal);

    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode, ThreadPriority threadPriority) =>
        new(context, this, mode, threadPriority);

    public bool Equals(CPUDevice? other) =>
        other is not null && WarpSize == other.WarpSize && MaxNumThreadsPerGroup == other.MaxNumThreadsPerGroup
        && NumMultiprocessors == other.NumMultiprocessors;

    public override bool Equals(object? obj) => Equals(obj as CPUDevice);

    public override int GetHashCode() => HashCode.Combine(WarpSize, MaxNumThreadsPerGroup, NumMultiprocessors);

    private static int PowerOfTwo(int value) =>
        value > 1 && (value & (value - 1)) == 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), "a warp's size is a power of two from 2 on");

    private static int AtLeastOne(int value) => value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
}
