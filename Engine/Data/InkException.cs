namespace GpuDigits.Engine.Data;

/// <summary>A file of strokes cannot be used. The message is one line for people: file, line, what is wrong.</summary>
/// <param name="file">The file's name as given by the caller.</param>
/// <param name="line">The line, counted from 1; 0 for the whole file.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="inner">What led to it.</param>
public sealed class InkException(string file, int line, string problem, Exception? inner = null)
    : Exception(Fault.OneLine(line > 0 ? $"{file}, line {line}: {problem}" : $"{file}: {problem}"), inner);
