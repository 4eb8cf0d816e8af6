using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;

namespace GpuDigits.Engine.Tests.Operations;

public sealed class Cpu() : DeviceUnderTest(() => DeviceCatalog.Open("cpu"));

public sealed class Cuda() : DeviceUnderTest(() => DeviceCatalog.Open("cuda"));

/// <summary>A card that seems busy is given whole products, and both gradients of a dense layer at once, as large layers are.</summary>
public sealed class BusyCuda() : DeviceUnderTest(() => IlgpuPlatform.Cuda.Open(0, busyGroups: 1));

public sealed class OpenCl() : DeviceUnderTest(() => DeviceCatalog.Open("opencl"));

/// <summary>The simulated GPU, as a person gets it.</summary>
public sealed class IlgpuCpu() : Simulated(() => DeviceCatalog.Open("ilgpu-cpu"));

/// <summary>The smallest groups that the kernels can do, products split into many slices, no shuffles and the least shared memory, as on some OpenCL devices.</summary>
public sealed class IlgpuCpuSmallGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(0, groupThreads: 16, busyGroups: 8, shuffles: false, sharedBytes: 32 << 10));

/// <summary>Groups between the smallest and the largest.</summary>
public sealed class IlgpuCpuMiddleGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(0, groupThreads: 64, busyGroups: 3));

/// <summary>The largest groups, as on NVIDIA's cards.</summary>
public sealed class IlgpuCpuLargeGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(1, busyGroups: 5));

public abstract class Simulated(Func<Device> open) : DeviceUnderTest(open)
{
    // The real package starts an OS thread for each thread of a group; the polyfill does not.
    private static readonly bool Polyfill = typeof(ILGPU.Context).Assembly.GetType("ILGPU.Checking.CheckOptions") is not null;

    public override long Budget => Polyfill ? 8_000_000 : 400_000;
}

public sealed class CpuOperations(Cpu cpu) : OperationSuite(cpu), IClassFixture<Cpu>;

public sealed class CudaOperations(Cuda cuda) : OperationSuite(cuda), IClassFixture<Cuda>;

public sealed class BusyCudaOperations(BusyCuda cuda) : OperationSuite(cuda), IClassFixture<BusyCuda>;

public sealed class OpenClOperations(OpenCl openCl) : OperationSuite(openCl), IClassFixture<OpenCl>;

public sealed class IlgpuCpuOperations(IlgpuCpu simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpu>;

public sealed class IlgpuCpuSmallGroupOperations(IlgpuCpuSmallGroups simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpuSmallGroups>;

public sealed class IlgpuCpuMiddleGroupOperations(IlgpuCpuMiddleGroups simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpuMiddleGroups>;

public sealed class IlgpuCpuLargeGroupOperations(IlgpuCpuLargeGroups simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpuLargeGroups>;
