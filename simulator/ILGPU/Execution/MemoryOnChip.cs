using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>The owner that views of shared and local memory name, so that they are valid views; it holds nothing itself.</summary>
internal sealed class MemoryOnChip : MemoryBuffer
{
    public static readonly MemoryOnChip Shared = new();
    public static readonly MemoryOnChip Local = new();

    private MemoryOnChip()
        : base(null, 0, 1)
    {
    }
}
