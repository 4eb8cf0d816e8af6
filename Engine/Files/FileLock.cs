using System.Diagnostics;

namespace GpuDigits.Engine.Files;

/// <summary>
/// Keeps other processes from a file that is replaced as a whole: a lock on the file itself would go with the old one. The lock is an empty
/// file beside it, which stays. A process that ends in whatever way gives its locks back. In a browser everybody gets it: nobody else sees
/// the files.
/// </summary>
public sealed class FileLock : IDisposable
{
    private const int UnixWouldBlock = 11, MacWouldBlock = 35, WindowsSharing = unchecked((int)0x80070020);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a file; null where another process, or another part of this one, has it.</summary>
    /// <param name="path">The file; its folder must be there.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <exception cref="IOException">The lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static FileLock? TryTake(string path, TimeSpan patience = default)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new(new(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException e) when (e.HResult is UnixWouldBlock or MacWouldBlock or WindowsSharing)
            {
                if (Stopwatch.GetElapsedTime(start) >= patience)
                    return null;
                Thread.Sleep(5);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
