namespace GpuDigits.Engine.Data;

/// <summary>A file of strokes cannot be used. The message is one line for people: file, line, what is wrong.</summary>
public sealed class InkException : Exception
{
    /// <summary>Creates the exception for a file as a whole (line 0) or for one of its lines (counted from 1).</summary>
    public InkException(string file, int line, string problem, Exception? inner = null)
        : base(line > 0 ? $"{file}, line {line}: {problem}" : $"{file}: {problem}", inner)
    {
        File = file;
        Line = line;
    }

    /// <summary>The file's name as given by the caller.</summary>
    public string File { get; }

    /// <summary>The line, counted from 1; 0 for the whole file.</summary>
    public int Line { get; }
}
