using System.Diagnostics;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests.Tools;

/// <summary>The script that tries the CUDA path on an emulated driver, with a driver that does not build.</summary>
public sealed class CudaScriptTests
{
    private static readonly string[] Compilers = ["g++", "gcc", "python3", "dotnet", "awk", "flock", "sha256sum"];

    [SkippableTheory]
    [InlineData("emulator", "results")]
    [InlineData("../caller/emulator", "./results")]
    public void Folders_are_those_of_who_calls(params string[] folders)
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "there is no /bin/bash of Linux");
        using var folder = new TemporaryFolder();
        foreach (var inner in (string[])["root/eng", "caller/emulator", "path"])
            Directory.CreateDirectory(folder[inner]);
        File.Copy(Path.Combine(Sources.Root, "eng", "try-cuda.sh"), folder["root/eng/try-cuda.sh"]);
        File.WriteAllText(folder["caller/emulator/build.sh"], "exit 1\n");
        foreach (var name in Compilers)
            File.CreateSymbolicLink(folder[$"path/{name}"], "/bin/true");

        var start = new ProcessStartInfo("/bin/bash", [folder["root/eng/try-cuda.sh"], "--quick", .. folders])
        {
            WorkingDirectory = folder["caller"],
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{folder["path"]}:/usr/bin:/bin";
        using var process = Process.Start(start)!;
        Assert.Equal("FAIL the emulated driver does not build", process.StandardOutput.ReadToEnd().TrimEnd());
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.True(Directory.Exists(folder["caller/results"]));
    }
}
