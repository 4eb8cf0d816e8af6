namespace ILGPU.Runtime;

/// <summary>What is known of a kernel after loading it.</summary>
public sealed class KernelInfo
{
    public KernelInfo(int? minGroupSize, int? minGridSize)
    {
        MinGroupSize = minGroupSize;
        MinGridSize = minGridSize;
    }

    public int? MinGroupSize { get; }

    public int? MinGridSize { get; }
}
