using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using GpuDigits.Training.Commands;
using GpuDigits.Training.Output;

namespace GpuDigits.Training;

/// <summary>The command line: puts the commands together and turns whatever happens into one line and an exit code.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        // Bars and frames: a console of Windows has another encoding, and makes � of them.
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var interrupt = new Interrupt();
        return Run(args, interrupt.Token);
    }

    internal static int Run(string[] args, CancellationToken cancellation)
    {
        var root = new RootCommand("GpuDigits: a calculator that you write on by hand. Trains its network on MNIST, and reads digits with it.")
        {
            TrainCommand.Create(cancellation),
            EvaluateCommand.Create(cancellation),
            PredictCommand.Create(),
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
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            Console.Error.WriteLine($"gpudigits: {parsed.Errors[0].Message.ReplaceLineEndings(" ")} (see gpudigits {Path(parsed)}--help)");
            return ExitCode.WrongArguments;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e) when (ExitCode.Of(e) is { } code)
        {
            Console.Error.WriteLine($"gpudigits: {e.Message.ReplaceLineEndings(" ")}");
            return code;
        }
    }

    private static string Path(ParseResult parsed) => parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
}
