namespace ILGPU.Runtime.Cuda;

[Flags]
public enum CudaAcceleratorFlags
{
    ScheduleAuto = 0,
    ScheduleSpin = 1,
    ScheduleYield = 2,
    ScheduleBlockingSync = 4,
}

/// <summary>A CUDA device; this package never finds one.</summary>
public sealed class CudaDevice : Device
{
    private CudaDevice()
        : base(AcceleratorType.Cuda, "", 32, 1024, 1)
    {
    }

    public int DeviceId => 0;

    public int ClockRate => 0;

    public override Accelerator CreateAccelerator(Context context) => CreateCudaAccelerator(context);

    public CudaAccelerator CreateCudaAccelerator(Context context) => CreateCudaAccelerator(context, CudaAcceleratorFlags.ScheduleAuto);

    public CudaAccelerator CreateCudaAccelerator(Context context, CudaAcceleratorFlags acceleratorFlags) =>
        throw new NotSupportedException("this stand-in for ILGPU drives no CUDA devices");
}

/// <summary>An accelerator that this package never makes.</summary>
public sealed class CudaAccelerator : Accelerator
{
    private CudaAccelerator(Context context, CudaDevice device)
        : base(context, device)
    {
    }
}

public static class CudaContextExtensions
{
    public static Context.Builder Cuda(this Context.Builder builder) => builder;

    public static Context.Builder Cuda(this Context.Builder builder, Predicate<CudaDevice> predicate) => builder;

    public static CudaDevice GetCudaDevice(this Context context, int cudaDeviceIndex) => context.GetDevice<CudaDevice>(cudaDeviceIndex);

    public static Context.DeviceCollection<CudaDevice> GetCudaDevices(this Context context) => context.GetDevices<CudaDevice>();

    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context);

    public static CudaAccelerator CreateCudaAccelerator(this Context context, int cudaDeviceIndex, CudaAcceleratorFlags acceleratorFlags) =>
        context.GetCudaDevice(cudaDeviceIndex).CreateCudaAccelerator(context, acceleratorFlags);
}
