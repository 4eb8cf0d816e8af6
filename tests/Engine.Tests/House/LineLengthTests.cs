using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.House;

/// <summary>No line of code is longer than .editorconfig says; the formatter does not look at it.</summary>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    /// <summary>Files that are still to be wrapped, one a line; there need not be such a list.</summary>
    private const string Exempt = "tests/Engine.Tests/House/LongLines.txt";

    [SkippableFact]
    public void No_line_of_code_is_too_long()
    {
        Assert.Contains($"max_line_length = {Longest}", Sources.Read(".editorconfig"), StringComparison.Ordinal);
        string[] exempt = File.Exists(Path.Combine(Sources.Root, Exempt)) ? Sources.Read(Exempt).Split('\n') : [];
        Sources.None(
            from file in Sources.Files(".cs", ".sh").Append("digits").Append(".ci/run")
            where !exempt.Contains(file)
            from line in Sources.Read(file).Split('\n').Index()
            where line.Item.Length > Longest
            select $"{file}:{line.Index + 1}: {line.Item.Length} characters");
    }
}
