using System.Diagnostics;
using GpuDigits.Tests;

namespace GpuDigits.Web.Tests.Browser;

/// <summary>The page as users get it, published once for a run of the tests, and only if a source is newer than the last time.</summary>
internal static class PublishedPage
{
    private static readonly string[] Folders = ["Web", "Scenes", "Engine", "Kernels", "Pictures", "shaders", "models"];
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The folder with index.html.</summary>
    public static string Folder => Made.Value;

    /// <summary>Copies it into a folder that may be changed.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private static string Make()
    {
        var home = Path.Combine(Sources.Root, "artifacts", "web-tests", "page");
        var page = Path.Combine(home, "wwwroot");
        var stamp = Path.Combine(home, "published");
        if (File.Exists(stamp) && NewestSource() < File.GetLastWriteTimeUtc(stamp))
            return page;
        if (Directory.Exists(home))
            Directory.Delete(home, recursive: true);
        var began = DateTime.UtcNow;
        var start = new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(Sources.Root, "Web", "Web.csproj"), "-c", "Release", "-v", "q", "-nologo", "-o", home])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"the page cannot be published:\n{said}");
        File.WriteAllText(stamp, "");
        File.SetLastWriteTimeUtc(stamp, began);
        return page;
    }

    private static DateTime NewestSource() =>
        Sources.Files(
                ".cs", ".csproj", ".props", ".targets", ".xml", ".json", ".js", ".html", ".css", ".webmanifest", ".png", ".vert", ".frag",
                ".safetensors")
            .Where(file => !file.Contains('/', StringComparison.Ordinal) || Folders.Contains(file.Split('/')[0]))
            .Max(file => File.GetLastWriteTimeUtc(Path.Combine(Sources.Root, file)));
}
