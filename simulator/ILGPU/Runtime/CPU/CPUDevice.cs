namespace ILGPU.Runtime.CPU;

public enum CPUDeviceKind
{
    Default = 0,
    Nvidia = 1,
    AMD = 2,
    LegacyAMD = 3,
    Intel = 4,
}

/// <summary>The limits of the simulated GPU: the same as the package's CPU accelerator.</summary>
public sealed class CPUDevice : Device
{
    public static readonly CPUDevice Default = new(4, 4);
    public static readonly CPUDevice Nvidia = new(32, 32);
    public static readonly CPUDevice AMD = new(32, 8);
    public static readonly CPUDevice LegacyAMD = new(64, 4);
    public static readonly CPUDevice Intel = new(16, 8);

    private CPUDevice(int warpSize, int warps)
        : base(AcceleratorType.CPU, "CPUAccelerator", warpSize, warpSize * warps)
    {
    }

    public static CPUDevice GetDevice(CPUDeviceKind kind) => kind switch
    {
        CPUDeviceKind.Default => Default,
        CPUDeviceKind.Nvidia => Nvidia,
        CPUDeviceKind.AMD => AMD,
        CPUDeviceKind.LegacyAMD => LegacyAMD,
        CPUDeviceKind.Intel => Intel,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    public override Accelerator CreateAccelerator(Context context) => new CPUAccelerator(context, this);
}

/// <summary>The checking accelerator; <see cref="Checking.CheckingExtensions"/> sets how it runs kernels.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(Context context, CPUDevice device)
        : base(context, device)
    {
    }
}

public static class CPUContextExtensions
{
    public static Context.Builder CPU(this Context.Builder builder, CPUDeviceKind kind) => builder.Add(CPUDevice.GetDevice(kind));
}
