namespace ILGPU.Checking;

/// <summary>How an accelerator of the simulator runs kernels.</summary>
public sealed class CheckOptions
{
    private int _workers = Math.Max(1, Environment.ProcessorCount);
    private int _sharedMemoryBytes = 48 << 10;

    /// <summary>Creates the default options; a fault may come from the environment, see <see cref="InjectedFault"/>.</summary>
    public CheckOptions()
    {
        if (Environment.GetEnvironmentVariable("ILGPU_CHECKING_FAULT") is { Length: > 0 } fault)
            Fault = InjectedFault.Parse(fault);
    }

    /// <summary>The order in which threads and groups run.</summary>
    public ThreadOrder Order { get; set; }

    /// <summary>Number of groups that run in parallel, at least 1. Correct kernels give bit-identical results for every value.</summary>
    public int Workers
    {
        get => _workers;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _workers = value;
        }
    }

    /// <summary>Shared memory per group in bytes: 48 KiB, as on most devices.</summary>
    public int SharedMemoryBytes
    {
        get => _sharedMemoryBytes;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _sharedMemoryBytes = value;
        }
    }

    /// <summary>Counts the operations of all following launches and finds races; slow. Null: no inspection.</summary>
    public Inspector? Inspector { get; set; }

    /// <summary>When the device fails; null: never.</summary>
    public InjectedFault? Fault { get; set; }

    internal CheckOptions Copy() => (CheckOptions)MemberwiseClone();
}
