using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuDigits.Viewer.Offscreen;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>A screen in memory with a pointer and a keyboard, for the tests of one class; or the reason why there is none.</summary>
public sealed class Screen : IDisposable
{
    private static readonly string[] Libraries = ["libglfw.so.3", "libGL.so.1", "libGLX_mesa.so.0"];

    private VirtualDisplay? _display;

    public Screen() : this(dotsPerInch: 0)
    {
    }

    /// <param name="dotsPerInch">The density that the screen claims; 0 to claim none, which counts as 96.</param>
    internal Screen(int dotsPerInch)
    {
        var lacking = Libraries.Where(library => !NativeLibrary.TryLoad(library, out _)).ToArray();
        Lacks = !OperatingSystem.IsLinux() ? "Xvfb is a program for Linux"
            : lacking.Length > 0 ? $"lacks {string.Join(", ", lacking)} (Debian and Ubuntu: libglfw3 libgl1 libgl1-mesa-dri)"
            : !IsInstalled("xdotool") ? "xdotool is not installed"
            : (_display = VirtualDisplay.TryStart()) is null ? "Xvfb is not installed, or does not start"
            : null;
        if (_display is not null && dotsPerInch > 0)
            X11.SetDotsPerInch(Name, dotsPerInch);
    }

    /// <summary>Why no window can be tested here; null where it can.</summary>
    public string? Lacks { get; }

    /// <summary>The value for DISPLAY.</summary>
    public string Name => _display!.Name;

    /// <summary>Lets the pointer and the keyboard do things, and returns what xdotool printed.</summary>
    /// <exception cref="InvalidOperationException">xdotool failed.</exception>
    public string Do(params string[] steps) => Run("xdotool", steps);

    /// <summary>Gives the keyboard another layout.</summary>
    public void UseLayout(string layout)
    {
        Skip.If(!IsInstalled("setxkbmap"), "setxkbmap is not installed");
        var parts = layout.Split('(', ')');
        Run("setxkbmap", parts.Length > 1 ? [parts[0], parts[1]] : [layout]);
    }

    private string Run(string program, params string[] steps)
    {
        var start = new ProcessStartInfo(program, steps) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Name;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', steps.Take(6))}: {errors.Result}");
    }

    public void Dispose()
    {
        _display?.Dispose();
        _display = null;
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
