using System.Diagnostics;

namespace GpuDigits.Viewer.Tests;

public sealed class OutputTests
{
    [SkippableFact]
    public void A_replay_has_its_own_places_whatever_hand_the_person_writes_with()
    {
        Skip.If(!EndToEnd.RealWindow.HasModel, "there is no model");
        var settings = Path.GetTempFileName();
        File.WriteAllText(settings, """{"mirrored":true}""");
        string[] all =
        [
            Path.Combine(AppContext.BaseDirectory, "gpudigits-viewer.dll"), "--replay",
            Path.Combine(AppContext.BaseDirectory, "Assets", "Demo", "13x14.json"), "--offscreen", "--settings", settings,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("13 × 14 = 182", said, StringComparison.Ordinal);
        Assert.Equal("""{"mirrored":true}""", File.ReadAllText(settings));
        File.Delete(settings);
    }

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
