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

    [GeneratedRegex(@"^\s*(else )?(if|for|foreach|while) \((?>[^()]|(?<open>\()|(?<-open>\)))*(?(open)(?!))\) [^{].*;$")]
    private static partial Regex OneLine();
}
