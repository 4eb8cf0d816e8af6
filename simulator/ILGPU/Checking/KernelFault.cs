namespace ILGPU.Checking;

/// <summary>
/// A fault at its origin, where kernel and position are not yet known; a launch throws it as a <see cref="KernelFaultException"/>.
/// </summary>
internal class KernelFault(string message) : Exception(message);

/// <summary>An access outside a view.</summary>
internal sealed unsafe class ViewFault(void* start, string index, string extent)
    : KernelFault($"index {index} is outside of length {extent}")
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

/// <summary>Threads that should wait together do not do so.</summary>
internal sealed class DivergenceFault(string message) : KernelFault(message);
