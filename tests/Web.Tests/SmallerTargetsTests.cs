using System.Diagnostics;
using System.Text.Json;
using GpuDigits.Tests;

namespace GpuDigits.Web.Tests;

/// <summary>The step of the build that trims the runtime, with a script in the place of the trimmer.</summary>
public sealed class SmallerTargetsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The trimmer's fourth argument is the file that it writes.</summary>
    [SkippableTheory]
    [InlineData("echo trimmed >\"$4\"", true)]
    [InlineData("echo half >\"$4\"; exit 1", false)]
    [InlineData("exit 1", false)]
    public void The_page_gets_a_trimmed_runtime_only_if_it_is_whole(string trimmer, bool isTaken)
    {
        Skip.If(OperatingSystem.IsWindows(), "the script is one of a Unix shell");
        var script = Path.Combine(_folder, "trim.sh");
        File.WriteAllText(script, trimmer + "\n");
        var project = Path.Combine(_folder, "page.proj");
        File.WriteAllText(project, $"""
            <Project>
              <PropertyGroup>
                <IntermediateOutputPath>obj/</IntermediateOutputPath>
              </PropertyGroup>
              <ItemGroup>
                <ResolvedFileToPublish Include="dotnet.native.wasm" />
              </ItemGroup>
              <Import Project="{Path.Combine(Sources.Root, "Web", "Smaller.targets")}" />
            </Project>
            """);

        var start = new ProcessStartInfo(
            "dotnet", ["msbuild", project, "-t:TrimRuntime", "-getItem:WasmNativeAsset", $"-p:PublishPage=sh {script}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, said);
        using var items = JsonDocument.Parse(said);
        Assert.Equal(isTaken ? 1 : 0, items.RootElement.GetProperty("Items").GetProperty("WasmNativeAsset").GetArrayLength());
    }
}
