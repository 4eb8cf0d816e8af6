using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>The owner that views of shared memory name, so that they are valid views; it holds nothing itself.</summary>
internal sealed class MemoryOnChip : MemoryBuffer
{
    public static readonly MemoryOnChip Memory = new();

    private MemoryOnChip()
        : base(null, 0, 1)
    {
    }
}
