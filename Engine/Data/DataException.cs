namespace GpuDigits.Engine.Data;

/// <summary>
/// A data set cannot be read or fetched. The message is one line: the file, the place in it, what is wrong and what to do.
/// </summary>
public sealed class DataException : Exception
{
    /// <summary>Makes the exception with its one-line message and, where there is one, the cause.</summary>
    public DataException(string message, Exception? innerException = null) : base(Fault.OneLine(message), innerException)
    {
    }

    /// <summary>Whether the data is simply not there, as opposed to unusable.</summary>
    public bool IsMissing { get; init; }
}
