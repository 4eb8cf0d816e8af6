using System.Collections.Immutable;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace ILGPU;

/// <summary>The devices that there are, and what accelerators of it share.</summary>
public sealed partial class Context : IDisposable
{
    private readonly List<Accelerator> _accelerators = [];

    private Context(Builder builder)
    {
        Properties = builder;
        Devices = builder.Registered.Count > 0 ? [.. builder.Registered] : [CPUDevice.Default];
    }

    public static string Version => "1.5.3";

    public ImmutableArray<Device> Devices { get; }

    public bool IsDisposed { get; private set; }

    internal Builder Properties { get; }

    public static Builder Create() => new();

    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        Builder builder = Create();
        buildingCallback(builder);
        return builder.ToContext();
    }

    public static Context CreateDefault() => Create(builder => builder.Default());

    public static Context CreateDefaultAutoAssertions() => Create(builder => builder.Default().AutoAssertions());

    public static Context CreateDefaultAutoDebug() => Create(builder => builder.Default().AutoDebug());

    public TDevice GetDevice<TDevice>(int deviceIndex)
        where TDevice : Device
    {
        DeviceCollection<TDevice> devices = GetDevices<TDevice>();
        if (devices.Count == 0)
            throw new NotSupportedException("Not supported target accelerator");
        return devices[deviceIndex];
    }

    public DeviceCollection<TDevice> GetDevices<TDevice>()
        where TDevice : Device => new([.. Devices.OfType<TDevice>()]);

    public Device GetPreferredDevice(bool preferCPU) => Devices[0];

    public IEnumerable<Device> GetPreferredDevices(bool preferCPU, bool matchingDevicesOnly) =>
        matchingDevicesOnly && !preferCPU ? [] : Devices;

    public ImmutableArray<Device>.Enumerator GetEnumerator() => Devices.GetEnumerator();

    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        foreach (Accelerator accelerator in _accelerators.ToArray())
            accelerator.Dispose();
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

    /// <summary>The devices of one kind.</summary>
    public readonly struct DeviceCollection<TDevice>
        where TDevice : Device
    {
        private readonly TDevice[] _devices;

        internal DeviceCollection(TDevice[] devices)
        {
            _devices = devices;
        }

        public int Count => _devices.Length;

        public TDevice this[int deviceIndex] => _devices[deviceIndex];

        public Enumerator GetEnumerator() => new(_devices);

        public struct Enumerator
        {
            private readonly TDevice[] _devices;
            private int _index;

            internal Enumerator(TDevice[] devices)
            {
                _devices = devices;
                _index = -1;
            }

            public readonly TDevice Current => _devices[_index];

            public bool MoveNext() => ++_index < _devices.Length;
        }
    }
}
