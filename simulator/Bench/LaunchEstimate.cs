using GpuDigits.Engine.Devices;

namespace GpuDigits.Simulator;

/// <summary>
/// The estimated time of a launch is the largest of three bounds: floating-point operations at the float32 peak of the multiprocessors that
/// its groups occupy, bytes at the memory bandwidth (the caches would be faster), and the fixed cost of a launch.
/// </summary>
public static class LaunchEstimate
{
    private const double FixedSeconds = 5e-6;

    /// <summary>The estimated seconds of a launch, and the bound that determines them.</summary>
    public static (double Seconds, Bound Bound) Estimate(this GpuCard card, double flops, double bytes, long groups)
    {
        (var compute, var memory) = Work(card, flops, bytes, groups);
        var work = Math.Max(memory, compute);
        return (Math.Max(work, FixedSeconds), work < FixedSeconds ? Bound.Launch : memory > compute ? Bound.Memory : Bound.Compute);
    }

    /// <summary>Whether memory, rather than arithmetic, limits a launch if its fixed cost is ignored.</summary>
    public static bool IsMemoryBound(this GpuCard card, double flops, double bytes, long groups) =>
        Work(card, flops, bytes, groups) is var (compute, memory) && memory > compute;

    private static (double Compute, double Memory) Work(GpuCard card, double flops, double bytes, long groups) =>
        (flops / (card.FlopsPerSecond * Math.Min(1.0, (double)groups / card.Multiprocessors)), bytes / card.BytesPerSecond);
}

/// <summary>The bound that limits a launch.</summary>
public enum Bound
{
    /// <summary>The fixed cost of a launch.</summary>
    Launch,

    /// <summary>Memory bandwidth.</summary>
    Memory,

    /// <summary>Floating-point operations.</summary>
    Compute,
}
