using System.Text.RegularExpressions;
using GpuDigits.Tools;

namespace GpuDigits.Shipping;

/// <summary>How large a file that others get may be.</summary>
/// <param name="What">Its name for people.</param>
/// <param name="Files">Its path from the repository, * in a name; a folder is a page, of which what a first visit is sent counts.</param>
/// <param name="Megabytes">The most, in 10⁶ bytes.</param>
/// <param name="Make">The command that makes it.</param>
internal sealed record SizeBudget(string What, string Files, double Megabytes, string Make)
{
    /// <summary>The list of what a first visit is sent; a folder without it is no page yet.</summary>
    private const string List = "offline-files.js";

    /// <summary>The size now in bytes; null where it has not been made.</summary>
    public long? Measure(string root)
    {
        var path = Path.Combine(root, Files);
        if (Directory.Exists(path))
            return File.Exists(Path.Combine(path, List)) ? Page(path) : null;
        return Find(root, Files) is { } file ? new FileInfo(file).Length : null;
    }

    /// <summary>A file by its path with * in names; null where there is none.</summary>
    public static string? Find(string root, string files) => files.Split('/').Aggregate(
        (IEnumerable<string>)[root],
        (folders, name) => folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFileSystemEntries(folder, name)),
        found => found.FirstOrDefault(File.Exists));

    /// <summary>The bytes of the files that a published page lists for a first visit, packed with brotli where it has them so.</summary>
    public static long Page(string folder) => Regex
        .Matches(File.ReadAllText(Path.Combine(folder, List)), "name: '([^']+)'")
        .Select(name => Path.Combine(folder, name.Groups[1].Value))
        .Sum(file => new FileInfo(File.Exists(file + ".br") ? file + ".br" : file).Length);
}

/// <summary>How soon a packaged program may have done something, and with how much memory. Machines differ: wide margins.</summary>
/// <param name="What">What it does, for people.</param>
/// <param name="Program">Its path in the package's folder.</param>
/// <param name="Arguments">Paths among them are from the repository.</param>
/// <param name="Seconds">The most, from start to end.</param>
/// <param name="Mebibytes">The most memory at a time.</param>
internal sealed record RunBudget(string What, string Program, string[] Arguments, double Seconds, double Mebibytes);

/// <summary>The file of all budgets.</summary>
internal sealed record Budgets(SizeBudget[] Sizes, RunBudget[] Runs)
{
    /// <summary>Reads eng/budgets.json.</summary>
    public static Budgets Read(string root) => Tool.ReadJson<Budgets>(Path.Combine(root, "eng", "budgets.json"));
}
