using System.ComponentModel;
using System.Diagnostics;

namespace GpuDigits.Training.Output;

/// <summary>Another program of this project: named by an environment variable, in the same folder, or on the PATH.</summary>
internal static class Companion
{
    /// <summary>The start information of the program, for <see cref="Start"/>.</summary>
    /// <param name="name">Its file, without the system's ending.</param>
    /// <param name="variable">The environment variable that may name its file, an assembly (.dll) too.</param>
    /// <param name="missing">The message if it is not found.</param>
    /// <exception cref="MissingException">It is not found.</exception>
    public static ProcessStartInfo Find(string name, string variable, string missing)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var program = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } own ? own
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                // An empty or relative entry means the current folder, where anybody may have put a program.
                .Where(Path.IsPathFullyQualified).Prepend(AppContext.BaseDirectory)
                .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        if (program is null || !File.Exists(program))
            throw new MissingException(program is null ? missing : $"{missing} ({variable} is {program}, which is not there)");
        if (Path.GetExtension(program) != ".dll")
            return new ProcessStartInfo(program);
        return new ProcessStartInfo(
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet", [program]);
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="MissingException">The system cannot start it.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new MissingException($"{start.FileName} cannot be started: {e.Message}", e);
        }
    }
}
