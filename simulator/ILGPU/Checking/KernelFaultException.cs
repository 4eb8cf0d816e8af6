namespace ILGPU.Checking;

/// <summary>
/// A kernel did something forbidden: an access outside a view or at an address that its size does not allow, a barrier that not all threads
/// reach, unequal or too large shared memory.
/// The message is one line with the kernel, the fault, and the position of group and thread.
/// </summary>
public sealed class KernelFaultException : Exception
{
    internal KernelFaultException(string message, Exception inner, string kernel, Index3D grid, Index3D? thread)
        : base(message, inner)
    {
        Kernel = kernel;
        GridIndex = grid;
        GroupIndex = thread;
    }

    /// <summary>The kernel's name with its type.</summary>
    public string Kernel { get; }

    /// <summary>The kernel's parameter whose view was accessed outside its bounds, or "shared memory"; null for other faults.</summary>
    public string? View { get; init; }

    /// <summary>The index in the kernel; null for other faults.</summary>
    public string? Index { get; init; }

    /// <summary>The view's length; null for other faults.</summary>
    public string? Length { get; init; }

    /// <summary>The group in the grid.</summary>
    public Index3D GridIndex { get; }

    /// <summary>The thread in the group; null if the fault concerns a whole group.</summary>
    public Index3D? GroupIndex { get; }
}
