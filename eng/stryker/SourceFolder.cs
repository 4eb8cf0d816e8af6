using GpuDigits.Tools;

namespace GpuDigits.MutationScore;

/// <summary>A folder that is mutated, and the tests that ought to notice: a line of folders.json.</summary>
/// <param name="Name">Its path from the repository's root; its first part is the project.</param>
/// <param name="Tests">The project of tests.</param>
/// <param name="Classes">Parts of the names of the nearest tests.</param>
/// <param name="Except">Parts of the names of those among them that take seconds.</param>
internal sealed record SourceFolder(string Name, string Tests, string[] Classes, string[] Except)
{
    /// <summary>The project that the folder belongs to.</summary>
    public string Project => Name.Split('/')[0];

    /// <summary>The filter as dotnet test wants it.</summary>
    public string Filter => $"({string.Join('|', Classes.Select(part => "FullyQualifiedName~" + part))})"
        + string.Concat(Except.Select(part => "&FullyQualifiedName!~" + part));

    /// <summary>Whether a file, by its path from the repository's root, lies in it.</summary>
    public bool Holds(string file) => file.StartsWith(Name + "/", StringComparison.Ordinal);

    /// <summary>All of them.</summary>
    public static SourceFolder[] Read(string path) => Tool.ReadJson<SourceFolder[]>(path);
}
