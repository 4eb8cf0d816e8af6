using System.Diagnostics;
using GpuDigits.Tools;

namespace GpuDigits.Mutate;

/// <summary>A library as it was, wherever it lies.</summary>
internal sealed record Library(string[] Paths, byte[] Bytes)
{
    public void PutBack() => Array.ForEach(Paths, path => File.WriteAllBytes(path, Bytes));
}

/// <summary>A copy of the repository's files that git knows or would add, in which two projects of tests are built and run.</summary>
internal sealed class ScratchCopy(string root, string folder)
{
    // The simulator runs the kernels with every access checked, and faster than ILGPU's CPU accelerator.
    private static readonly string[] Tests = ["Engine.Tests", "Simulator.Tests"];

    // What the compiler has to say about style is no matter here.
    private static readonly string[] Settings =
        ["-c", "Release", "-v", "q", "-nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
            "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false"];

    /// <summary>Far more than anything takes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    private HashSet<string>? _names;

    public string Folder => folder;

    private string[] Built => [.. Tests.Select(name => Path.Combine(folder, "tests", name, "bin", "Release", "net10.0", name + ".dll"))];

    /// <summary>Brings the copy up to date; what is built of files that did not change stays.</summary>
    public void Update()
    {
        Directory.CreateDirectory(folder);
        // What git did not list would be deleted.
        if (Run(root, Limit, "git", out var listed, "ls-files", "-z", "--cached", "--others", "--exclude-standard") != 0)
            throw new ToolException($"git does not list the files of {root}: {listed.Trim()}");
        HashSet<string> files = [.. listed.Split('\0').Where(file => File.Exists(Path.Combine(root, file)))];
        foreach (var file in files)
        {
            var source = new FileInfo(Path.Combine(root, file));
            var target = new FileInfo(Path.Combine(folder, file));
            if (target.Exists && target.Length == source.Length
                && File.ReadAllBytes(target.FullName).AsSpan().SequenceEqual(File.ReadAllBytes(source.FullName)))
                continue;
            target.Directory!.Create();
            File.Copy(source.FullName, target.FullName, overwrite: true);
            // A copy keeps the time of the original, which may be older than what was built of a fault.
            File.SetLastWriteTimeUtc(target.FullName, DateTime.UtcNow);
        }

        // A file that was deleted since would still be compiled.
        foreach (var source in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(folder, source).Replace('\\', '/');
            if (!files.Contains(file) && !file.Split('/').Contains("obj") && !file.Split('/').Contains("bin"))
                File.Delete(source);
        }
    }

    /// <summary>Builds the tests and all that they need.</summary>
    public bool Build(out string log)
    {
        log = "";
        foreach (var name in Tests)
        {
            if (Run(folder, Limit, out log, ["build", $"tests/{name}/{name}.csproj", .. Settings]) != 0)
                return false;
        }

        return true;
    }

    /// <summary>
    /// Builds the one project that a file belongs to, puts its library beside the tests, and gives back the one that was there.
    /// </summary>
    public Library? Rebuild(string file)
    {
        string project = file.Split('/')[0], name = $"GpuDigits.{project}.dll";
        string[] beside = [.. Built.Select(tests => Path.Combine(Path.GetDirectoryName(tests)!, name))];
        if (Run(folder, Limit, out _, ["build", $"{project}/{project}.csproj", "--no-dependencies", "--no-restore", .. Settings]) != 0)
            return null;
        var before = new Library(beside, File.ReadAllBytes(beside[0]));
        foreach (var place in beside)
            File.Copy(Path.Combine(folder, project, "bin", "Release", "net10.0", name), place, overwrite: true);
        return before;
    }

    public TestRun Test(string filter, out string log, TimeSpan? limit = null) =>
        TestOutput.Judge(Run(folder, limit ?? Limit, out log, ["test", .. Built, "--nologo", "--filter", filter]), log);

    /// <summary>Whether a filter chooses any test.</summary>
    public bool AnyTest(string filter)
    {
        if (_names is null)
        {
            Run(folder, Limit, out var listed, ["test", .. Built, "--nologo", "--list-tests"]);
            _names = [.. listed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        return filter.Split('|').All(part => _names.Any(name => name.Contains(part.Split('~')[1], StringComparison.Ordinal)));
    }

    private static int? Run(string where, TimeSpan limit, out string output, params string[] arguments) =>
        Run(where, limit, "dotnet", out output, arguments);

    /// <summary>The exit code, null where it took longer than the limit and was ended with all that it had started.</summary>
    private static int? Run(string where, TimeSpan limit, string program, out string output, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = where,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // Build servers would outlive the command.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        // What it says is read.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), text = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            output = "";
            return null;
        }

        output = text.Result + error.Result;
        return process.ExitCode;
    }
}
