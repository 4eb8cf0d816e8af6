using System.Reflection;

namespace GpuDigits.Engine;

/// <summary>The one place that turns exceptions into lines for people: no name of an exception, a type or a parameter is in them.</summary>
public static class Fault
{
    /// <summary>What really happened: the exception inside those that only carry another.</summary>
    public static Exception Cause(Exception e) =>
        e is AggregateException or TargetInvocationException or TypeInitializationException && e.InnerException is { } inner
            ? Cause(inner)
            : e;

    /// <summary>One line that says what is wrong.</summary>
    public static string Describe(Exception e)
    {
        var cause = Cause(e);
        var text = cause switch
        {
            OutOfMemoryException =>
                "there is not enough memory for this; end other programs, or choose a smaller network, picture or batch",
            OperationCanceledException => "interrupted",
            ArgumentException { ParamName: { } name } => cause.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
            _ when IsForPeople(cause) => cause.Message,
            _ => "a fault of the program; please report it with what it prints when GPUDIGITS_TRACE=1 is in the environment",
        };
        return OneLine(text);
    }

    /// <summary>A text as one line without control characters: messages quote files of strangers, and a terminal obeys these.</summary>
    internal static string OneLine(string text) =>
        string.Concat(text.ReplaceLineEndings(" ").Select(character => char.IsControl(character) ? '·' : character));

    /// <summary>Whether the message was written for people: it is one of ours, or the system's about a file.</summary>
    public static bool IsForPeople(Exception e) => Cause(e) switch
    {
        IOException or UnauthorizedAccessException or OutOfMemoryException or OperationCanceledException
            or ArgumentException { ParamName: null } => true,
        var cause => cause.GetType().Namespace?.StartsWith(nameof(GpuDigits), StringComparison.Ordinal) == true,
    };

    /// <summary>Why the system did not open, read or write a file: a reason that does not name the path.</summary>
    public static string Reason(Exception e, string path) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "there is no permission",
        PathTooLongException => "the name is too long",
        _ => OneLine(e.Message).Replace($" : '{Path.GetFullPath(path)}'", "", StringComparison.Ordinal).TrimEnd('.'),
    };
}
