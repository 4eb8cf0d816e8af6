using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace GpuDigits.Engine.Files;

/// <summary>
/// An output's path cannot be one: it names a folder, or lies in a folder that does not exist. The message is one line for a person.
/// </summary>
public sealed class OutputPathException(string message) : IOException(message);

/// <summary>Where an output really goes, all links followed.</summary>
/// <param name="Full">The path with all links resolved.</param>
/// <param name="IsStream">
/// Whether it is a pipe, a device or an open file of a process (<c>/dev/stdout</c>): it is written into, and never replaced.
/// </param>
public sealed partial record OutputPath(string Full, bool IsStream)
{
    private const int MostLinks = 40;

    /// <summary>Whether it is the standard output of this process.</summary>
    public bool IsStandardOutput => Full == "/dev/fd/1" || (ProcessFile(Full) is (var process, 1) && process == Environment.ProcessId);

    /// <summary>Follows the links of a path, in its folders too.</summary>
    /// <exception cref="OutputPathException">The path is empty, or its links lead in a circle.</exception>
    public static OutputPath Resolve(string path)
    {
        if (string.IsNullOrEmpty(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new OutputPathException("the name of the file is empty; name a file");
        var links = 0;
        var full = Follow(Path.GetFullPath(path));
        return new(full, IsStreamAt(full));

        string Follow(string at)
        {
            if (Path.GetDirectoryName(at) is not { } folder)
                return at;
            var here = Path.Combine(Follow(folder), Path.GetFileName(at));
            if (ProcessFile(here) is not null || new FileInfo(here).LinkTarget is not { } target)
                return here;
            if (++links > MostLinks)
                throw new OutputPathException($"{path}: its links lead in a circle; choose another path");
            return Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!));
        }
    }

    /// <summary>Opens a pipe or device for writing; waits for a reader where the system does.</summary>
    internal Stream Open()
    {
        if (IsStandardOutput)
            return Console.OpenStandardOutput();
        if (ProcessFile(Full) is not var (process, number) || process != Environment.ProcessId)
            return new FileStream(Full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

        // Opened anew, a file behind standard output would be written from its beginning, over what others put there.
        return number switch
        {
            2 => Console.OpenStandardError(),
            _ => new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0),
        };
    }

    private static bool IsStreamAt(string full)
    {
        if (OperatingSystem.IsWindows())
            return full.StartsWith(@"\\.\", StringComparison.Ordinal);
        if (ProcessFile(full) is not null)
            return true;
        if (!OperatingSystem.IsLinux())
            return full.StartsWith("/dev/", StringComparison.Ordinal);
        const int CurrentFolder = -100, ModeOffset = 28, TypeMask = 0xF000, OrdinaryFile = 0x8000, Folder = 0x4000;
        Span<byte> status = stackalloc byte[256];
        return Statx(CurrentFolder, full, 0, 1, status) == 0
            && (BitConverter.ToUInt16(status[ModeOffset..]) & TypeMask) is not (OrdinaryFile or Folder);
    }

    /// <summary>Of <c>/proc/PROCESS/fd/NUMBER</c> the two numbers; null for another path.</summary>
    private static (int Process, int Number)? ProcessFile(string path) =>
        path.Split('/') is ["", "proc", var process, "fd", var number]
        && int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var file)
            ? (id, file)
            : null;

    /// <summary>statx(2): its structure is the same on every architecture, unlike that of stat(2).</summary>
    [UnsupportedOSPlatform("browser")]
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, string path, int flags, uint mask, Span<byte> status);
}
