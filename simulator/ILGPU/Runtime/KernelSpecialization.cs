namespace ILGPU.Runtime;

/// <summary>What a kernel is compiled for. Here the number of threads is held to, the number of groups has no meaning.</summary>
public readonly struct KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
{
    public int? MaxNumThreadsPerGroup { get; } = maxNumThreadsPerGroup;

    public int? MinNumGroupsPerMultiprocessor { get; } = minNumGroupsPerMultiprocessor;
}

/// <summary>A value that a GPU's compiler takes for a constant.</summary>
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
