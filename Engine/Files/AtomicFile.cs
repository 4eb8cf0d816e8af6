using System.Runtime.InteropServices;

namespace GpuDigits.Engine.Files;

/// <summary>Writes a file so that its path holds either all of the new contents or the old ones, whatever happens.</summary>
public static partial class AtomicFile
{
    private const int UnixNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070), WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>
    /// Lets <paramref name="write"/> fill a new file beside <paramref name="path"/>, flushes that to the disk, renames it, and flushes
    /// the folder, so that the new name outlives a loss of power. When anything fails, the new file is deleted, the old one is untouched, and what <paramref name="write"/> threw goes through.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; one line says why and what to do.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full))
            throw new IOException($"{path}: is a folder; name a file");
        if (!Directory.Exists(folder))
            throw new IOException($"{path}: cannot be written, there is no folder {folder}; create it or choose another path");

        string temporary = Path.Combine(folder, TemporaryName(Path.GetFileName(full)));
        bool created = false;
        try
        {
            // CreateNew never follows or reuses what someone else put there.
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                created = true;
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
            created = false;
            FlushFolder(folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: no permission to write in {folder}; change the permissions or choose another path", e);
        }
        catch (IOException e)
        {
            string why = e.HResult is UnixNoSpace or WindowsDiskFull or WindowsHandleDiskFull
                ? "the disk is full; free some space or choose another path"
                : $"{e.Message.ReplaceLineEndings(" ")}; choose another path";
            throw new IOException($"{path}: cannot be written, {why}", e);
        }
        finally
        {
            if (created)
                TryDelete(temporary);
        }
    }

    /// <summary>
    /// Deletes what killed processes left of writing <paramref name="path"/>, where it is older than a day, or than <paramref name="age"/>.
    /// </summary>
    public static void DeleteLeftovers(string path, TimeSpan? age = null)
    {
        string full = Path.GetFullPath(path);
        var folder = new DirectoryInfo(Path.GetDirectoryName(full) ?? full);
        if (!folder.Exists)
            return;
        foreach (var file in folder.EnumerateFiles($".{Path.GetFileName(full)}.*.tmp"))
        {
            if (file.LastWriteTimeUtc <= DateTime.UtcNow - (age ?? TimeSpan.FromDays(1)))
                TryDelete(file.FullName);
        }
    }

    /// <summary>Makes names in a folder last. Windows has no such call, and needs none: NTFS keeps a journal of names.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int handle = Open(folder, 0);
        if (handle < 0)
            return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Flush(int handle);

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
