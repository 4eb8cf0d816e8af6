using ILGPU.Checking;

namespace GpuDigits.Engine.Devices.Ilgpu.Inspection;

// Compiled in package mode polyfill.
internal sealed class LaunchLog
{
    private readonly Inspector _inspector;

    private LaunchLog(Inspector inspector) => _inspector = inspector;

    /// <summary>Whether this build can look into kernels.</summary>
    public static bool IsAvailable => true;

    /// <summary>The log of all launches of a device from now on.</summary>
    public static LaunchLog Of(IlgpuDevice device, int sampleGroups)
    {
        var inspector = new Inspector { SampleGroups = sampleGroups };
        device.Accelerator.Checks().Inspector = inspector;
        return new LaunchLog(inspector);
    }

    /// <summary>The launches since the last call.</summary>
    public IReadOnlyList<LaunchCounts> Take()
    {
        LaunchCounts[] counts = [.. _inspector.Launches.Select(l => new LaunchCounts(
            l.Kernel, l.Groups, l.Threads, l.LoadBytes, l.StoreBytes, l.MovedBytes, (double)l.Sectors / Math.Max(1, l.Requests),
            l.WorstSectors, l.WorstSite, l.BankConflicts, l.SharedRequests, l.Barriers,
            (double)l.DivergentRequests / Math.Max(1, l.Requests + l.SharedRequests), [.. l.Races.Select(r => r.ToString())]))];
        _inspector.Clear();
        return counts;
    }
}
