using System.CommandLine;
using System.CommandLine.Parsing;

namespace GpuDigits.Training.Commands;

/// <summary>What is wrong with the arguments. The window uses this too.</summary>
internal static class OptionFault
{
    /// <summary>The first error in one line; an unknown command is named, where the parser says that one is missing.</summary>
    public static string Explain(ParseResult parsed)
    {
        var error = parsed.Errors[0];
        var line = error.SymbolResult is CommandResult && parsed.UnmatchedTokens is [var unknown, ..]
            ? Explain(unknown, parsed.CommandResult.Command)
            : error.Message;
        return line.ReplaceLineEndings(" ");
    }

    private static string Explain(string unknown, Command command) =>
        command.Options.Any(option => option.Name == unknown) ? $"{unknown} belongs behind {command.Name}"
        : unknown.Length == 0 ? "an argument is empty"
        : command.Subcommands.Count == 0 && unknown[0] != '-' ? $"{unknown} is one argument too many"
        : $"there is no command or option {unknown}";
}
