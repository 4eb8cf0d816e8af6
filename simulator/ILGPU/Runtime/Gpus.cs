#pragma warning disable CA1707 // These are OpenCL's names.
namespace ILGPU.Runtime.Cuda
{
    /// <summary>A CUDA device; the simulator has none.</summary>
    public sealed class CudaDevice : Device
    {
        private CudaDevice()
            : base(AcceleratorType.Cuda, "", 0, 0)
        {
        }

        public override Accelerator CreateAccelerator(Context context) => throw new NotSupportedException("the simulator drives no GPU");
    }

    public static class CudaContextExtensions
    {
        public static Context.Builder Cuda(this Context.Builder builder) => builder;
    }
}

namespace ILGPU.Runtime.OpenCL
{
    public enum CLDeviceType
    {
        CL_DEVICE_TYPE_DEFAULT = 1 << 0,
        CL_DEVICE_TYPE_CPU = 1 << 1,
        CL_DEVICE_TYPE_GPU = 1 << 2,
        CL_DEVICE_TYPE_ACCELERATOR = 1 << 3,
        CL_DEVICE_TYPE_CUSTOM = 1 << 4,
        CL_DEVICE_TYPE_ALL = -1,
    }

    /// <summary>An OpenCL device; the simulator has none.</summary>
    public sealed class CLDevice : Device
    {
        private CLDevice()
            : base(AcceleratorType.OpenCL, "", 0, 0)
        {
        }

        public CLDeviceType DeviceType => CLDeviceType.CL_DEVICE_TYPE_DEFAULT;

        public override Accelerator CreateAccelerator(Context context) => throw new NotSupportedException("the simulator drives no GPU");
    }

    public enum CLError
    {
        CL_SUCCESS = 0,
    }

    /// <summary>An OpenCL error; the simulator throws none.</summary>
    public sealed class CLException : Exception
    {
        private CLException()
        {
        }

        public CLError Error => CLError.CL_SUCCESS;
    }

    public static class CLContextExtensions
    {
        public static Context.Builder OpenCL(this Context.Builder builder) => builder;
    }
}
