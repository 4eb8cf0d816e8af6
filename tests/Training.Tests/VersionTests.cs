using GpuDigits.Engine.Model;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

public sealed class VersionTests
{
    /// <summary>The version stands in one place; what is said of it elsewhere agrees.</summary>
    [SkippableFact]
    public void The_program_its_library_and_the_changelog_agree()
    {
        var version = typeof(TrainedModel).Assembly.GetName().Version!.ToString(3);
        var said = Gpudigits.Run("--version");
        Assert.Equal(0, said.Code);
        Assert.Equal(version, said.Out.Trim().Split('+')[0]);

        var newest = Sources.Read("CHANGELOG.md").Split('\n').First(line => line.StartsWith("## ", StringComparison.Ordinal));
        Assert.Equal("## " + version, newest);
    }
}
