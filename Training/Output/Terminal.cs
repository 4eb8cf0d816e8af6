using Spectre.Console;

namespace GpuDigits.Training.Output;

/// <summary>The two ways out: results on standard output, progress and remarks on standard error.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 120;

    public static IAnsiConsole Out => Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error => Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether somebody watches the progress.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>One remark on standard error.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    /// <summary>Prints the results of what is saved already: where that fails, it is a remark and no failure.</summary>
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

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
