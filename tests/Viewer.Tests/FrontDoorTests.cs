using System.Diagnostics;
using GpuDigits.Tests;

namespace GpuDigits.Viewer.Tests;

/// <summary>The script that people start, with a <c>dotnet</c> that only writes down how it is called.</summary>
public sealed class FrontDoorTests : IDisposable
{
    private const string Stub = """
        #!/bin/bash
        printf '%s' "$1" >>"$CALLS"
        shift
        printf '|%s' "$@" >>"$CALLS"
        printf '\n' >>"$CALLS"
        """;

    // Everything is installed, but the GLFW knows X11 only.
    private const string X11OnlyLibraries = """
        #!/bin/bash
        printf '\t%s (libc6,x86-64) => %s\n' libglfw.so.3 "$LIBRARIES/libglfw.so.3" libEGL.so.1 /x libGL.so.1 /x swrast_dri.so /x
        """;

    private string _said = "";
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;

    public static TheoryData<string> Folders => ["plain", "C#", "with a space", "-dash", "a&b;c", "[x]*", "per%20cent", "ünïcode"];

    [SkippableTheory]
    [InlineData("--lab", "photo 1.png")]
    [InlineData("--replay", "a.json")]
    [InlineData("--theme", "light")]
    [InlineData("--model", "a'b.safetensors")]
    [InlineData("--record", "")]
    [InlineData("--version")]
    public void Options_that_come_first_go_to_the_windows_program(params string[] arguments)
    {
        var root = Place("plain");
        Assert.Equal(Call(root, "Viewer", "gpudigits-viewer", arguments), Run(Path.Combine(root, "digits"), arguments));
    }

    [SkippableTheory]
    [InlineData("predict", "a b.png", "--json")]
    [InlineData("devices")]
    [InlineData("import", "--out", "--x")]
    public void Commands_go_to_gpudigits(params string[] arguments)
    {
        var root = Place("plain");
        Assert.Equal(Call(root, "Training", "gpudigits", arguments), Run(Path.Combine(root, "digits"), arguments));
    }

    [SkippableFact]
    public void Help_is_that_of_both_programs()
    {
        var root = Place("plain");
        var calls = Run(Path.Combine(root, "digits"), "--help");
        Assert.Contains($"{Program(root, "Training", "gpudigits")}|--help", calls);
        Assert.Equal($"{Program(root, "Viewer", "gpudigits-viewer")}|--help", calls[^1]);
    }

    /// <summary>Only the program that prints it is built: neither the page, nor the window, nor the simulator.</summary>
    [SkippableTheory]
    [InlineData("web", "-?")]
    [InlineData("web", "--help")]
    [InlineData("web", "--port", "-h")]
    [InlineData("export", "--web", "page.html", "--help")]
    [InlineData("train", "--watch", "-?")]
    [InlineData("bench", "kernels", "-h")]
    public void Help_waits_for_nothing_else(params string[] arguments)
    {
        var calls = Run(Path.Combine(Place("plain"), "digits"), arguments);
        Assert.Equal(2, calls.Length);
        Assert.StartsWith("build|", calls[0], StringComparison.Ordinal);
        Assert.EndsWith($"|{arguments[^1]}", calls[1], StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Folders))]
    public void It_opens_in_any_folder_and_through_links(string folder)
    {
        var root = Place(folder);
        var expected = Call(root, "Viewer", "gpudigits-viewer", "--theme", "dark");
        Assert.Equal(expected, Run(Path.Combine(root, "digits"), "--theme", "dark"));
        var links = Directory.CreateDirectory(Path.Combine(_folder, "bin"));
        var relative = Path.Combine(links.FullName, "relative");
        File.CreateSymbolicLink(relative, Path.Combine("..", folder, "digits"));
        File.CreateSymbolicLink(Path.Combine(links.FullName, "second"), relative);
        foreach (var link in (string[])["relative", "second"])
            Assert.Equal(expected, Run(Path.Combine(links.FullName, link), "--theme", "dark"));
    }

    [SkippableFact]
    public void A_search_path_of_folders_does_not_lead_it_astray()
    {
        var root = Place("plain");
        Directory.CreateDirectory(Path.Combine(_folder, "elsewhere", "plain"));
        Assert.Equal(Call(root, "Training", "gpudigits", "devices"),
            Run("plain/digits", ["devices"], ("CDPATH", Path.Combine(_folder, "elsewhere"))));
    }

    [SkippableFact]
    public void In_a_Wayland_session_whose_GLFW_knows_X11_only_it_names_the_package_and_plays_the_demonstration()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Wayland is Linux'");
        var root = Place("plain");
        File.WriteAllText(Path.Combine(_folder, "libglfw.so.3"), "X11");
        (string, string)[] session = [("DISPLAY", ""), ("WAYLAND_DISPLAY", "wayland-0"), ("LIBRARIES", _folder)];
        Assert.Equal(Call(root, "Viewer", "gpudigits-viewer", "--demo", Path.Combine(root, "artifacts")),
            Run(Path.Combine(root, "digits"), [], session));
        Assert.Contains("install libglfw3-wayland", _said, StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(_folder, "libglfw.so.3"), "X11 wayland");
        // The stub writes a bar for no arguments, too.
        Assert.Equal(Call(root, "Viewer", "gpudigits-viewer", ""), Run(Path.Combine(root, "digits"), [], session));
        Assert.DoesNotContain("libglfw3-wayland", _said, StringComparison.Ordinal);
    }

    /// <summary>
    /// A list of libraries that is longer than a pipe holds: its reader must not end before it, or everything seems to be missing.
    /// </summary>
    [SkippableFact]
    public void A_long_list_of_libraries_is_read_to_its_end()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "libraries are looked up on Linux only");
        var root = Place("plain");
        Executable("ldconfig", X11OnlyLibraries + """

            for i in {1..20000}; do printf '\t%s (libc6,x86-64) => %s\n' "libother$i.so.1" "/usr/lib/libother$i.so.1"; done
            """);
        Assert.Equal(Call(root, "Viewer", "gpudigits-viewer", "--version"), Run(Path.Combine(root, "digits"), "--version"));
        Assert.DoesNotContain("install", _said, StringComparison.Ordinal);
    }

    /// <summary>Whatever a program is made of; the folder has a name that is left out within it.</summary>
    [SkippableTheory]
    [InlineData("Kernels/Adam.cs")]
    [InlineData("Engine/Files/event.proto")]
    [InlineData("Pictures/Font/inter.png")]
    [InlineData("eng/package/gpudigits.ico")]
    public void It_builds_anew_when_a_source_has_changed_or_is_gone_and_only_then(string source)
    {
        string root = Place("docs"), file = Path.Combine(root, source), made = Path.Combine(Path.GetDirectoryName(file)!, "obj", "made.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        File.WriteAllText(file, "");
        // The other call is that of the program.
        bool Builds() => Start(Path.Combine(root, "digits"), ["devices"]).Length == 2;
        Assert.True(Builds());
        File.WriteAllText(made, "");
        File.SetLastWriteTimeUtc(made, DateTime.UtcNow.AddHours(1));
        Assert.False(Builds());
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(1));
        Assert.True(Builds());
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Assert.False(Builds());
        File.Delete(file);
        Assert.True(Builds());
        Assert.False(Builds());
    }

    [SkippableTheory]
    [InlineData("9.0.308", 3, "digits: the .NET SDK 10 is missing", "devices")]
    [InlineData("9.0.308", 3, "digits: the .NET SDK 10 is missing", "test")]
    [InlineData("10.0.100", 1, "digits: the build failed", "devices")]
    public void A_build_that_fails_for_want_of_an_SDK_says_so(string sdk, int code, string said, string command)
    {
        var root = Place("plain");
        Executable("dotnet", $"#!/bin/bash\n[ $1 = --list-sdks ] && echo '{sdk} [/sdk]' || exit 145");
        Assert.Equal(code, ExitCode(Path.Combine(root, "digits"), [command]));
        Assert.StartsWith(said, _said.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Place(string folder)
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/bin/bash"))
            throw new SkipException("there is no /bin/bash");
        var root = Directory.CreateDirectory(Path.Combine(_folder, folder)).FullName;
        File.Copy(Path.Combine(Sources.Root, "digits"), Path.Combine(root, "digits"));
        // Built already, so that only the start is written down.
        foreach (var (project, program) in ((string, string)[])[("Viewer", "gpudigits-viewer"), ("Training", "gpudigits")])
        {
            var built = Program(root, project, program);
            Directory.CreateDirectory(Path.GetDirectoryName(built)!);
            File.WriteAllText(built, "");
        }
        Executable("dotnet", Stub);
        Executable("ldconfig", X11OnlyLibraries);
        // A test never installs anything.
        Executable("apt-get", "#!/bin/sh\necho no packages in a test >&2\nexit 1");
        return root;
    }

    private void Executable(string name, string script)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "path")).FullName, name);
        File.WriteAllText(file, script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static string Program(string root, string project, string name) =>
        Path.Combine(root, project, "bin", "Release", "net10.0", name + ".dll");

    private static string[] Call(string root, string project, string name, params string[] arguments) =>
        [string.Join('|', ["build", Path.Combine(root, project, project + ".csproj"), "-c", "Release", "-v", "q"]),
            string.Join('|', [Program(root, project, name), .. arguments])];

    private string[] Run(string script, params string[] arguments) => Run(script, arguments, ("LANG", "C.UTF-8"));

    private string[] Run(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        foreach (var stamp in Directory.EnumerateFiles(_folder, "*.stamp", SearchOption.AllDirectories))
            File.Delete(stamp);
        return Start(script, arguments, variables);
    }

    /// <summary>As <see cref="Run(string, string[])"/>, but what was built before stays built.</summary>
    private string[] Start(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        var calls = Path.Combine(_folder, "calls");
        File.Delete(calls);
        var code = ExitCode(script, arguments, [("CALLS", calls), .. variables]);
        Assert.True(code == 0, _said);
        return File.ReadAllLines(calls);
    }

    private int ExitCode(string script, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("/bin/bash", [script, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true
        };
        start.Environment["PATH"] = $"{Path.Combine(_folder, "path")}:/usr/bin:/bin";
        // A screen that is not there: nothing looks at it before the program does.
        start.Environment["DISPLAY"] = ":none";
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _said = said.Result;
        return process.ExitCode;
    }
}
