using Spectre.Console;

namespace GpuDigits.Training.Output;

/// <summary>The two ways out: results on standard output, progress and remarks on standard error.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 120;

    private static readonly Lazy<IAnsiConsole> LazyOut = new(() => Create(Console.Out, Console.IsOutputRedirected));
    private static readonly Lazy<IAnsiConsole> LazyError = new(() => Create(Console.Error, Console.IsErrorRedirected));

    public static IAnsiConsole Out => LazyOut.Value;

    public static IAnsiConsole Error => LazyError.Value;

    /// <summary>Whether somebody watches the progress.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected;

    /// <summary>One remark on standard error.</summary>
    public static void Say(string text) => Console.Error.WriteLine(text);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (redirected) console.Profile.Width = RedirectedWidth;
        return console;
    }
}
