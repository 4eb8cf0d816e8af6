using System.Text.RegularExpressions;

namespace GpuDigits.Tests;

/// <summary>
/// The commands <c>./digits …</c> that the pages of this repository name, and those of the programs that it stands for,
/// <c>gpudigits …</c> and <c>gpudigits-viewer …</c>.
/// </summary>
internal static partial class DigitsCommands
{
    /// <summary>Each with the page that has it; brackets around what may be left out are gone. The changelog tells of old ones.</summary>
    public static IEnumerable<(string Page, string[] Words)> All() =>
        from page in Sources.Files(".md")
        where page != "CHANGELOG.md"
        from Match command in Command().Matches(Sources.Read(page))
        select (page, Brackets().Replace(command.Groups[1].Value, "").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>To the end of the line or of the code, or to a comment, a redirection or an explanation.</summary>
    [GeneratedRegex(@"(?:\./digits\b(?!\.)|\bgpudigits(?:-viewer)?(?= ))((?:(?!\s#|\s2?>|-->| …)[^`|\n])*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"[\[\]]")]
    private static partial Regex Brackets();
}
