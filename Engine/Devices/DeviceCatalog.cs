using System.Globalization;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Engine.Devices.Vector;

namespace GpuDigits.Engine.Devices;

/// <summary>A device that exists, or that could exist.</summary>
/// <param name="Id">The name that selects it.</param>
/// <param name="Description">Model and size; empty if it is not available.</param>
/// <param name="Available">Whether it was found.</param>
/// <param name="Reason">One line that says what is missing; empty if it is available.</param>
public sealed record DeviceEntry(string Id, string Description, bool Available, string Reason);

/// <summary>An opened device, and one line that says why it was chosen.</summary>
public sealed record DeviceChoice(Device Device, string Explanation);

/// <summary>
/// Finds devices by name: <c>auto</c> (CUDA, else an OpenCL GPU, else the CPU), <c>cuda[:n]</c>, <c>opencl[:n]</c>, <c>cpu</c>
/// (vector instructions and threads) and <c>ilgpu-cpu</c> (ILGPU's simulation of a GPU).
/// </summary>
public static class DeviceCatalog
{
    /// <summary>The names that <see cref="Open"/> accepts, for help texts.</summary>
    public const string Names = "auto, cuda[:n], opencl[:n], cpu, ilgpu-cpu";

    /// <summary>One line about the ILGPU that runs all devices except <c>cpu</c>.</summary>
    public static string Ilgpu => $"ILGPU: the package {typeof(ILGPU.Context).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>Opens a device.</summary>
    /// <param name="id">One of <see cref="Names"/>.</param>
    /// <param name="threads">Threads of <c>cpu</c>; 0 takes all cores.</param>
    /// <exception cref="DeviceException">The name is unknown, or the device is missing or does not start.</exception>
    public static Device Open(string id, int threads = 0) => Choose(id, threads).Device;

    /// <summary>All devices; a missing one has the reason.</summary>
    public static IReadOnlyList<DeviceEntry> List()
    {
        var entries = new List<DeviceEntry>();
        foreach (var platform in new[] { IlgpuPlatform.Cuda, IlgpuPlatform.OpenCl })
        {
            var found = platform.Find(out var reason);
            entries.AddRange(found.Select((device, index) => new DeviceEntry($"{platform.Name}:{index}", device.Description, true, "")));
            if (found.Count == 0)
                entries.Add(new DeviceEntry(platform.Name, "", false, reason));
        }
        using (var cpu = new VectorDevice())
            entries.Add(new DeviceEntry(cpu.Id, cpu.Description, true, ""));
        var simulation = IlgpuPlatform.Simulation.Find(out var missing);
        entries.Add(new DeviceEntry(
            IlgpuPlatform.Simulation.Name, simulation.Count > 0 ? simulation[0].Description : "", simulation.Count > 0, missing));
        return entries;
    }

    /// <summary>Opens a device and says which one it is and, for <c>auto</c>, why the better ones were not used.</summary>
    /// <inheritdoc cref="Open"/>
    public static DeviceChoice Choose(string id, int threads = 0)
    {
        var name = id.Trim().ToLowerInvariant();
        return name switch
        {
            "auto" => ChooseBest([IlgpuPlatform.Cuda, IlgpuPlatform.OpenCl], threads)!,
            "cpu" => Choice(new VectorDevice(threads), []),
            _ => ChooseIlgpu(id, name),
        };
    }

    /// <summary>The best device for <c>auto</c> among those that have not failed; null if none is left.</summary>
    /// <param name="failed">The ids of devices to skip.</param>
    /// <param name="threads">Threads of <c>cpu</c>; 0 takes all cores.</param>
    public static DeviceChoice? ChooseNext(IReadOnlyCollection<string> failed, int threads = 0) =>
        ChooseBest([IlgpuPlatform.Cuda, IlgpuPlatform.OpenCl], threads, failed);

    // A separate method: to compile it, the runtime loads ILGPU, which would slow down the start of cpu.
    private static DeviceChoice ChooseIlgpu(string id, string name)
    {
        var device = name == IlgpuPlatform.Simulation.Name
            ? IlgpuPlatform.Simulation.Open(0)
            : Numbered(name, IlgpuPlatform.Cuda)?.Invoke() ?? Numbered(name, IlgpuPlatform.OpenCl)?.Invoke()
                ?? throw new DeviceException($"Unknown device '{id}': say one of {Names}.");
        return Choice(device, []);
    }

    /// <summary>
    /// The first GPU of these platforms that has not failed and starts, otherwise the CPU; null if the CPU has failed too.
    /// </summary>
    internal static DeviceChoice? ChooseBest(IEnumerable<IGpuPlatform> platforms, int threads, params IReadOnlyCollection<string> failed)
    {
        var others = new List<string>();
        foreach (var platform in platforms)
        {
            var found = platform.Find(out var reason);
            if (found.Count == 0)
                others.Add($"{platform.Name}: {reason}");
            for (var index = 0; index < found.Count; index++)
            {
                if (failed.Contains($"{platform.Name}:{index}"))
                    continue;
                if (!found[index].IsGpu)
                {
                    others.Add($"{platform.Name}:{index}: no GPU ({found[index].Description})");
                    continue;
                }
                try
                {
                    return Choice(platform.Open(index), others);
                }
                catch (DeviceException error)
                {
                    others.Add(error.Message.TrimEnd('.'));
                }
            }
        }
        return failed.Contains("cpu") ? null : Choice(new VectorDevice(threads), others);
    }

    private static DeviceChoice Choice(Device device, List<string> others)
    {
        var chosen = $"{device.Id} ({device.Description})";
        return new DeviceChoice(device, others.Count == 0 ? chosen : $"{chosen}; not taken: {string.Join("; ", others)}");
    }

    // Opens `name` or `name:n`; null if the id does not belong to this platform.
    private static Func<Device>? Numbered(string id, IlgpuPlatform platform)
    {
        if (id == platform.Name)
            return () => platform.Open(0);
        var prefix = platform.Name + ":";
        return id.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? () => platform.Open(index)
            : null;
    }
}
