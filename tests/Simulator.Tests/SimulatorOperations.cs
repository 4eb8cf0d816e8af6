using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Engine.Tests.Operations;

namespace GpuDigits.Simulator.Tests.Operations;

/// <summary>The GPU as a person gets it.</summary>
public sealed class Usual() : Simulated(() => DeviceCatalog.Open("ilgpu-cpu"));

/// <summary>
/// The smallest groups that the kernels can do, products split into many slices, and no shuffles, as on some OpenCL devices.
/// </summary>
public sealed class SmallGroups() : Simulated(
    () => IlgpuPlatform.Simulation.Open(0, groupThreads: 16, busyGroups: 8, shuffles: false, sharedBytes: 32 << 10));

/// <summary>Groups between the smallest and the largest.</summary>
public sealed class MiddleGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(0, groupThreads: 64, busyGroups: 3));

/// <summary>The largest groups, as on NVIDIA's cards.</summary>
public sealed class LargeGroups() : Simulated(() => IlgpuPlatform.Simulation.Open(1, busyGroups: 5));

public abstract class Simulated(Func<Device> open) : DeviceUnderTest(open)
{
    public override long Budget => 8_000_000;
}

public sealed class SimulatorOperations(Usual simulated) : OperationSuite(simulated), IClassFixture<Usual>;

public sealed class SimulatorSmallGroupOperations(SmallGroups simulated) : OperationSuite(simulated), IClassFixture<SmallGroups>;

public sealed class SimulatorMiddleGroupOperations(MiddleGroups simulated) : OperationSuite(simulated), IClassFixture<MiddleGroups>;

public sealed class SimulatorLargeGroupOperations(LargeGroups simulated) : OperationSuite(simulated), IClassFixture<LargeGroups>;
