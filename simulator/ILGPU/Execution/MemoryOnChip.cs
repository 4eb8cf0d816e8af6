using ILGPU.Runtime;

namespace ILGPU.Execution;

/// <summary>The owner of views of shared memory, so that they are valid views; it holds no memory.</summary>
internal sealed class MemoryOnChip : MemoryBuffer
{
    public static readonly MemoryOnChip Memory = new();

    private MemoryOnChip()
        : base(null, 0, 1)
    {
    }
}
