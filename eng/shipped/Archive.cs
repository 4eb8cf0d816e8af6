using System.Formats.Tar;
using System.IO.Compression;

namespace GpuDigits.Shipping;

/// <summary>A folder as .tar.gz: the same files give the same bytes, whoever packs them and when.</summary>
internal static class Archive
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Packs a folder under its own name: entries in the order of their names, of one time, owned by nobody.</summary>
    public static void Write(DirectoryInfo folder, FileInfo target, DateTimeOffset time)
    {
        // First: a folder that is not there leaves no file.
        var entries = folder.GetFileSystemInfos("*", SearchOption.AllDirectories);
        using var file = target.Create();
        using var gzip = new GZipStream(file, CompressionLevel.SmallestSize);
        using var tar = new TarWriter(gzip, TarEntryFormat.Ustar);
        Add(tar, TarEntryType.Directory, folder.Name + "/", null, time);
        foreach (var entry in entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            var name = folder.Name + "/" + Path.GetRelativePath(folder.FullName, entry.FullName).Replace('\\', '/');
            if (entry is FileInfo content)
                Add(tar, TarEntryType.RegularFile, name, content, time);
            else
                Add(tar, TarEntryType.Directory, name + "/", null, time);
        }
    }

    private static void Add(TarWriter tar, TarEntryType type, string name, FileInfo? content, DateTimeOffset time)
    {
        var runs = content is null || (!OperatingSystem.IsWindows() && content.UnixFileMode.HasFlag(UnixFileMode.UserExecute));
        var entry = new UstarTarEntry(type, name) { ModificationTime = time, Mode = runs ? Runnable : Readable };
        using var data = content?.OpenRead();
        if (data is not null)
            entry.DataStream = data;
        tar.WriteEntry(entry);
    }
}
