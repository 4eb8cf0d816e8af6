using GpuDigits.Engine.Files;

namespace GpuDigits.Engine.Tests.Files;

public class UserFoldersTests
{
    /// <summary>GetFolderPath answers "" where the folder is not there: a fresh account, a container.</summary>
    [SkippableFact]
    public void TheFoldersAreAbsoluteWhetherTheyExistOrNot()
    {
        Skip.If(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS(), "the variables of the XDG specification");
        Assert.Equal("/no/such/home/.config/GpuDigits", UserFolders.SettingsOf(Of(new() { ["HOME"] = "/no/such/home" })));
        Assert.Equal("/no/such/home/.cache/gpudigits", UserFolders.CacheOf(Of(new() { ["HOME"] = "/no/such/home" })));
        Assert.Equal("/x/GpuDigits", UserFolders.SettingsOf(Of(new() { ["HOME"] = "/h", ["XDG_CONFIG_HOME"] = "/x" })));
        Assert.Equal("/x/gpudigits", UserFolders.CacheOf(Of(new() { ["HOME"] = "/h", ["XDG_CACHE_HOME"] = "/x" })));
        foreach (var wrong in (string[])["", "relative", "./h", "."])
        {
            Dictionary<string, string> all = new() { ["HOME"] = wrong, ["XDG_CONFIG_HOME"] = wrong, ["XDG_CACHE_HOME"] = wrong };
            foreach (var folder in (string?[])[UserFolders.SettingsOf(Of(all)), UserFolders.CacheOf(Of(all))])
                Assert.True(folder is null || Path.IsPathFullyQualified(folder), folder);
        }

        static Func<string, string?> Of(Dictionary<string, string> variables) => variables.GetValueOrDefault;
    }
}
