namespace GpuDigits.Engine.Devices;

/// <summary>
/// A GPU described by its published peaks, for estimates. The time of a launch is the largest of three bounds: floating-point operations at
/// the float32 peak without tensor cores (of the multiprocessors that its groups occupy), bytes at the memory bandwidth (the caches would
/// be faster), and the fixed cost of a launch.
/// </summary>
/// <param name="Name">The name that selects it.</param>
/// <param name="Title">The product name.</param>
/// <param name="FlopsPerSecond">Float32 operations per second; a multiply-add counts as two.</param>
/// <param name="BytesPerSecond">Memory bandwidth.</param>
/// <param name="Multiprocessors">Number of multiprocessors.</param>
public sealed record GpuCard(string Name, string Title, double FlopsPerSecond, double BytesPerSecond, int Multiprocessors)
{
    /// <summary>Fixed cost of a launch in seconds.</summary>
    public const double LaunchSeconds = 5e-6;

    /// <summary>The cards with known figures, from NVIDIA's data sheets (SXM forms of H100 and A100).</summary>
    public static IReadOnlyList<GpuCard> All { get; } =
    [
        new("h100", "H100 SXM", 66.9e12, 3.35e12, 132),
        new("a100", "A100 SXM 80 GB", 19.5e12, 2.039e12, 108),
        new("rtx4090", "GeForce RTX 4090", 82.6e12, 1.008e12, 128),
        new("rtx3060", "GeForce RTX 3060 12 GB", 12.7e12, 0.36e12, 28),
    ];

    /// <summary>The estimated seconds of a launch, and the bound that determines them.</summary>
    public (double Seconds, Bound Bound) Estimate(double flops, double bytes, long groups)
    {
        var memory = bytes / BytesPerSecond;
        var filled = Math.Min(1.0, (double)groups / Multiprocessors);
        var compute = flops / (FlopsPerSecond * filled);
        var work = Math.Max(memory, compute);
        return (Math.Max(work, LaunchSeconds), work < LaunchSeconds ? Bound.Launch : memory > compute ? Bound.Memory : Bound.Compute);
    }

    /// <summary>Whether memory, rather than arithmetic, limits a launch if its fixed cost is ignored.</summary>
    public bool IsMemoryBound(double flops, double bytes, long groups) =>
        bytes / BytesPerSecond > flops / (FlopsPerSecond * Math.Min(1.0, (double)groups / Multiprocessors));
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
