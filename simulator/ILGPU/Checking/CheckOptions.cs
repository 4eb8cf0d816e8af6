namespace ILGPU.Checking;

/// <summary>How an accelerator of the simulator runs kernels.</summary>
public sealed class CheckOptions
{
    private int _workers = Math.Max(1, Environment.ProcessorCount);
    private int _sharedMemoryBytes = 48 << 10;

    /// <summary>Makes the defaults; a fault may come from the environment, see <see cref="InjectedFault"/>.</summary>
    public CheckOptions()
    {
        if (Environment.GetEnvironmentVariable("ILGPU_CHECKING_FAULT") is { Length: > 0 } fault)
            Fault = InjectedFault.Parse(fault);
    }

    /// <summary>The order of threads and groups.</summary>
    public ThreadOrder Order { get; set; }

    /// <summary>How many groups run at the same time, at least 1. Correct kernels give the same bits whatever it is.</summary>
    public int Workers
    {
        get => _workers;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _workers = value;
        }
    }

    /// <summary>Shared memory of a group in bytes: 48 KiB, as on most devices.</summary>
    public int SharedMemoryBytes
    {
        get => _sharedMemoryBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _sharedMemoryBytes = value;
        }
    }

    /// <summary>Counts what the launches from now on do, and looks for races; slow. Null: nobody looks on.</summary>
    public Inspector? Inspector { get; set; }

    /// <summary>When the device is to fail; null: never.</summary>
    public InjectedFault? Fault { get; set; }

    internal CheckOptions Copy() => (CheckOptions)MemberwiseClone();
}
