using System.ComponentModel;
using System.Diagnostics;

namespace GpuDigits.Viewer.Tests.EndToEnd;

/// <summary>
/// A Wayland desktop in memory (weston), or the reason why there is none. Debian's GLFW knows either X11 or Wayland, and only one of the
/// two packages can be installed: <see cref="GlfwVariable"/> names a folder with the one for Wayland.
/// </summary>
internal sealed class WaylandScreen : IDisposable
{
    private const string GlfwVariable = "GPUDIGITS_WAYLAND_GLFW";
    private const string Socket = "wayland-test";

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
    private readonly string? _glfw = Environment.GetEnvironmentVariable(GlfwVariable);
    private readonly Process? _desktop;

    public WaylandScreen()
    {
        if (_glfw is null || !File.Exists(Path.Combine(_glfw, "libglfw.so.3")))
        {
            Lacks = $"{GlfwVariable} names no folder with libglfw.so.3 for Wayland (Debian and Ubuntu: libglfw3-wayland, unpacked)";
            return;
        }
        var start = new ProcessStartInfo("weston", ["--backend=headless-backend.so", $"--socket={Socket}", "--idle-time=0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["XDG_RUNTIME_DIR"] = _folder;
        try
        {
            _desktop = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Lacks = "weston is not installed";
            return;
        }
        _desktop.OutputDataReceived += (_, _) => { };
        _desktop.ErrorDataReceived += (_, _) => { };
        _desktop.BeginOutputReadLine();
        _desktop.BeginErrorReadLine();
        if (!SpinWait.SpinUntil(() => File.Exists(Path.Combine(_folder, Socket)) || _desktop.HasExited, 10_000) || _desktop.HasExited)
            Lacks = "weston does not start";
    }

    /// <summary>Why no window can be tested here; null where it can.</summary>
    public string? Lacks { get; }

    /// <summary>What a program's environment says so that it opens its window here.</summary>
    public (string Name, string? Value)[] Variables =>
        [("WAYLAND_DISPLAY", Socket), ("XDG_RUNTIME_DIR", _folder), ("DISPLAY", null), ("LD_LIBRARY_PATH", _glfw)];

    public void Dispose()
    {
        if (_desktop is not null)
        {
            if (!_desktop.HasExited)
                _desktop.Kill();
            _desktop.WaitForExit();
            _desktop.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }
}
