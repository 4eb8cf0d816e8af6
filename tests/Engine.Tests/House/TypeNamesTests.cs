using System.Text.RegularExpressions;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.House;

/// <summary>One word for one thing: no two types have the same simple name.</summary>
public sealed partial class TypeNamesTests
{
    /// <summary>
    /// Tests may name their helpers as they like; the polyfill and the simulator repeat the names of the libraries that they stand for.
    /// </summary>
    private static readonly string[] Excluded = ["tests/", "polyfill/", "simulator/ILGPU"];

    [SkippableFact]
    public void No_two_types_have_one_name() => Sources.None(
        from file in Sources.Files(".cs")
        where !Excluded.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
        let text = Sources.Read(file)
        from type in TypeDeclaration().Matches(text)
        let name = type.Groups["name"].Value
        where name != "Program"
        group Namespace().Match(text).Groups["name"].Value by name into spaces
        where spaces.Distinct().Count() > 1
        select $"{spaces.Key}: {string.Join(", ", spaces.Distinct())}");

    /// <summary>A type that lies in no other: its declaration is not indented.</summary>
    [GeneratedRegex(
        @"^((public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*" +
        @"(class|record struct|record|struct|enum|interface|delegate [\w<>.?]+) (?<name>\w+)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();
}
