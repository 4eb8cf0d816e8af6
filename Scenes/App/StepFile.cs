using GpuDigits.Engine.Files;

namespace GpuDigits.Scenes.App;

/// <summary>
/// A file of steps, one a line, each written as it is made, so that whatever ends the program, the next one can make them again. Of a line
/// that was cut off nothing is taken; a damaged file is kept beside under a name with <c>.damaged</c>, and ends before the damage. One
/// window at a time has it.
/// </summary>
internal sealed class StepFile : IDisposable
{
    private readonly FileLock? _lock;
    private readonly string? _path;
    private readonly string _what;
    private readonly MemoryStream _waiting = new();
    private Stream? _file;
    private long _twice;

    /// <param name="file">Steps are written from its position on.</param>
    /// <param name="what">What is kept in it, for messages: "calculation".</param>
    /// <param name="path">Where it is written anew; null for never.</param>
    /// <param name="fileLock">Given back at the end.</param>
    public StepFile(Stream file, string what, string? path = null, FileLock? fileLock = null)
    {
        (_file, _what, _path, _lock) = (file, what, path, fileLock);
        Length = file.Position;
    }

    /// <summary>Reads a line, numbered from 1.</summary>
    /// <exception cref="System.Text.Json.JsonException">The line is damaged.</exception>
    /// <exception cref="InvalidOperationException">The same.</exception>
    /// <exception cref="FormatException">The same.</exception>
    public delegate void LineReader(ReadOnlySpan<byte> line, int number);

    /// <summary>Bytes that are written.</summary>
    public long Length { get; private set; }

    /// <summary>Whether all steps are written.</summary>
    public bool IsCurrent => _waiting.Length == 0;

    /// <summary>Opens a file, or makes it. Null where that cannot be, or another window has it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is kept in it, as above.</param>
    /// <param name="most">More bytes are not read.</param>
    /// <param name="read">Reads the bytes: where the good lines end, and the number of the first damaged one.</param>
    /// <param name="complaint">What is wrong, in one line; null if nothing is.</param>
    public static StepFile? Open(
        string path, string what, long most, Func<byte[], (long End, int? DamagedLine)> read, out string? complaint)
    {
        complaint = null;
        FileLock? fileLock = null;
        FileStream? file = null;
        try
        {
            AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if ((fileLock = FileLock.TryTake(path)) is null)
            {
                complaint = $"Another window keeps its {what} in {path}; this one keeps nothing of its own.";
                return null;
            }
            file = OpenFile(path);
            var bytes = new byte[Math.Min(file.Length, most)];
            file.ReadExactly(bytes);
            var (end, damagedLine) = read(bytes);
            var problem = damagedLine is { } number ? $"line {number} is damaged"
                : file.Length > most ? $"it is longer than {most} bytes" : null;
            if (problem is not null)
                complaint = $"{path}: {problem}; the steps before are made again, and the file is kept as {DamagedFile.SetAside(path)}.";
            if (end < file.Length)
                file.SetLength(end);
            file.Position = file.Length;
            return new(file, what, path, fileLock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            fileLock?.Dispose();
            complaint = $"{path}: the {what} cannot be kept ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}).";
            return null;
        }
    }

    /// <summary>Reads whole lines that are not empty up to the first that is damaged. Never fails.</summary>
    /// <returns>Where the good lines end, and the number of the damaged one; null where there is none.</returns>
    public static (int End, int? DamagedLine) Walk(ReadOnlySpan<byte> bytes, LineReader read)
    {
        var end = 0;
        for (var number = 1; bytes[end..].IndexOf((byte)'\n') is >= 0 and var length; number++)
        {
            var line = bytes.Slice(end, length).TrimEnd((byte)'\r');
            try
            {
                if (!line.IsEmpty)
                    read(line, number);
            }
            catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or FormatException)
            {
                return (end, number);
            }
            end += length + 1;
        }
        return (end, null);
    }

    /// <summary>
    /// Writes the line of a step that was made, after those that could not be written before: what lies in the file is always all steps up
    /// to one of them.
    /// </summary>
    /// <param name="line">The line with its end.</param>
    /// <param name="notice">
    /// Is told when steps cannot be written, which are tried again with the next one and at the end, and when they are; true for a failure.
    /// </param>
    public void Append(ReadOnlySpan<byte> line, Action<string, bool>? notice)
    {
        var wasBehind = !IsCurrent;
        _waiting.Write(line);
        if (!Flush())
            notice?.Invoke($"The {_what} cannot be kept now (is the disk full?). It is tried again with each step", true);
        else if (wasBehind)
            notice?.Invoke($"The {_what} is kept again", false);
    }

    /// <summary>Writes what could not be written before. Returns whether all is written.</summary>
    public bool Flush()
    {
        if (IsCurrent)
            return true;
        try
        {
            _file ??= OpenFile(_path!);
            _file.Position = Length;
            _waiting.WriteTo(_file);
            _file.Flush();
            Length = _file.Position;
            _waiting.SetLength(0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CutPart();
            return false;
        }
    }

    /// <summary>
    /// Puts a file with the same outcome in the place of one that has grown long: longer than a number of bytes, and twice as long as it
    /// was when this was last done. Only where it has a path and all is written. A full disk leaves the long one, which does as well.
    /// </summary>
    public void KeepShort(long most, Action<Stream> write)
    {
        if (_path is null || !IsCurrent || Length <= Math.Max(most, _twice))
            return;
        var length = 0L;
        try
        {
            AtomicFile.Write(_path, stream =>
            {
                write(stream);
                length = stream.Position;
            });
            // The old file has no name any more; the next step opens the new one.
            _file?.Dispose();
            (_file, Length) = (null, length);
        }
        catch (IOException)
        {
            // As the summary says.
        }
        _twice = 2 * Length;
    }

    public void Dispose()
    {
        Flush();
        // Nobody tries again.
        _waiting.SetLength(0);
        _file?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Takes away what was written of steps before the disk was full.</summary>
    private void CutPart()
    {
        try
        {
            _file?.SetLength(Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // The next try writes over it; if there is none, a cut line counts as not written.
        }
    }

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
