using System.Collections.Immutable;
using ILGPU.Checking;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Util;

namespace ILGPU;

#pragma warning disable CA1069 // The package also has both names for the same value.
public enum OptimizationLevel
{
    Debug = 0,
    O0 = 0,
    Release = 1,
    O1 = 1,
    O2 = 2,
}
#pragma warning restore CA1069

/// <summary>The available devices, and what the accelerators of a context share.</summary>
public sealed class Context : DisposeBase
{
    private readonly List<Accelerator> _accelerators = [];

    private Context(Builder builder)
    {
        Options = builder.Options;
        Devices = builder.Registered.Count > 0 ? [.. builder.Registered] : [CPUDevice.Default];
    }

    public ImmutableArray<Device> Devices { get; }

    internal CheckOptions Options { get; }

    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        var builder = new Builder();
        buildingCallback(builder);
        return new Context(builder);
    }

    internal void Add(Accelerator accelerator)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        lock (_accelerators)
            _accelerators.Add(accelerator);
    }

    internal void Forget(Accelerator accelerator)
    {
        lock (_accelerators)
            _accelerators.Remove(accelerator);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var accelerator in _accelerators.ToArray())
            accelerator.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Collects devices. Options for the compiler have no effect.</summary>
    public sealed class Builder
    {
        internal Builder()
        {
        }

        internal List<Device> Registered { get; } = [];

        internal CheckOptions Options { get; } = new();

        public Builder Optimize(OptimizationLevel level) => this;

        internal Builder Add(Device device)
        {
            Registered.Add(device);
            return this;
        }
    }
}
