namespace GpuDigits.Engine.Devices.Ilgpu.Inspection;

// Compiled in package mode nuget: the real package cannot be looked into.
internal sealed class LaunchLog
{
    /// <summary>Whether this build can look into kernels.</summary>
    public static bool IsAvailable => false;

    /// <summary>Nobody can.</summary>
    public static LaunchLog Of(IlgpuDevice device, int sampleGroups) => throw new NotSupportedException($"{device.Id} cannot be looked into (sample of {sampleGroups})");

    /// <summary>The launches since the last call.</summary>
    public IReadOnlyList<LaunchCounts> Take() => [];
}
