using System.CommandLine;
using System.CommandLine.Parsing;

namespace GpuDigits.Training.Commands;

/// <summary>Options that take one of some names.</summary>
internal static class NameOption
{
    /// <summary>Takes these names only, and completes them.</summary>
    public static Option<T> From<T>(this Option<T> option, IReadOnlyList<string> names)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !names.Contains(text))
                result.AddError(Fault(option.Name, text, names));
        });
        option.CompletionSources.Add([.. names]);
        return option;
    }

    /// <summary>One of an enumeration's names, in letters of any case. A number is none.</summary>
    public static Option<T?> Of<T>(string name)
        where T : struct, Enum => new(name) { CustomParser = result => Parse<T>(name, result) };

    private static T? Parse<T>(string option, ArgumentResult result)
        where T : struct, Enum
    {
        if (result.Tokens is not [{ Value: var text }])
            return null;
        var names = Enum.GetNames<T>();
        if (Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is var at and >= 0)
            return Enum.GetValues<T>()[at];
        result.AddError(Fault(option, text, Array.ConvertAll(names, name => name.ToLowerInvariant())));
        return null;
    }

    private static string Fault(string option, string text, IEnumerable<string> names) =>
        $"{option} is {text}, it must be one of {string.Join(", ", names)}";
}
