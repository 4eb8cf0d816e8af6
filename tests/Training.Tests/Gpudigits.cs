using System.Diagnostics;
using System.Text.Json;

namespace GpuDigits.Training.Tests;

/// <summary>Runs the command line as a process of its own, as a person or a script would, with the excerpt for MNIST.</summary>
internal static class Gpudigits
{
    public sealed record Result(int Code, string Out, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Out).RootElement;

        public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static Result Run(params string[] arguments) => RunIn(Path.GetTempPath(), arguments);

    public static Result RunIn(string folder, params string[] arguments) => RunWith(folder, [], arguments);

    /// <summary>Runs it with further variables in the environment.</summary>
    public static Result RunWith(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Begin(folder, environment, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.Result);
    }

    /// <summary>Runs it from a shell, which redirects what the arguments say.</summary>
    public static (int Code, string Error) RunInShell(string folder, string arguments)
    {
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "gpudigits.dll")}' {arguments}"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    /// <summary>Starts it and lets it run; whoever asked ends it.</summary>
    public static Process Begin(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "gpudigits.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // No test may reach for the network or for what a person has in the cache.
        start.Environment["GPUDIGITS_DATA"] = Path.Combine(Path.GetTempPath(), "gpudigits-no-data");
        start.Environment["PATH"] = Path.GetDirectoryName(Environment.ProcessPath);
        foreach ((var name, var value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>A folder for a test's files, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gpudigits-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
