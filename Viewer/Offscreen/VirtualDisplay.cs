using System.ComponentModel;
using System.Diagnostics;

namespace GpuDigits.Viewer.Offscreen;

/// <summary>A virtual screen: Xvfb on a free display number, ended when this object is disposed.</summary>
internal sealed class VirtualDisplay : IDisposable
{
    private const int StartMilliseconds = 10_000;

    private readonly Process _server;

    private VirtualDisplay(Process server, string name)
    {
        _server = server;
        Name = name;
    }

    /// <summary>The value of DISPLAY for a program that uses it.</summary>
    public string Name { get; }

    /// <summary>Starts one; null if Xvfb is not installed or does not start.</summary>
    public static VirtualDisplay? TryStart(int width = 1600, int height = 1200)
    {
        // With -displayfd the server writes its number once it accepts clients. On a busy machine it may take a key for held down, so key
        // repetition is off (-r).
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
