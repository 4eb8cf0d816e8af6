using System.ComponentModel;
using System.Diagnostics;

namespace GpuDigits.Viewer.Offscreen;

/// <summary>A screen in memory: Xvfb on a display number of its own choice, ended with this object.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private const int StartMilliseconds = 10_000;

    private readonly Process _server;

    private VirtualDisplay(Process server, string name)
    {
        _server = server;
        Name = name;
    }

    /// <summary>What DISPLAY is to be for a program that is to use it.</summary>
    public string Name { get; }

    /// <summary>Starts one; null where Xvfb is not installed or does not start.</summary>
    public static VirtualDisplay? TryStart(int width = 1600, int height = 1200)
    {
        // On -displayfd the server says its number once it takes clients. Nobody holds a key down there, but on a busy machine the server
        // may think so: no repetition (-r).
        string[] arguments = ["-displayfd", "1", "-r", "-screen", "0", $"{width}x{height}x24", "-nolisten", "tcp", "-noreset"];
        var start = new ProcessStartInfo("Xvfb", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Process server;
        try
        {
            server = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            return null;
        }
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        var number = server.StandardOutput.ReadLineAsync();
        if (number.Wait(StartMilliseconds) && number.Result is { Length: > 0 } said)
            return new(server, ":" + said.Trim());
        End(server);
        return null;
    }

    public void Dispose() => End(_server);

    private static void End(Process server)
    {
        if (!server.HasExited)
            server.Kill();
        server.WaitForExit();
        server.Dispose();
    }
}
