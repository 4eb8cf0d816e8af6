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
            ? $"there is no command or option {unknown}"
            : error.Message;
        return line.ReplaceLineEndings(" ");
    }
}
