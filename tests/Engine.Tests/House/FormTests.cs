using System.Text.RegularExpressions;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.House;

/// <summary>The form of the code that the formatter does not look at.</summary>
public sealed partial class FormTests
{
    private const int Longest = 140;

    [SkippableFact]
    public void No_line_of_code_is_too_long()
    {
        Assert.Contains($"max_line_length = {Longest}", Sources.Read(".editorconfig"), StringComparison.Ordinal);
        Sources.None(
            from file in Sources.Files(".cs", ".sh").Append("digits").Append(".ci/run")
            from line in Sources.Read(file).Split('\n').Index()
            where line.Item.Length > Longest
            select $"{file}:{line.Index + 1}: {line.Item.Length} characters");
    }

    /// <summary>A file of more than 400 lines usually holds two ideas.</summary>
    [SkippableFact]
    public void No_file_of_code_is_too_long() => Sources.None(
        from file in Sources.Files(".cs")
        let lines = Sources.Read(file).Split('\n').Length - 1
        where lines > 400
        select $"{file}: {lines} lines");

    /// <summary>One dialect: what an if or a loop does stands on a line of its own.</summary>
    [SkippableFact]
    public void No_statement_follows_its_condition_on_one_line() => Sources.None(
        from file in Sources.Files(".cs")
        from line in Sources.Read(file).Split('\n').Index()
        where OneLine().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    /// <summary>The build checks the other rules of .editorconfig; for this one and the next it has no analyzer.</summary>
    [SkippableFact]
    public void Namespaces_are_used_in_order_System_first() => Sources.None(
        from file in Sources.Files(".cs")
        let used = Sources.Read(file).Split('\n').Where(line => Using().IsMatch(line)).ToList()
        where !used.SequenceEqual(
            used.OrderBy(line => Using().Match(line) is var m && m.Groups["alias"].Success ? 2 : m.Groups["static"].Success ? 1 : 0)
                .ThenBy(line => Using().Match(line).Groups["name"].Value.Split('.')[0] != "System")
                .ThenBy(line => Using().Match(line).Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
        select $"{file}: the usings are not in order");

    [SkippableFact]
    public void Types_that_the_language_names_are_called_by_its_names() => Sources.None(
        from file in Sources.Files(".cs")
        from line in Sources.Read(file).Split('\n').Index()
        where FrameworkName().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}");

    [GeneratedRegex(@"^using (?<static>static )?(?<alias>\w+ = )?(?<name>[\w.]+)[^()]*;$")]
    private static partial Regex Using();

    [GeneratedRegex(@"^[^/""]*\b(U?Int(16|32|64)|S?Byte|Single|Double|Decimal|Boolean|Char|String|Object)\??(\[\])* [a-z_]\w*( =|;|,|\))")]
    private static partial Regex FrameworkName();

    [GeneratedRegex(@"^\s*(else )?(if|for|foreach|while) \((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\) [^{].*;$")]
    private static partial Regex OneLine();
}
