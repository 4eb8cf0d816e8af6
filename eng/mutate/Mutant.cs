namespace GpuDigits.Mutate;

/// <summary>A fault: in a file, which is named from the repository's root, the text that is there once becomes another.</summary>
/// <param name="Name">What it is, in words.</param>
/// <param name="File">The file.</param>
/// <param name="Text">The text, in one line; it occurs exactly once.</param>
/// <param name="Fault">What it becomes.</param>
/// <param name="Tests">
/// The tests that ought to notice: a filter of <c>dotnet test</c>, without its <c>FullyQualifiedName~</c>, alternatives by |.
/// </param>
public sealed record Mutant(string Name, string File, string Text, string Fault, string Tests)
{
    /// <summary>The filter as dotnet test wants it.</summary>
    public string Filter => string.Join('|', Tests.Split('|').Select(part => "FullyQualifiedName~" + part));

    /// <summary>The source with the fault in it; null where its text is not there exactly once.</summary>
    public string? Plant(string source)
    {
        var at = source.IndexOf(Text, StringComparison.Ordinal);
        return at >= 0 && source.IndexOf(Text, at + 1, StringComparison.Ordinal) < 0
            ? source[..at] + Fault + source[(at + Text.Length)..]
            : null;
    }
}
