using System.Diagnostics;
using System.Globalization;

namespace GpuDigits.Tests;

/// <summary>Sends signals to programs.</summary>
internal static class Signals
{
    private static readonly string[] Names = ["", "HUP", "INT", "QUIT"];

    /// <summary>
    /// Sends a signal. The test is skipped where the program was told to ignore it when it was started, as nohup and background jobs do: it
    /// would wait for ever.
    /// </summary>
    /// <param name="process">The program.</param>
    /// <param name="name">HUP, INT or TERM.</param>
    public static void Send(Process process, string name)
    {
        if (Ignores(process, name))
        {
            process.Kill();
            Skip.If(true, $"the tests were started with SIG{name} ignored");
        }
        using var kill = Process.Start("kill", ["-" + name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static bool Ignores(Process process, string name)
    {
        if (!OperatingSystem.IsLinux() || Array.IndexOf(Names, name) is not (> 0 and var number))
            return false;
        var ignored = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return ((ulong.Parse(ignored[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (number - 1)) & 1) == 1;
    }
}
