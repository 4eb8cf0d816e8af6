using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Ilgpu;

/// <summary>
/// The calls of NVIDIA's driver that tell why no GPU is found: ILGPU does not report their results. Each returns 0 or an error number.
/// </summary>
/// <param name="Initialise">cuInit.</param>
/// <param name="Version">cuDriverGetVersion: 1,000 · major + 10 · minor of the newest CUDA that the driver knows.</param>
/// <param name="Count">cuDeviceGetCount.</param>
/// <param name="Describe">cuGetErrorString.</param>
internal sealed record CudaDriver(
    Func<int> Initialise, Func<(int Error, int Value)> Version, Func<(int Error, int Value)> Count, Func<int, string> Describe)
{
    private const int NoDevice = 100;

    /// <summary>One line about the first call that fails or finds no GPU.</summary>
    public string WhyNoGpu()
    {
        if (Initialise() is not 0 and int start)
            return $"the CUDA driver {(start == NoDevice ? "finds no GPU" : "does not start")} {Failed("cuInit", start)}";
        var version = Version();
        if (version.Error != 0)
            return $"the CUDA driver does not tell its version {Failed("cuDriverGetVersion", version.Error)}";
        var count = Count();
        if (count.Error != 0)
            return $"the CUDA driver does not list its GPUs {Failed("cuDeviceGetCount", count.Error)}";
        return count.Value == 0
            ? "the CUDA driver finds no GPU"
            : "the CUDA driver is too old for the GPU, or the GPU for ILGPU "
                + $"(the driver knows CUDA {version.Value / 1000}.{version.Value % 1000 / 10}): update the driver";
    }

    /// <summary>Loads the driver from a shared library.</summary>
    /// <exception cref="DllNotFoundException">The library does not exist.</exception>
    /// <exception cref="EntryPointNotFoundException">The library lacks one of the calls.</exception>
    public static unsafe CudaDriver Load(string library)
    {
        // Never freed, because ILGPU uses it too.
        var handle = NativeLibrary.Load(library);
        nint Call(string name) => NativeLibrary.GetExport(handle, name);
        nint initialise = Call("cuInit"), version = Call("cuDriverGetVersion");
        nint count = Call("cuDeviceGetCount"), describe = Call("cuGetErrorString");
        return new(
            () => ((delegate* unmanaged<uint, int>)initialise)(0), () => Ask(version), () => Ask(count),
            error =>
            {
                byte* text = null;
                var unknown = ((delegate* unmanaged<int, byte**, int>)describe)(error, &text);
                return (unknown == 0 ? Marshal.PtrToStringUTF8((nint)text) : null) ?? "unknown to the driver";
            });

        static (int Error, int Value) Ask(nint call)
        {
            var value = 0;
            return (((delegate* unmanaged<int*, int>)call)(&value), value);
        }
    }

    private string Failed(string call, int error) => $"({call}: error {error}, {Describe(error).TrimEnd('.')})";
}
