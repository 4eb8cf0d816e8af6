using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("browser")]

namespace GpuDigits.Web;

/// <summary>
/// The scripts of the page call the exported methods of <see cref="BrowserWindow"/> or <see cref="ReadingWorker"/>; nothing runs before.
/// </summary>
internal static class Program
{
    public static void Main()
    {
    }
}
