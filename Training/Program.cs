using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using GpuDigits.Engine;
using GpuDigits.Training.Commands;
using GpuDigits.Training.Output;

namespace GpuDigits.Training;

/// <summary>The command line: defines the commands and turns every error into one line and an exit code.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        // A Windows console has another encoding, which would show bars and frames as �.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        GuardedWriter.Install();
        using var interrupt = new Interrupt();
        return Run(args, interrupt.Token);
    }

    internal static int Run(string[] args, CancellationToken cancellation)
    {
        var root = CreateRoot(cancellation);
        var parsed = root.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine($"gpudigits: {OptionFault.Explain(parsed)} (see gpudigits {Path(parsed)}--help)");
            return ExitCode.WrongArguments;
        }

        try
        {
            RequireOwnOptions(parsed.CommandResult);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"gpudigits: {Fault.Describe(e)}");
            if (Environment.GetEnvironmentVariable("GPUDIGITS_TRACE") == "1")
                Console.Error.WriteLine(e);
            return ExitCode.Of(Fault.Cause(e));
        }
    }

    internal static RootCommand CreateRoot(CancellationToken cancellation) =>
        new("GpuDigits: a calculator that you write on by hand. Trains its network on MNIST, and reads digits with it.")
    {
        TrainCommand.Create(cancellation),
        EvaluateCommand.Create(cancellation),
        PredictCommand.Create(cancellation),
        ReadCommand.Create(cancellation),
        CalibrateCommand.Create(cancellation),
        AdaptCommand.Create(cancellation),
        ExplainCommand.Create(cancellation),
        SummaryCommand.Create(),
        ExportCommand.Create(),
        ImportCommand.Create(),
        DataCommand.Create(cancellation),
        DevicesCommand.Create(),
        BenchCommand.Create(cancellation),
        SelfTestCommand.Create(cancellation),
    };

    /// <summary>An option of "explain" has no effect on "explain augment".</summary>
    private static void RequireOwnOptions(CommandResult command)
    {
        if (command.Parent is CommandResult { Command: not RootCommand } parent
            && parent.Children.OfType<OptionResult>().FirstOrDefault(one => !one.Implicit) is { } other)
            throw new UsageException($"{other.Option.Name} is for {parent.Command.Name}, not for its {command.Command.Name}");
    }

    /// <summary>The command with those that it belongs to, as it is typed: "bench kernels ".</summary>
    private static string Path(ParseResult parsed)
    {
        var path = "";
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
            path = $"{at.Command.Name} {path}";
        return path;
    }
}
