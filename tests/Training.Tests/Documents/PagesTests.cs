using System.Text.RegularExpressions;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests.Documents;

/// <summary>What the pages name is there: commands with their options, files, tests.</summary>
public sealed partial class PagesTests
{
    [SkippableFact]
    public void Commands_have_the_named_options()
    {
        var root = Program.CreateRoot(default);
        var commands = DigitsCommands.All()
            .Where(c => c.Words is [var first, ..] && first is not ("test" or "web" or "COMMAND") && first[0] != '-').ToArray();
        Assert.True(commands.Length > 20);
        Sources.None(
            from command in commands
            from error in root.Parse(command.Words).Errors
            select $"{command.Page}: ./digits {string.Join(' ', command.Words)}: {error.Message}");
    }

    [SkippableFact]
    public void Linked_and_named_files_are_there()
    {
        string[] folders = [.. Directory.GetDirectories(Sources.Root).Select(folder => Path.GetFileName(folder)!)];
        var missing =
            from page in Sources.Files(".md")
            let text = Sources.Read(page)
            let beside = Path.GetDirectoryName(page)!
            let linked = Link().Matches(text).Select(m => Path.Combine(beside, m.Groups[1].Value))
            let named = Named().Matches(text).Select(m => m.Groups[1].Value).Where(path => folders.Contains(path.Split('/')[0]))
            from path in page == "CHANGELOG.md"
                ? linked
                : linked.Concat(named.Where(path => !path.StartsWith("artifacts", StringComparison.Ordinal)))
            where !Path.Exists(Path.Combine(Sources.Root, path))
            select $"{page}: {path}";
        Sources.None(missing.Distinct());
    }

    [SkippableFact]
    public void Named_tests_are_there()
    {
        string[] tests = [.. Sources.Files(".cs").Select(file => Path.GetFileNameWithoutExtension(file)!)];
        Sources.None(
            from page in Sources.Files(".md")
            where page != "CHANGELOG.md"
            from Match test in Test().Matches(Sources.Read(page))
            where !tests.Contains(test.Groups[1].Value)
            select $"{page}: {test.Groups[1].Value}");
    }

    /// <summary>A link or picture whose target is a file.</summary>
    [GeneratedRegex(@"\]\(([^)#:\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    /// <summary>A path from the top, as code.</summary>
    [GeneratedRegex(@"`([A-Za-z.][\w.-]*/[\w./-]*)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(\w+Tests)`")]
    private static partial Regex Test();
}
