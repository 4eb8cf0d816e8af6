using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Devices.Ilgpu;
using GpuDigits.Engine.Devices.Wasm;
using GpuDigits.Engine.Tests.Browser;

namespace GpuDigits.Engine.Tests.Operations;

public sealed class Cpu() : DeviceUnderTest(() => DeviceCatalog.Open("cpu"));

public sealed class Cuda() : DeviceUnderTest(() => DeviceCatalog.Open("cuda"));

/// <summary>A card that seems busy is given whole products, and both gradients of a dense layer at once, as large layers are.</summary>
public sealed class BusyCuda() : DeviceUnderTest(() => IlgpuPlatform.Cuda.Open(0, busyGroups: 1));

public sealed class OpenCl() : DeviceUnderTest(() => DeviceCatalog.Open("opencl"));

/// <summary>The kernels for browsers, in a WebAssembly machine beside .NET.</summary>
public sealed class Wasm() : DeviceUnderTest(() => new WasmDevice(new WasmtimeHost()));

/// <summary>
/// ILGPU's own CPU accelerator: an OS thread for each thread of a group, so small cases only. The simulator has them all.
/// </summary>
public sealed class IlgpuCpu() : DeviceUnderTest(() => DeviceCatalog.Open("ilgpu-cpu"))
{
    public override long Budget => 400_000;
}

/// <summary>
/// Tests that run for long on ILGPU's CPU accelerator run without others beside them: its threads wait for each other at every barrier,
/// and every garbage collection waits for them all, which took five times as long.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class IlgpuCpuAlone
{
    public const string Name = "ILGPU's CPU accelerator, alone";
}

public sealed class CpuOperations(Cpu cpu) : OperationSuite(cpu), IClassFixture<Cpu>;

public sealed class WasmOperations(Wasm wasm) : OperationSuite(wasm), IClassFixture<Wasm>;

public sealed class CudaOperations(Cuda cuda) : OperationSuite(cuda), IClassFixture<Cuda>;

public sealed class BusyCudaOperations(BusyCuda cuda) : OperationSuite(cuda), IClassFixture<BusyCuda>;

public sealed class OpenClOperations(OpenCl openCl) : OperationSuite(openCl), IClassFixture<OpenCl>;

[Collection(IlgpuCpuAlone.Name)]
public sealed class IlgpuCpuOperations(IlgpuCpu simulated) : OperationSuite(simulated), IClassFixture<IlgpuCpu>;
