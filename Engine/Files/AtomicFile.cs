using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace GpuDigits.Engine.Files;

/// <summary>
/// The one writer of all outputs. A file's path holds either all of the new contents or the old ones, whatever happens; links are followed
/// and their target replaced; a pipe or device is written into (<see cref="OutputPath"/>).
/// </summary>
public static partial class AtomicFile
{
    private const int UnixNoSpace = 28, UnixQuota = 122, UnixNotPermitted = 1;
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int Block = 4096;

    /// <summary>
    /// Lets <paramref name="write"/> fill a new file beside <paramref name="path"/>, flushes that to the disk, renames it, and flushes
    /// the folder, so that the new name outlives a loss of power. When anything fails, the new file is deleted, the old one is untouched,
    /// and what <paramref name="write"/> threw goes through.
    /// </summary>
    /// <exception cref="OutputPathException">The path names a folder, or its folder does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written; one line says why and what to do.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var output = Find(path);
        var folder = FolderOf(output);
        if (!Directory.Exists(folder))
            throw NoFolder(path, folder);
        var temporary = Path.Combine(folder, TemporaryName(Path.GetFileName(output.Full)));
        var created = false;
        try
        {
            if (output.IsStream)
            {
                using var whole = new MemoryStream();
                write(whole);
                using var stream = output.Open();
                whole.WriteTo(stream);
                return;
            }

            using (var stream = Create(temporary, output.Full))
            {
                created = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            KeepMode(output.Full, temporary);
            File.Move(temporary, output.Full, overwrite: true);
            created = false;
            FlushFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || IsTooLarge(e))
        {
            throw Explain(path, folder, e);
        }
        finally
        {
            if (created)
                TryDelete(temporary);
        }
    }

    /// <summary>Opens a file that grows, from its beginning; what was in it is gone.</summary>
    /// <exception cref="IOException">As <see cref="Write"/>.</exception>
    public static Stream Grow(string path)
    {
        var output = Find(path);
        var folder = FolderOf(output);
        if (!Directory.Exists(folder))
            throw NoFolder(path, folder);
        try
        {
            return output.IsStream
                ? output.Open()
                : new FileStream(output.Full, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, folder, e);
        }
    }

    /// <summary>Tries whether a file could be written, before the work whose result it is to hold; leaves everything as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="makesFolder">Whether a folder that does not exist will be made.</param>
    /// <exception cref="IOException">As <see cref="Write"/>.</exception>
    public static void Check(string path, bool makesFolder = false)
    {
        var output = Find(path);
        if (output.IsStream)
            return;
        var folder = FolderOf(output);
        if (!Directory.Exists(folder) && !makesFolder)
            throw NoFolder(path, folder);
        CheckFolder(path, folder);
        try
        {
            if (File.Exists(output.Full))
                new FileStream(output.Full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();
        }
        catch (UnauthorizedAccessException e) when (e.InnerException?.HResult == UnixNotPermitted)
        {
            throw new IOException($"{path}: is marked as not to be changed; take the mark away (chattr -i) or choose another path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that may not be opened for writing may still be replaced by another.
        }
    }

    /// <summary>Tries whether files could be written in a folder, which need not exist yet; leaves everything as it is.</summary>
    /// <exception cref="IOException">As <see cref="Write"/>.</exception>
    public static void CheckFolder(string path) => CheckFolder(path, OutputPath.Resolve(path).Full);

    /// <summary>Makes a folder, and those above it, where they are not there yet.</summary>
    /// <exception cref="IOException">As <see cref="Write"/>.</exception>
    public static void MakeFolder(string path)
    {
        var full = OutputPath.Resolve(path).Full;
        if (FileAmong(full) is { } file)
            throw NotAFolder(path, file);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, Path.GetDirectoryName(full) ?? full, e);
        }
    }

    private static void CheckFolder(string path, string folder)
    {
        if (FileAmong(folder) is { } file)
            throw NotAFolder(path, file);
        while (!Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder) ?? throw NoFolder(path, folder);

        try
        {
            using var trial = new FileStream(Path.Combine(folder, TemporaryName("trial")), FileMode.CreateNew, FileAccess.Write,
                FileShare.None, 1, FileOptions.DeleteOnClose);
            trial.Write(new byte[Block]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Explain(path, folder, e);
        }
    }

    /// <summary>What is a file of a folder and those above it; null if nothing is.</summary>
    private static string? FileAmong(string? folder)
    {
        while (folder is not null && !Directory.Exists(folder) && !File.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        return File.Exists(folder) ? folder : null;
    }

    private static OutputPath Find(string path)
    {
        var output = OutputPath.Resolve(path);
        return Path.EndsInDirectorySeparator(path) || Directory.Exists(output.Full)
            ? throw new OutputPathException($"{path}: is a folder; name a file")
            : output;
    }

    private static string FolderOf(OutputPath output) => Path.GetDirectoryName(output.Full) ?? output.Full;

    private static OutputPathException NoFolder(string path, string folder) =>
        new($"{path}: cannot be written, there is no folder {folder}; create it or choose another path");

    private static OutputPathException NotAFolder(string path, string file) => new($"{path}: {file} is a file; name a folder");

    /// <summary>Whether the system says that a file may not become that large: .NET makes this of EFBIG.</summary>
    private static bool IsTooLarge(Exception e) => e is ArgumentOutOfRangeException { ParamName: "value" };

    private static IOException Explain(string path, string folder, Exception e) => new(
        e switch
        {
            UnauthorizedAccessException => $"{path}: no permission to write in {folder}; change the permissions or choose another path",
            { HResult: UnixNoSpace or UnixQuota or WindowsDiskFull or WindowsHandleDiskFull } =>
                $"{path}: cannot be written, the disk is full; free some space or choose another path",
            _ when IsTooLarge(e) =>
                $"{path}: cannot be written, files may not become that large here; raise the limit (ulimit -f) or choose another path",
            _ => $"{path}: cannot be written, {Fault.Reason(e, path)}; choose another path",
        },
        e);

    /// <summary>A new file in the place of another: what others may not read of that one, they may not read of this one either.</summary>
    private static FileStream Create(string path, string replaced)
    {
        // CreateNew never follows or reuses what someone else put there.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && File.Exists(replaced))
            options.UnixCreateMode = File.GetUnixFileMode(replaced);
        return new(path, options);
    }

    /// <summary>A file that is replaced keeps its permissions, also those that the system takes off a new one (umask).</summary>
    private static void KeepMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    /// <summary>
    /// Deletes what killed processes left of writing <paramref name="path"/>, where it is older than a day, or than <paramref name="age"/>.
    /// </summary>
    public static void DeleteLeftovers(string path, TimeSpan? age = null)
    {
        var full = Path.GetFullPath(path);
        var folder = new DirectoryInfo(Path.GetDirectoryName(full) ?? full);
        if (!folder.Exists)
            return;
        foreach (var file in folder.EnumerateFiles($".{Path.GetFileName(full)}.*.tmp"))
        {
            if (file.LastWriteTimeUtc <= DateTime.UtcNow - (age ?? TimeSpan.FromDays(1)))
                TryDelete(file.FullName);
        }
    }

    /// <summary>
    /// Makes names in a folder last. Windows has no such call, and needs none: NTFS keeps a journal of names. A browser's files are in
    /// memory.
    /// </summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows() || OperatingSystem.IsBrowser())
            return;
        var handle = Open(folder, 0);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [UnsupportedOSPlatform("browser")]
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [UnsupportedOSPlatform("browser")]
    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int handle);

    [UnsupportedOSPlatform("browser")]
    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);

    private static string TemporaryName(string name) => $".{name}.{Path.GetRandomFileName()}.tmp";

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that led here matters more than the file it leaves.
        }
    }
}
