using System.CommandLine.Parsing;

namespace GpuDigits.Training.Commands;

/// <summary>
/// Error messages for arguments, in words for people: those of the parser's library name types. The window uses this too.
/// </summary>
internal static class OptionFault
{
    /// <summary>One line.</summary>
    public static string Explain(ParseError error)
    {
        var at = error.SymbolResult is ArgumentResult { Parent: OptionResult parent } ? parent : error.SymbolResult;
        if (at is not OptionResult { Option: { } option, Tokens: [{ Value: var text }, ..] }
            || !error.Message.Contains("expected type", StringComparison.Ordinal))
            return error.Message.ReplaceLineEndings(" ");
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        var may = type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type).Select(n => n.ToLowerInvariant())) : "true or false";
        return $"{option.Name} is {text}, it must be {may}".ReplaceLineEndings(" ");
    }
}
