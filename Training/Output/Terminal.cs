using Spectre.Console;

namespace GpuDigits.Training.Output;

/// <summary>Results go to standard output, progress and remarks to standard error.</summary>
internal static class Terminal
{
    /// <summary>Other programs read lines as they are: none is wrapped.</summary>
    private const int RedirectedWidth = 100_000;

    public static IAnsiConsole Out => Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error => Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether progress is shown on a terminal.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>Writes a remark to standard error.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    /// <summary>Prints results that are already saved: if that fails, it is a remark and not an error.</summary>
    public static void PrintSaved(Action print)
    {
        try
        {
            print();
        }
        catch (IOException e)
        {
            Say(e.Message);
        }
    }

    /// <summary>Runs something that counts what it has done, with a bar where a person looks.</summary>
    public static T Counted<T>(string what, int total, Func<Action?, T> run) => !IsWatched
        ? run(null)
        : Error.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var bar = context.AddTask(what, maxValue: total);
                return run(() => bar.Increment(1));
            });

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
