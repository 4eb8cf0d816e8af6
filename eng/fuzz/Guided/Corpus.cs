using System.Security.Cryptography;

namespace GpuDigits.Fuzz.Guided;

/// <summary>
/// The committed inputs of each reader, one folder each: files that reach what the sound ones do not, and, named after what they found,
/// those that broke a promise once.
/// </summary>
internal static class Corpus
{
    // Of a reader's files, without those that found something.
    private const int MostBytes = 16 << 10, MostFiles = 32;

    private const string Found = "found-";

    /// <summary>A reader's name as the name of a folder.</summary>
    public static string FolderName(Target target) =>
        string.Concat(target.Name.Where(c => char.IsAsciiLetterOrDigit(c) || c == ' ')).Replace(' ', '-');

    /// <summary>The files of a reader, in the order of their names; none if it has no folder.</summary>
    public static IEnumerable<byte[]> Read(string corpus, Target target)
    {
        var folder = Path.Combine(corpus, FolderName(target));
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }

    /// <summary>Keeps an input that found something, beside those of other runs.</summary>
    /// <returns>Its file.</returns>
    public static string Keep(string folder, Target target, byte[] input)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{FolderName(target)}-{FileName(input)}");
        File.WriteAllBytes(path, input);
        return path;
    }

    /// <summary>
    /// Writes few of the inputs that together reach all edges, as far as there is room: again and again the one that reaches most of those
    /// that are left. The sound files are made anew each time and need no place.
    /// </summary>
    /// <returns>How many.</returns>
    public static int Write(string corpus, Target target, IEnumerable<byte[]> inputs)
    {
        var folder = Path.Combine(corpus, FolderName(target));
        Directory.CreateDirectory(folder);
        HashSet<int> known = [.. target.Seeds.SelectMany(Edges)];
        List<(byte[] Input, int[] Edges)> left = [.. inputs.Select(input => (input, Edges(input)))];
        List<byte[]> chosen = [];
        var room = MostBytes;
        while (chosen.Count < MostFiles)
        {
            left = [.. from one in left
                       let edges = one.Edges.Where(edge => !known.Contains(edge)).ToArray()
                       where edges.Length > 0 && one.Input.Length <= room
                       orderby edges.Length descending, one.Input.Length
                       select (one.Input, edges)];
            if (left is not [var best, ..])
                break;
            chosen.Add(best.Input);
            known.UnionWith(best.Edges);
            room -= best.Input.Length;
        }

        foreach (var file in Directory.GetFiles(folder).Where(f => !Path.GetFileName(f).StartsWith(Found, StringComparison.Ordinal)))
            File.Delete(file);
        foreach (var input in chosen)
            File.WriteAllBytes(Path.Combine(folder, FileName(input)), input);
        return chosen.Count;

        int[] Edges(byte[] input)
        {
            EdgeMap.Clear();
            Campaign.Try(target, input);
            return EdgeMap.Reached();
        }
    }

    private static string FileName(byte[] input) => Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 6));
}
