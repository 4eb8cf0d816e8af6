using GpuDigits.Engine;

namespace GpuDigits.Pictures;

/// <summary>A picture cannot be read. The message is one line: the file, the place in it, what is wrong and what to do.</summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes the exception with its one-line message and, where there is one, the cause.</summary>
    public ImageException(string message, Exception? innerException = null) : base(Fault.OneLine(message), innerException)
    {
    }
}
