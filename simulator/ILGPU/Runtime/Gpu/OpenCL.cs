namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device; this package never finds one.</summary>
public sealed class CLDevice : Device
{
    private CLDevice()
        : base(AcceleratorType.OpenCL, "", 32, 1024, 1)
    {
    }

    public string PlatformName => "";

    public string VendorName => "";

    public int ClockRate => 0;

    public CLDeviceType DeviceType => CLDeviceType.CL_DEVICE_TYPE_DEFAULT;

    public override Accelerator CreateAccelerator(Context context) => CreateCLAccelerator(context);

    public CLAccelerator CreateCLAccelerator(Context context) =>
        throw new NotSupportedException("this stand-in for ILGPU drives no OpenCL devices");
}

/// <summary>An accelerator that this package never makes.</summary>
public sealed class CLAccelerator : Accelerator
{
    private CLAccelerator(Context context, CLDevice device)
        : base(context, device)
    {
    }
}

public static class CLContextExtensions
{
    public static Context.Builder OpenCL(this Context.Builder builder) => builder;

    public static Context.Builder OpenCL(this Context.Builder builder, Predicate<CLDevice> predicate) => builder;

    public static CLDevice GetCLDevice(this Context context, int clDeviceIndex) => context.GetDevice<CLDevice>(clDeviceIndex);

    public static Context.DeviceCollection<CLDevice> GetCLDevices(this Context context) => context.GetDevices<CLDevice>();

    public static CLAccelerator CreateCLAccelerator(this Context context, int clDeviceIndex) =>
        context.GetCLDevice(clDeviceIndex).CreateCLAccelerator(context);
}
