namespace GpuDigits.Engine.Devices;

/// <summary>
/// A GPU by its published peaks, for estimates. A launch takes what its slowest bound asks for: floating-point operations at the peak of
/// float32 outside of tensor cores (of the multiprocessors that its groups fill), bytes at the bandwidth of its memory (the caches' would be more), or the cost of
/// launching at all.
/// </summary>
/// <param name="Name">The name to choose it by.</param>
/// <param name="Title">The name that people know.</param>
/// <param name="FlopsPerSecond">Float32 operations a second, a multiply-add counted as two.</param>
/// <param name="BytesPerSecond">Bandwidth of its memory.</param>
/// <param name="Multiprocessors">Number of multiprocessors.</param>
public sealed record GpuCard(string Name, string Title, double FlopsPerSecond, double BytesPerSecond, int Multiprocessors)
{
    /// <summary>Seconds that a launch costs.</summary>
    public const double LaunchSeconds = 5e-6;

    /// <summary>The cards there are figures for, from NVIDIA's data sheets (SXM forms of H100 and A100).</summary>
    public static IReadOnlyList<GpuCard> All { get; } =
    [
        new("h100", "H100 SXM", 66.9e12, 3.35e12, 132),
        new("a100", "A100 SXM 80 GB", 19.5e12, 2.039e12, 108),
        new("rtx4090", "GeForce RTX 4090", 82.6e12, 1.008e12, 128),
        new("rtx3060", "GeForce RTX 3060 12 GB", 12.7e12, 0.36e12, 28),
    ];

    /// <summary>The estimated seconds of a launch, and which bound they come from.</summary>
    public (double Seconds, Bound Bound) Estimate(double flops, double bytes, long groups)
    {
        double memory = bytes / BytesPerSecond;
        double filled = Math.Min(1.0, (double)groups / Multiprocessors);
        double compute = flops / (FlopsPerSecond * filled);
        double work = Math.Max(memory, compute);
        return (Math.Max(work, LaunchSeconds), work < LaunchSeconds ? Bound.Launch : memory > compute ? Bound.Memory : Bound.Compute);
    }

    /// <summary>Whether memory, rather than arithmetic, would limit a launch that were free to start.</summary>
    public bool IsMemoryBound(double flops, double bytes, long groups) =>
        bytes / BytesPerSecond > flops / (FlopsPerSecond * Math.Min(1.0, (double)groups / Multiprocessors));
}

/// <summary>What limits a launch.</summary>
public enum Bound
{
    /// <summary>Starting it takes longer than its work.</summary>
    Launch,

    /// <summary>Bytes.</summary>
    Memory,

    /// <summary>Floating-point operations.</summary>
    Compute,
}
