using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;

namespace GpuDigits.Engine.Tests.Operations;

public sealed class Cpu() : DeviceUnderTest(() => DeviceCatalog.Open("cpu"));

public sealed class Cuda() : DeviceUnderTest(() => DeviceCatalog.Open("cuda"));

public sealed class OpenCl() : DeviceUnderTest(() => DeviceCatalog.Open("opencl"));

/// <summary>The simulated GPU, as a person gets it.</summary>
public sealed class IlgpuCpu() : Simulated(() => DeviceCatalog.Open("ilgpu-cpu"));

/// <summary>The smallest groups that the kernels can do, and products split into many slices.</summary>
public sealed class IlgpuCpuSmallGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(0, groupThreads: 16, busyGroups: 8));

/// <summary>Groups between the smallest and the largest.</summary>
public sealed class IlgpuCpuMiddleGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(0, groupThreads: 64, busyGroups: 3));

public abstract class Simulated(Func<Device> open) : DeviceUnderTest(open)
{
    public override long Budget => 400_000;
}

public sealed class CpuOperations(Cpu cpu) : OperationSuite(cpu), IClassFixture<Cpu>;

public sealed class CudaOperations(Cuda cuda) : OperationSuite(cuda), IClassFixture<Cuda>;

public sealed class OpenClOperations(OpenCl openCl) : OperationSuite(openCl), IClassFixture<OpenCl>;

public sealed class IlgpuCpuOperations(IlgpuCpu simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpu>;

public sealed class IlgpuCpuSmallGroupOperations(IlgpuCpuSmallGroups simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpuSmallGroups>;

public sealed class IlgpuCpuMiddleGroupOperations(IlgpuCpuMiddleGroups simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpuMiddleGroups>;
