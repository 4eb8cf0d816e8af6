using GpuDigits.Tests;
using GpuDigits.Web.Server;

namespace GpuDigits.Web.Tests;

/// <summary>The commands that the pages of the repository name.</summary>
public sealed class PagesTests
{
    [SkippableFact]
    public void The_server_has_the_named_options()
    {
        var root = Program.CreateRoot();
        var commands = DigitsCommands.All().Where(one => one.Words is ["web", ..]).ToArray();
        Assert.NotEmpty(commands);
        // --test is the front door's own.
        Sources.None(
            from command in commands
            where command.Words is not ["web", "--test", ..]
            from error in root.Parse(["folder", .. command.Words[1..]]).Errors
            select $"{command.Page}: ./digits {string.Join(' ', command.Words)}: {error.Message}");
    }
}
