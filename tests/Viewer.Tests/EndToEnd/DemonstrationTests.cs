using System.Diagnostics;
using GpuDigits.Pictures;
using GpuDigits.Viewer.Offscreen;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>What the program does on machines without a screen.</summary>
public sealed class DemonstrationTests : IDisposable
{
    private static readonly string[] Steps =
    [
        "drew 1 → read 1", "drew 3 → read 3", "pressed ×", "drew 1 → read 1", "drew 4 → read 4", "13 × 14 = 182",
        .. Sheet.SheetRecordingTests.Steps,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Without_a_screen_the_demonstration_leaves_a_picture_and_an_animation()
    {
        Skip.If(!RealWindow.HasModel, "models/digits.safetensors is missing");
        using var process = Run(withEgl: true, "--demo", _folder);
        var complaint = process.StandardError.ReadToEnd();
        Skip.If(process.ExitCode == 3 && complaint.Contains("Nor is there Xvfb", StringComparison.Ordinal), complaint);
        Assert.Equal(Steps, Told(process, complaint));
        AssertPictures("demo.png", "sheet.png");
        // Without EGL it is played on a virtual display, which makes no animation.
        WithOpenGl.OrSkip(() => new OffscreenContext().Dispose());
        AssertPictures("demo-animation.png", "sheet-animation.png");
    }

    [SkippableFact]
    public void Without_EGL_it_is_played_on_a_virtual_display()
    {
        Skip.If(!RealWindow.HasModel, "models/digits.safetensors is missing");
        using (var screen = new Screen())
            Skip.If(screen.Lacks is not null, screen.Lacks);
        using var process = Run(withEgl: false, "--demo", _folder);
        Assert.Equal(Steps, Told(process, process.StandardError.ReadToEnd()));
        AssertPictures("demo.png", "sheet.png");
    }

    [SkippableFact]
    public void Without_a_screen_a_window_is_refused_in_one_line()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "DISPLAY decides on Linux only");
        using var process = Run(withEgl: true, "--settings", Path.Combine(_folder, "viewer.json"));
        Assert.Equal(3, process.ExitCode);
        var complaint = process.StandardError.ReadToEnd().TrimEnd();
        Assert.DoesNotContain('\n', complaint);
        foreach (var package in (string[])["libglfw3", "libgl1", "libgl1-mesa-dri"])
            Assert.Contains(package, complaint, StringComparison.Ordinal);
    }

    private void AssertPictures(params string[] names) => Assert.All(names, name =>
    {
        var picture = Image.Read(Path.Combine(_folder, name));
        Assert.Equal((1100, 700), (picture.Width, picture.Height));
    });

    private static IEnumerable<string> Told(Process process, string complaint)
    {
        var told = process.StandardOutput.ReadToEnd();
        Assert.True(process.ExitCode == 0, $"{process.ExitCode} after\n{told}{complaint}");
        return told.TrimEnd().Split('\n').Select(line => line.Split(" (")[0]);
    }

    private static Process Run(bool withEgl, params string[] arguments)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "gpudigits-viewer.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", all) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        // Where the loader of EGL finds no vendor, there is no EGL.
        if (!withEgl)
            start.Environment["__EGL_VENDOR_LIBRARY_DIRS"] = "/nonexistent";
        var process = Process.Start(start)!;
        process.WaitForExit();
        return process;
    }
}
