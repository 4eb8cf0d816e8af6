using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GpuDigits.Tests;

namespace GpuDigits.Web.Tests;

/// <summary>The list of files that the service worker keeps, as publishing the page makes it.</summary>
public sealed partial class OfflineListTests : IDisposable
{
    private readonly SmallPage _page = new();

    public void Dispose() => _page.Dispose();

    [Fact]
    public void It_has_every_file_that_the_page_needs_with_its_hash()
    {
        var (_, files) = Publish();

        string[] expected =
        [
            .. Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Except(["main.js.br", "main.js.gz", "service-worker.js", "single-page.js", "offline-files.js"])
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, files.Keys.Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(
            "sha256-" + Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(Path.Combine(Root, file.Key)))), file.Value));
    }

    [Fact]
    public void The_version_changes_with_any_file_and_only_then()
    {
        var (first, _) = Publish();
        Assert.Equal(first, Publish().Version);
        File.AppendAllText(Path.Combine(Root, "shaders", "quad.vert"), " ");
        var (second, _) = Publish();
        Assert.NotEqual(first, second);
        File.Move(Path.Combine(Root, "other.js"), Path.Combine(Root, "another.js"));
        Assert.NotEqual(second, Publish().Version);
    }

    /// <summary>Runs what publishing runs, on the small page.</summary>
    private (string Version, Dictionary<string, string> Files) Publish()
    {
        var project = _page.Beside("small.proj");
        if (!Directory.Exists(Root))
            Directory.Move(_page.Folder, Root);
        File.WriteAllText(project, $"<Project><Import Project=\"{Path.Combine(Sources.Root, "Web", "Offline.targets")}\" /></Project>");
        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", project, "-nologo", "-v:q", "-t:WriteOfflineFiles", $"-p:PublishDir={_page.Beside("")}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        var list = File.ReadAllText(Path.Combine(Root, "offline-files.js"));
        Assert.Matches(
            @"^self\.offlineFiles = \{ version: '[0-9a-f]+', files: \[\n(\{ name: '[^']+', hash: '[^']+' \},?\r?\n)+\]\};\r?\n$", list);
        return (Version().Match(list).Groups[1].Value, Entry().Matches(list).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value));
    }

    private string Root => _page.Beside("wwwroot");

    [GeneratedRegex("version: '([^']*)'")]
    private static partial Regex Version();

    [GeneratedRegex("name: '([^']*)', hash: '([^']*)'")]
    private static partial Regex Entry();
}
