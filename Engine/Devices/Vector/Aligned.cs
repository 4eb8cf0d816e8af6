using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace GpuDigits.Engine.Devices.Vector;

/// <summary>
/// Native memory that begins at a cache line. Large blocks use huge pages where the system provides them on request: a training step uses
/// more ordinary pages than the processor caches translations for.
/// </summary>
internal static unsafe partial class Aligned
{
    /// <summary>Bytes per huge page.</summary>
    public const int HugePage = 2 << 20;

    private const int AdviseHugePage = 14;

    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public static void* Allocate(long bytes)
    {
        try
        {
            if (bytes < HugePage || !OperatingSystem.IsLinux())
                return NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 64), 64);
            var whole = ((nuint)bytes + HugePage - 1) & ~((nuint)HugePage - 1);
            var memory = NativeMemory.AlignedAlloc(whole, HugePage);
            _ = Advise(memory, whole, AdviseHugePage); // only a hint: if it is refused, the pages are ordinary
            return memory;
        }
        catch (OutOfMemoryException e)
        {
            throw new DeviceException($"cpu: {bytes / 1048576.0:F1} MiB of memory cannot be allocated; use a smaller batch or model.", e);
        }
    }

    /// <summary>Floats rounded up to whole cache lines.</summary>
    public static long Round(long floats) => (floats + 15) & ~15L;

    [UnsupportedOSPlatform("browser")]
    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
