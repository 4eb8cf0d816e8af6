using System.Diagnostics;

namespace GpuDigits.Viewer.Tests.Silk;

public class PackageModeTests
{
    /// <summary>The age of an answer that is seconds old is no number that MSBuild can compare as such (2E-05 days).</summary>
    [SkippableFact]
    public void A_restore_right_after_another_finds_the_answer_of_the_first()
    {
        var project = ProjectFile();
        Skip.If(project is null, "the sources are not here");
        var folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
        try
        {
            var answer = Path.Combine(folder, "answer.txt");
            Assert.Equal(0, Ask(project, answer));
            var found = File.ReadAllText(answer).Trim();
            Assert.Contains(found, (string[])["nuget", "polyfill"]);
            Assert.Equal(0, Ask(project, answer));
            Assert.Equal(found, File.ReadAllText(answer).Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Ask(string project, string answer)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-nologo", "-t:FindSilkPackages", $"-p:SilkAnswerFile={answer}"]);
        start.Environment.Remove("GpuPackages");
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string? ProjectFile()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (Path.Combine(folder, "polyfill", "Silk.NET", "Silk.NET.csproj") is var file && File.Exists(file))
                return file;
        return null;
    }
}
