using System.Diagnostics;
using System.Runtime.InteropServices;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>Measures what there is, and says what is over its budget. Of times the fastest counts: it is disturbed least.</summary>
internal static class BudgetReport
{
    private const int Runs = 5;

    /// <summary>Prints a line each. 1 if one is over, 3 if none is but something has not been made, else 0.</summary>
    public static int Print(string root, Budgets budgets)
    {
        int over = 0, missing = 0;
        void Say(string what, double? now, double most, string unit, string note)
        {
            var verdict = now is null ? "not measured" : now > most ? "OVER" : "ok";
            over += now > most ? 1 : 0;
            missing += now is null ? 1 : 0;
            Console.WriteLine(FormattableString.Invariant($"{verdict,-13} {what,-46} {now,8:0.00} of {most,6:0.00} {unit,-4} {note}"));
        }

        foreach (var size in budgets.Sizes)
        {
            var now = size.Measure(root) / 1e6;
            Say(size.What, now, size.Megabytes, "MB", now is null ? $"make it: {size.Make}" : "");
        }

        foreach (var run in budgets.Runs)
        {
            var name = OperatingSystem.IsWindows() ? run.Program + ".exe" : run.Program;
            var file = SizeBudget.Find(root, $"artifacts/packages/*-{RuntimeInformation.RuntimeIdentifier}/{name}");
            var (seconds, mebibytes) = file is null ? (null, null) : Measure(root, file, run.Arguments);
            var note = file is null ? "make it: eng/package.sh" : $"the fastest of {Runs}";
            Say(run.What, seconds, run.Seconds, "s", note);
            Say("  its memory", mebibytes, run.Mebibytes, "MiB", file is null ? note : "the most");
        }

        Console.WriteLine($"{over} over, {missing} not measured");
        return over > 0 ? 1 : missing > 0 ? 3 : 0;
    }

    private static (double? Seconds, double? Mebibytes) Measure(string root, string program, string[] arguments)
    {
        List<double> seconds = [];
        long most = 0;
        for (var i = 0; i < Runs; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var said = process.StandardOutput.ReadToEndAsync();
            var complained = process.StandardError.ReadToEndAsync();
            while (!process.WaitForExit(2))
            {
                process.Refresh();
                try
                {
                    most = Math.Max(most, process.PeakWorkingSet64);
                }
                catch (InvalidOperationException)
                {
                    // It has just ended.
                }
            }

            seconds.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (process.ExitCode != 0)
            {
                throw new ToolException(
                    $"{Path.GetFileName(program)} ended with {process.ExitCode}: {complained.Result}{said.Result}".Trim());
            }
        }

        return (seconds.Min(), most / 1048576.0);
    }
}
