using System.Globalization;

namespace ILGPU.Checking;

/// <summary>
/// How a CPU accelerator of this package runs kernels. Sources that must also compile against the real package set the defaults through
/// <see cref="AppContext.SetData"/>: <c>ILGPU.Checking.Order</c> (see <see cref="ThreadOrder.Parse"/>) and <c>ILGPU.Checking.Workers</c>,
/// read when an accelerator is created.
/// </summary>
public sealed class CheckOptions
{
    private int _workers = Math.Max(1, Environment.ProcessorCount);
    private int _sharedMemoryBytes = 48 << 10;

    /// <summary>Makes the defaults.</summary>
    public CheckOptions()
    {
        if (AppContext.GetData("ILGPU.Checking.Order") is string order)
            Order = ThreadOrder.Parse(order);
        if (AppContext.GetData("ILGPU.Checking.Workers") is { } workers)
            Workers = Convert.ToInt32(workers, CultureInfo.InvariantCulture);
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

    /// <summary>Shared memory of a group in bytes, static and dynamic together: 48 KiB, as on most devices.</summary>
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

    /// <summary>
    /// Gives every thread of a group with barriers a stack of its own instead of making the kernel resumable: what kernels that cannot
    /// be transformed get anyway, far slower, same results.
    /// </summary>
    public bool OwnStacks { get; set; }

    /// <summary>When the device is to fail; null: never.</summary>
    public InjectedFault? Fault { get; set; }

    internal CheckOptions Copy() => (CheckOptions)MemberwiseClone();
}
