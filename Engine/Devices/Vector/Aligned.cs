using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Native memory that begins at a cache line; long runs lie in huge pages where the system gives them on request, because a
/// training step touches more ordinary pages than the processor keeps translations for.
/// </summary>
internal static unsafe partial class Aligned
{
    /// <summary>Bytes in a huge page.</summary>
    public const int HugePage = 2 << 20;

    private const int AdviseHugePage = 14;

    /// <exception cref="DeviceException">There is not that much memory.</exception>
    public static void* Allocate(long bytes)
    {
        try
        {
            if (bytes < HugePage || !OperatingSystem.IsLinux())
                return NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
            nuint whole = ((nuint)bytes + HugePage - 1) & ~((nuint)HugePage - 1);
            void* memory = NativeMemory.AlignedAlloc(whole, HugePage);
            _ = Advise(memory, whole, AdviseHugePage); // a wish: refused, the memory is ordinary
            return memory;
        }
        catch (OutOfMemoryException e)
        {
            throw new DeviceException($"cpu: {bytes / 1048576.0:F1} MiB of memory cannot be had; use a smaller batch or model.", e);
        }
    }

    /// <summary>Floats rounded up to whole cache lines.</summary>
    public static long Round(long floats) => (floats + 15) & ~15L;

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
