namespace ILGPU.Checking;

/// <summary>
/// A fault at its origin, where kernel and position are not yet known; a launch throws it as a <see cref="KernelFaultException"/>.
/// </summary>
internal class KernelFault(string message) : Exception(message);

/// <summary>An access outside a view, or one that its elements do not allow.</summary>
internal sealed unsafe class ViewFault(void* start, string message) : KernelFault(message)
{
    public void* Start { get; } = start;

    public string? Index { get; private init; }

    public string? Extent { get; private init; }

    public static Exception At(void* start, long index, long length) => Outside(start, $"{index}", $"{length}");

    public static Exception Part(void* start, long index, long length, long of) => Outside(start, $"{index} … {index + length}", $"{of}");

    public static Exception Misaligned(void* start, string element, int alignment)
    {
        var message = $"a {element} must begin at a multiple of {alignment} bytes, this one begins {(nint)start % alignment} after one";
        return Execution.GroupContext.Current is null ? new ArgumentException("view: " + message) : new ViewFault(start, message);
    }

    private static Exception Outside(void* start, string index, string extent)
    {
        var message = $"index {index} is outside of length {extent}";
        return Execution.GroupContext.Current is null
            ? new ArgumentOutOfRangeException(nameof(index), "view: " + message)
            : new ViewFault(start, message) { Index = index, Extent = extent };
    }
}

/// <summary>Threads that should wait together do not do so.</summary>
internal sealed class DivergenceFault(string message) : KernelFault(message);
