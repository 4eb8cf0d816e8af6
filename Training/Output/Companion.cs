using System.ComponentModel;
using System.Diagnostics;

namespace GpuDigits.Training.Output;

/// <summary>Another program of ours: named by a variable, or beside this one, or on the PATH.</summary>
internal static class Companion
{
    /// <summary>How the program is started; <see cref="Start"/> does it.</summary>
    /// <param name="name">Its file, without the system's ending.</param>
    /// <param name="variable">The environment variable that may name its file, an assembly (.dll) too.</param>
    /// <param name="missing">What to say where it is not there.</param>
    /// <exception cref="MissingException">It is not there.</exception>
    public static ProcessStartInfo Find(string name, string variable, string missing)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var program = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } own ? own
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(AppContext.BaseDirectory)
                .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
        if (program is null || !File.Exists(program))
            throw new MissingException(program is null ? missing : $"{missing} ({variable} is {program}, which is not there)");
        if (Path.GetExtension(program) != ".dll")
            return new ProcessStartInfo(program);
        return new ProcessStartInfo(
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet", [program]);
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="MissingException">The system refuses to.</exception>
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
