namespace GpuDigits.Engine.Files;

/// <summary>A model file cannot be read. The message is one line: the file, the place in it, what is wrong and what to do.</summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Makes the exception with its one-line message and, where there is one, the cause.</summary>
    public ModelFileException(string message, Exception? innerException = null) : base(Fault.OneLine(message), innerException)
    {
    }

    /// <summary>A name from a file, fit for one line of a message.</summary>
    internal static string Quote(string name) => $"\"{Clean(name)}\"";

    /// <summary>The same without quotation marks.</summary>
    internal static string Clean(string name)
    {
        var clean = string.Concat(name.Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '·' : c));
        return $"{clean}{(name.Length > 60 ? "…" : "")}";
    }
}
