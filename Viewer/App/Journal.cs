using GpuDigits.Engine.Calculator;
using GpuDigits.Engine.Files;

namespace GpuDigits.Viewer.App;

/// <summary>
/// The steps made at the calculator, a JSON object a line (<see cref="JournalLine"/>), each written as it is made: whatever ends the
/// program, the next one makes the same steps again, and has the same state, tape and undo history. Of a line that was cut off nothing is
/// taken. A file that has grown long is written anew, when it is opened and while it grows: a state, and the steps that can be undone.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>Longer files are set aside, in bytes: some hundred thousand steps.</summary>
    public const int MaximumBytes = 16 << 20;

    private const int Long = 512 << 10;

    private readonly FileLock? _lock;
    private readonly string? _path;
    private readonly MemoryStream _waiting = new();
    private Stream? _file;
    private long _written, _longest = Long;

    /// <param name="file">Steps are written from its position on.</param>
    /// <param name="content">What stands before.</param>
    /// <param name="path">Where it is written anew once it is long; null for never.</param>
    /// <param name="fileLock">Given back at the end.</param>
    internal Journal(Stream file, JournalContent content, string? path = null, FileLock? fileLock = null)
    {
        (_file, Start, Steps, _path, _lock) = (file, content.Start, content.Steps, path, fileLock);
        _written = file.Position;
    }

    /// <summary>The state that the steps begin at.</summary>
    public CalculatorState Start { get; }

    /// <summary>The steps of the earlier run.</summary>
    public IReadOnlyList<CalculatorInput> Steps { get; }

    /// <summary>
    /// Opens the file, or makes it. Null where that cannot be, or another window has it: the calculator then works, and forgets. Of a
    /// damaged file the steps before the damage are taken; all of it is kept beside under a name with <c>.damaged</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="complaint">What is wrong, in one line; null if nothing is.</param>
    public static Journal? Open(string path, out string? complaint)
    {
        complaint = null;
        FileLock? fileLock = null;
        FileStream? file = null;
        try
        {
            AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if ((fileLock = FileLock.TryTake(path)) is null)
            {
                complaint = $"Another window keeps its calculation in {path}; this one keeps nothing of its own.";
                return null;
            }
            file = OpenFile(path);
            var content = Read(file, path, ref complaint);
            file.Position = file.Length;
            var journal = new Journal(file, content, path, fileLock);
            if (file.Length > Long)
                journal.WriteAnew(content.Start, content.Steps);
            return journal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            file?.Dispose();
            fileLock?.Dispose();
            complaint = $"{path}: the calculation cannot be kept ({e.Message.ReplaceLineEndings(" ").TrimEnd('.')}).";
            return null;
        }
    }

    /// <summary>
    /// Writes a step that was made, after those that could not be written before:
    /// what lies in the file is always all steps up to one of them.
    /// </summary>
    /// <returns>Whether all steps are written; if not, they are tried again with the next one and at the end.</returns>
    public bool Append(CalculatorInput step)
    {
        _waiting.Write(JournalLine.Write(step));
        return Flush();
    }

    /// <summary>Writes the file anew if it has grown long.</summary>
    /// <param name="calculator">What all steps have led to.</param>
    public void KeepShort(PocketCalculator calculator)
    {
        if (_path is null || _written <= _longest || _waiting.Length > 0)
            return;
        var (start, steps) = calculator.Condensed();
        WriteAnew(start, steps);
    }

    /// <summary>Writes what could not be written before. Returns whether all is written.</summary>
    public bool Flush()
    {
        if (_waiting.Length == 0)
            return true;
        try
        {
            _file ??= OpenFile(_path!);
            _file.Position = _written;
            _waiting.WriteTo(_file);
            _file.Flush();
            _written = _file.Position;
            _waiting.SetLength(0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            CutPart();
            return false;
        }
    }

    public void Dispose()
    {
        Flush();
        _file?.Dispose();
        _lock?.Dispose();
    }

    /// <summary>Takes away what was written of steps before the disk was full.</summary>
    private void CutPart()
    {
        try
        {
            _file?.SetLength(_written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            // The next try writes over it; if there is none, a cut line counts as not written.
        }
    }

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>The steps in the file, which then ends behind them.</summary>
    private static JournalContent Read(FileStream file, string path, ref string? complaint)
    {
        var bytes = new byte[Math.Min(file.Length, MaximumBytes)];
        file.ReadExactly(bytes);
        var content = bytes.Length > Long ? JournalContent.ParseCondensed(bytes) : JournalContent.Parse(bytes);
        var problem = content.DamagedLine is { } number ? $"line {number} is damaged"
            : file.Length > MaximumBytes ? $"it is longer than {MaximumBytes} bytes" : null;
        if (problem is not null)
            complaint = $"{path}: {problem}; the steps before are made again, and the file is kept as {DamagedFile.SetAside(path)}.";
        if (content.Bytes < file.Length)
            file.SetLength(content.Bytes);
        return content;
    }

    /// <summary>Puts a file with the same outcome in the place of the long one; leaves that where it cannot be.</summary>
    private void WriteAnew(CalculatorState start, IReadOnlyList<CalculatorInput> steps)
    {
        var length = 0L;
        try
        {
            AtomicFile.Write(_path!, stream =>
            {
                stream.Write(JournalLine.Write(start));
                foreach (var step in steps)
                    stream.Write(JournalLine.Write(step));
                length = stream.Position;
            });
            // The old file has no name any more; the next step opens the new one.
            _file?.Dispose();
            (_file, _written) = (null, length);
        }
        catch (IOException)
        {
            // A full disk: the long file does as well.
        }
        _longest = Math.Max(Long, 2 * _written);
    }
}
