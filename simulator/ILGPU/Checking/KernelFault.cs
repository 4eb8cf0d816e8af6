namespace ILGPU.Checking;

/// <summary>A fault where it happens, before kernel and position are known; it leaves a launch as a <see cref="KernelFaultException"/>.</summary>
internal class KernelFault(string message) : Exception(message);

/// <summary>An access outside of a view.</summary>
internal sealed unsafe class ViewFault(void* start, string index, string extent) : KernelFault($"index {index} is outside of length {extent}")
{
    public void* Start { get; } = start;

    public string Index { get; } = index;

    public string Extent { get; } = extent;

    public static Exception At(void* start, long index, long length) => Make(start, $"{index}", $"{length}");

    public static Exception Part(void* start, long index, long length, long of) => Make(start, $"{index} … {index + length}", $"{of}");

    private static Exception Make(void* start, string index, string extent) =>
        Execution.GroupContext.Current is null
            ? new ArgumentOutOfRangeException(nameof(index), $"view: index {index} is outside of length {extent}")
            : new ViewFault(start, index, extent);
}

/// <summary>Threads that should wait together do not.</summary>
internal sealed class DivergenceFault(string message) : KernelFault(message);
