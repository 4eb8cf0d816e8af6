using System.Diagnostics;
using GpuDigits.Tests;

namespace GpuDigits.Viewer.Tests;

/// <summary>The script that makes the packages, with a <c>dotnet</c> that only writes down how it is called.</summary>
public sealed class PackageScriptTests : IDisposable
{
    private const string Stub = """
        #!/bin/bash
        case $1 in --info) echo ' RID:         linux-x64' ;; publish) printf '%s\n' "$*" >>"$CALLS" ;; esac
        """;

    private const string Glfw = """printf '\tlibglfw.so.3 (libc6,x86-64) => %s\n' "$LIBRARIES/libglfw.so.3" """;

    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The list of libraries is one for the system's administrator: a user may not find it, and a pipe may not hold it.</summary>
    [SkippableTheory]
    [InlineData("exit 127", false)]
    [InlineData(Glfw, true)]
    [InlineData(Glfw + "\nfor i in {1..20000}; do printf '\\t%s => %s\\n' \"libother$i.so.1\" \"/usr/lib/libother$i.so.1\"; done", true)]
    public void A_package_is_made_whatever_the_list_of_libraries_says(string ldconfig, bool bringsGlfw)
    {
        Place("ldconfig", "#!/bin/bash\n" + ldconfig);
        var published = Publish();
        Assert.StartsWith("publish Viewer/Viewer.csproj ", published, StringComparison.Ordinal);
        Assert.Equal(bringsGlfw, published.Contains("-p:GlfwLibrary=", StringComparison.Ordinal));
    }

    /// <summary>As for an ordinary user of Debian: what is there depends on the machine.</summary>
    [SkippableFact]
    public void A_package_is_made_where_the_list_of_libraries_is_not_on_the_users_path() =>
        Assert.StartsWith("publish Viewer/Viewer.csproj ", Publish(), StringComparison.Ordinal);

    /// <summary>How the script has the program published.</summary>
    private string Publish()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "there is no /bin/bash of Linux");
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "root", "eng")).FullName, "package.sh");
        File.Copy(Path.Combine(Sources.Root, "eng", "package.sh"), script);
        File.WriteAllText(Path.Combine(_folder, "libglfw.so.3"), "");
        Place("dotnet", Stub);
        // So that no window is opened.
        Place("unshare", "#!/bin/bash\nexit 1");
        var calls = Path.Combine(_folder, "calls");
        var start = new ProcessStartInfo("/bin/bash", [script, "--window"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "path")}:/usr/bin:/bin";
        start.Environment["CALLS"] = calls;
        start.Environment["LIBRARIES"] = _folder;
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 3 && said.Contains("skipped: the window", StringComparison.Ordinal),
            $"exit code {process.ExitCode}: {said}{complaint.Result}");
        return File.ReadAllText(calls);
    }

    private void Place(string name, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "path")).FullName, name);
        File.WriteAllText(file, script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
