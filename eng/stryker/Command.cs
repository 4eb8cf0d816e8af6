using System.Diagnostics;
using GpuDigits.Tools;

namespace GpuDigits.MutationScore;

/// <summary>Runs another program.</summary>
internal static class Command
{
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program)));

    /// <summary>Its standard output.</summary>
    /// <exception cref="ToolException">It failed.</exception>
    public static string Output(string where, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = where, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new ToolException($"{program} {arguments[0]} failed in {where}: see above");
    }

    /// <summary>Its exit code. What it says goes to the given file.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted, and ended with all that it had started.</exception>
    public static int Run(string where, string log, string program, string[] arguments, CancellationToken interrupt)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = where,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Build servers would outlive the command; what the analyzers have to say about mutated code is no matter here.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["RunAnalyzers"] = "false";
        // The runner of the tests has 90 seconds to start, which a busy machine may take.
        start.Environment["VSTEST_CONNECTION_TIMEOUT"] = "600";
        using var process = Process.Start(start)!;
        using var writer = new StreamWriter(log);
        var gate = new Lock();
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            process.WaitForExitAsync(interrupt).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            // Until all of it is gone: its last words still go to the file.
            process.WaitForExit();
            throw;
        }

        return process.ExitCode;

        void Write(string? line)
        {
            lock (gate)
            {
                writer.WriteLine(line);
                writer.Flush();
            }
        }
    }
}
