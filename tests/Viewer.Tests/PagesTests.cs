using GpuDigits.Tests;

namespace GpuDigits.Viewer.Tests;

/// <summary>The options of the window's program that the pages name are there.</summary>
public sealed class PagesTests
{
    [SkippableFact]
    public void Commands_have_the_named_options()
    {
        var commands = DigitsCommands.All().Where(c => c.Words is [['-', ..], ..] and not ["--help" or "--install", ..]).ToArray();
        Assert.NotEmpty(commands);
        Sources.None(
            from command in commands
            from error in new ViewerOptions().Root.Parse(command.Words).Errors
            select $"{command.Page}: ./digits {string.Join(' ', command.Words)}: {error.Message}");
    }
}
