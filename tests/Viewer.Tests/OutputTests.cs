using System.Diagnostics;

namespace GpuDigits.Viewer.Tests;

public sealed class OutputTests
{
    /// <summary>Also where the system's own encoding is another.</summary>
    [Fact]
    public void OutputIsUtf8Everywhere()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpudigits-viewer.dll"), "--theme", "zwölf×"])
        {
            RedirectStandardError = true,
            StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "en_US.ISO-8859-1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("zwölf×", error, StringComparison.Ordinal);
    }
}
