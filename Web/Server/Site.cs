namespace GpuDigits.Web.Server;

/// <summary>
/// All files of a folder, read once: what is asked for is looked up among their names, so no request can reach another file, and a page
/// that is being loaded never gets half of a newer build.
/// </summary>
internal sealed class Site
{
    private static readonly (string Ending, string Encoding)[] Packings = [(".br", "br"), (".gz", "gzip")];

    private readonly Dictionary<string, ServedFile> _files;

    private Site(Dictionary<string, ServedFile> files) => _files = files;

    /// <summary>Reads a published page.</summary>
    /// <exception cref="IOException">There is no such folder, no page in it, or a file cannot be read.</exception>
    public static Site Read(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
            throw new FileNotFoundException($"{folder}: no page is there (index.html); ./digits web builds it");
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var contents = Directory.EnumerateFiles(folder, "*", options).ToDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal);
        return new(contents.Where(file => !IsPacked(file.Key)).ToDictionary(
            file => file.Key, file => ServedFile.Of(file.Key, [.. Forms(file.Key, file.Value)]), StringComparer.Ordinal));

        bool IsPacked(string name) => Packings.Any(p => name.EndsWith(p.Ending, StringComparison.Ordinal)
            && contents.ContainsKey(name[..^p.Ending.Length]));

        IEnumerable<Encoded> Forms(string name, byte[] plain)
        {
            var packed = from packing in Packings
                         let bytes = contents.GetValueOrDefault(name + packing.Ending)
                         where bytes is not null && bytes.Length < plain.Length
                         select Encoded.Of(packing.Encoding, bytes);
            return packed.OrderBy(form => form.Bytes.Length).Append(Encoded.Of("", plain));
        }
    }

    /// <summary>The file of a path below the page's address; null if there is none. The empty path is the page.</summary>
    public ServedFile? Find(string path) => _files.GetValueOrDefault(path.Length == 0 ? "index.html" : path);
}
