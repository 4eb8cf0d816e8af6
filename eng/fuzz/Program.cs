using System.CommandLine;
using System.CommandLine.Invocation;
using System.Diagnostics;
using System.Globalization;
using GpuDigits.Fuzz.Guided;
using GpuDigits.Tools;

namespace GpuDigits.Fuzz;

/// <summary>Runs every target for its share of the inputs and prints a table; fails if a promise was broken.</summary>
internal static class Program
{
    internal const string Name = "gpudigits-fuzz";

    /// <summary>An input that takes so long, or up to twice as long, is never ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal static int Main(string[] args)
    {
        var inputs = new Option<long>("--inputs") { Description = "Damaged files in all.", DefaultValueFactory = _ => 1_000_000 };
        var first = new Option<long>("--first") { Description = "Number of the first input of each target: to make a fault again." };
        var only = new Option<string?>("--target") { Description = "One target by its name." };
        var threads = new Option<int>("--threads") { Description = "Threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var window = new Option<int?>("--window-minutes")
        {
            Description = "Instead: so many minutes of a person's random input at the off-screen window, time-compressed."
        };
        var root = new RootCommand("Gives every reader of files damaged ones, and holds it to its promises.")
        {
            inputs, first, only, threads, window, GuidedCommand.Instrument(), GuidedCommand.Guided(),
        };
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(window) is { } minutes)
            {
                return minutes < 1
                    ? Tool.Complain(Name, Tool.WrongArguments, "--window-minutes must be at least 1")
                    : WindowStress.Run(minutes, Say);
            }

            Target[] targets = [.. Targets.All().Where(t => parsed.GetValue(only) is not { } name || t.Name == name)];
            if (targets.Length == 0 || parsed.GetValue(inputs) < 1 || parsed.GetValue(threads) < 1 || parsed.GetValue(first) < 0)
            {
                return Tool.Complain(
                    Name, Tool.WrongArguments, "--inputs and --threads must be at least 1, --first at least 0, --target one of "
                    + string.Join(", ", Targets.All().Select(t => t.Name)));
            }

            return Run(targets, parsed.GetValue(first), (parsed.GetValue(inputs) + targets.Length - 1) / targets.Length,
                parsed.GetValue(threads));
        });
        var parsed = root.Parse(args);
        return parsed.Action is ParseErrorAction
            ? Tool.Complain(Name, Tool.WrongArguments, $"{parsed.Errors[0].Message} (see --help)")
            : Tool.Guard(Name, () => parsed.Invoke(new() { EnableDefaultExceptionHandler = false }));
    }

    private static int Run(Target[] targets, long first, long each, int threads)
    {
        long started = Stopwatch.GetTimestamp(), inputs = 0, faults = 0;
        Say($"{"reader",-22} {"inputs",10} {"refused",10} {"most memory",14} {"inputs/s",10}");
        foreach (var target in targets)
        {
            var began = Stopwatch.GetTimestamp();
            using ReaderWatch watch = new(
                threads, Patience, (number, input) => Environment.Exit(Tool.Guard(Name, () => Stuck(target, number, input))));
            var found = Campaign.Run(target, first, each, threads, watch);
            var rate = found.Inputs / Stopwatch.GetElapsedTime(began).TotalSeconds;
            Say($"{found.Target,-22} {found.Inputs,10:N0} {found.Refused,10:N0} {found.MostAllocated,12:N0} B {rate,10:N0}");
            foreach (var fault in found.Faults)
                Console.Error.WriteLine(fault);
            (inputs, faults) = (inputs + found.Inputs, faults + found.Faults.Count);
        }

        var all = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Say($"{inputs:N0} inputs in {all:F0} s ({inputs / all:N0} a second), {faults} faults");
        return faults == 0 ? 0 : 1;
    }

    private static int Stuck(Target target, long number, byte[] input)
    {
        var path = Corpus.Keep("artifacts/fuzz", target, input);
        var which = number < 0 ? $"sound file {-number}" : $"{number}";
        return Tool.Complain(
            Name, Tool.Failed, $"{target.Name} {which}: has not ended in {Patience.TotalSeconds} s; the input is kept in {path}");
    }

    internal static void Say(FormattableString line) => Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
