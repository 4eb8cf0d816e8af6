namespace GpuDigits.Engine.Devices;

/// <summary>A GPU described by its published peaks, for which the simulator estimates the time of a launch.</summary>
/// <param name="Name">The name that selects it.</param>
/// <param name="Title">The product name.</param>
/// <param name="FlopsPerSecond">Float32 operations per second without tensor cores; a multiply-add counts as two.</param>
/// <param name="BytesPerSecond">Memory bandwidth.</param>
/// <param name="Multiprocessors">Number of multiprocessors.</param>
public sealed record GpuCard(string Name, string Title, double FlopsPerSecond, double BytesPerSecond, int Multiprocessors)
{
    /// <summary>The cards with known figures, from NVIDIA's data sheets (SXM forms of H100 and A100).</summary>
    public static IReadOnlyList<GpuCard> All { get; } =
    [
        new("h100", "H100 SXM", 66.9e12, 3.35e12, 132),
        new("a100", "A100 SXM 80 GB", 19.5e12, 2.039e12, 108),
        new("rtx4090", "GeForce RTX 4090", 82.6e12, 1.008e12, 128),
        new("rtx3060", "GeForce RTX 3060 12 GB", 12.7e12, 0.36e12, 28),
    ];
}
