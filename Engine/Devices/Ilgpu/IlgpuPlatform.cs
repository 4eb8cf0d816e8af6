using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>A platform that provides GPUs.</summary>
internal interface IGpuPlatform
{
    /// <summary>The platform's name in a device's id.</summary>
    string Name { get; }

    /// <summary>The platform's devices, in order; <paramref name="reason"/> says why there are none.</summary>
    IReadOnlyList<IlgpuDeviceInfo> Find(out string reason);

    /// <summary>Opens the device with this number.</summary>
    /// <exception cref="DeviceException">The device does not exist or does not start.</exception>
    Device Open(int index);
}

/// <summary>One GPU platform of ILGPU; it gives a reason where it finds no GPU.</summary>
internal sealed class IlgpuPlatform : IGpuPlatform
{
    private readonly AcceleratorType _type;
    private readonly string? _library;
    private readonly string _noLibrary;
    private readonly Func<string> _whyNoDevice;
    private readonly Action<Context.Builder> _register;

    private IlgpuPlatform(
        string name, AcceleratorType type, string? library, string noLibrary, Func<string> whyNoDevice, Action<Context.Builder> register)
    {
        Name = name;
        _type = type;
        _library = library;
        _noLibrary = noLibrary;
        _whyNoDevice = whyNoDevice;
        _register = register;
    }

    private static string CudaLibrary => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    static IlgpuPlatform() => NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, ResolveVersioned);

    /// <summary>NVIDIA's CUDA.</summary>
    public static IlgpuPlatform Cuda { get; } = new(
        "cuda", AcceleratorType.Cuda, CudaLibrary, "no CUDA driver",
        () => CudaDriver.Load(CudaLibrary).WhyNoGpu(), builder => builder.Cuda());

    /// <summary>OpenCL, for GPUs of all makers; ILGPU needs version 2.0 and the generic address space.</summary>
    public static IlgpuPlatform OpenCl { get; } = new(
        "opencl", AcceleratorType.OpenCL, OperatingSystem.IsWindows() ? "opencl.dll" : "libOpenCL.so.1",
        "no OpenCL library", () => "OpenCL finds no device of version 2.0 with a generic address space", builder => builder.OpenCL());

    /// <summary>ILGPU's simulation: device 0 has groups of up to 256 threads, device 1 of up to 1,024, like NVIDIA's cards.</summary>
    public static IlgpuPlatform Simulation { get; } = new(
        "ilgpu-cpu", AcceleratorType.CPU, null, "", () => "ILGPU offers no simulation",
        builder => builder.CPU(CPUDeviceKind.AMD).CPU(CPUDeviceKind.Nvidia));

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<IlgpuDeviceInfo> Find(out string reason)
    {
        reason = "";
        if (_library is not null && !IsLoadable(_library))
        {
            reason = $"{_noLibrary} ({_library} is not there)";
            return [];
        }
        try
        {
            using var context = CreateContext();
            var found = DevicesOf(context).Select(device => new IlgpuDeviceInfo(IlgpuDevice.Describe(device), IsGpu(device))).ToList();
            reason = found.Count == 0 ? _whyNoDevice() : "";
            return found;
        }
        catch (Exception error)
        {
            reason = IlgpuError.Line(error);
            return [];
        }
    }

    /// <inheritdoc/>
    Device IGpuPlatform.Open(int index) => Open(index);

    /// <summary>Opens the device with this number; the other parameters as in the constructor of <see cref="IlgpuDevice"/>.</summary>
    /// <exception cref="DeviceException">The device does not exist or does not start.</exception>
    public IlgpuDevice Open(
        int index, int groupThreads = IlgpuDevice.LargestGroup, int busyGroups = 0, bool? shuffles = null, int sharedBytes = int.MaxValue)
    {
        var id = this == Simulation ? Name : $"{Name}:{index}";
        var count = Find(out var reason).Count;
        if (index >= count)
        {
            var problem = count == 0 ? reason : $"there are {count} {Name} devices, numbered from 0";
            throw new DeviceException($"{id}: {problem}.") { IsMissing = true };
        }

        Context? context = null;
        Accelerator? accelerator = null;
        try
        {
            context = CreateContext();
            accelerator = DevicesOf(context).ElementAt(index).CreateAccelerator(context);
            return new IlgpuDevice(id, context, accelerator, groupThreads, busyGroups, shuffles, sharedBytes);
        }
        catch (Exception error)
        {
            accelerator?.Dispose();
            context?.Dispose();
            throw error as DeviceException ?? new DeviceException($"{id}: the device does not start: {IlgpuError.Line(error)}", error);
        }
    }

    // O2 inlines everything, so that structs of scalars become registers. The math mode stays at its default: division and square root are
    // correctly rounded; exp and log are the GPU's fast versions in every mode.
    private Context CreateContext() => Context.Create(builder =>
    {
        _register(builder);
        builder.EnableAlgorithms().Optimize(OptimizationLevel.O2);
    });

    // If the platform has no device, ILGPU offers its simulation instead, without a message.
    private IEnumerable<ILGPU.Runtime.Device> DevicesOf(Context context) =>
        context.Devices.Where(device => device.AcceleratorType == _type);

    private static bool IsGpu(ILGPU.Runtime.Device device) =>
        device is CudaDevice || (device is CLDevice cl && cl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU));

    private static bool IsLoadable(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
            return false;
        NativeLibrary.Free(handle);
        return true;
    }

    // ILGPU looks for libcuda.so and libOpenCL.so; only development packages install these names.
    private static nint ResolveVersioned(string name, System.Reflection.Assembly assembly, DllImportSearchPath? path) =>
        Versioned(name) is { } versioned && OperatingSystem.IsLinux() && NativeLibrary.TryLoad(versioned, out var handle) ? handle : 0;

    /// <summary>The name under which Linux drivers install a library that ILGPU imports; null if the name is the same.</summary>
    internal static string? Versioned(string import) => import switch { "cuda" => "libcuda.so.1", "OpenCL" => "libOpenCL.so.1", _ => null };
}

/// <summary>A device that a platform found.</summary>
internal sealed record IlgpuDeviceInfo(string Description, bool IsGpu);
