namespace ILGPU.Runtime;

/// <summary>
/// The limits for which a kernel is compiled. The simulator enforces the number of threads; the number of groups has no effect.
/// </summary>
public readonly struct KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
{
    public int? MaxNumThreadsPerGroup { get; } = maxNumThreadsPerGroup;

    public int? MinNumGroupsPerMultiprocessor { get; } = minNumGroupsPerMultiprocessor;
}

/// <summary>A value that a GPU compiler treats as a constant.</summary>
public readonly struct SpecializedValue<T>(T value)
    where T : unmanaged, IEquatable<T>
{
    public T Value { get; } = value;
}

public static class SpecializedValue
{
    public static SpecializedValue<T> New<T>(T value)
        where T : unmanaged, IEquatable<T> => new(value);
}
