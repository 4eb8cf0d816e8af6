namespace GpuDigits.Tests;

/// <summary>The repository that the tests were built in: its files, and those of them that a test writes.</summary>
internal static class Sources
{
    /// <summary>The variable that makes <see cref="Compare"/> write.</summary>
    public const string Write = "HOUSE_WRITE";

    private static readonly string[] Built = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>Its folder. The test that asks is skipped where it was not built inside the repository.</summary>
    public static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "GpuDigits.sln")))
                folder = Path.GetDirectoryName(folder);
            Skip.If(folder is null, "the sources are not above the tests");
            return folder!;
        }
    }

    /// <summary>
    /// Its files with one of the given extensions, by their paths from <see cref="Root"/> with slashes; not what a build makes.
    /// </summary>
    public static IEnumerable<string> Files(params string[] extensions) => In(Root)
        .Where(file => extensions.Contains(Path.GetExtension(file)))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    /// <summary>The text of a file, lines ended by \n.</summary>
    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    /// <summary>
    /// Fails unless a committed file is the given text, and says how to accept the text. With HOUSE_WRITE=1 in the environment the file is
    /// written instead; look at the difference before you commit it.
    /// </summary>
    /// <param name="file">From <see cref="Root"/>.</param>
    /// <param name="text">What the file should be.</param>
    /// <param name="test">The name of the test, for the command that accepts.</param>
    public static void Compare(string file, string text, string test)
    {
        string path = Path.Combine(Root, file), project = typeof(Sources).Assembly.GetName().Name!;
        text = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable(Write) == "1")
            File.WriteAllText(path, text);
        string[] old = File.Exists(path) ? Read(file).Split('\n') : [], now = text.Split('\n');
        string[] gone = [.. old.Except(now).Select(line => "- " + line)], come = [.. now.Except(old).Select(line => "+ " + line)];
        Assert.True(
            old.SequenceEqual(now),
            $"{file} is not what it should be (at most 20 lines that differ follow). If the change is meant, accept it with\n" +
            $"    {Write}=1 dotnet test tests/{project} --filter {test}\n" + string.Join('\n', gone.Concat(come).Take(20)));
    }

    /// <summary>Fails with every line that is there; xunit would cut them.</summary>
    public static void None(IEnumerable<string> faults)
    {
        string[] all = [.. faults];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static IEnumerable<string> In(string folder) =>
    [
        .. Directory.EnumerateFiles(folder),
        .. Directory.EnumerateDirectories(folder)
            .Where(inner => Path.GetFileName(inner) is var name && name[0] != '.' && !Built.Contains(name)).SelectMany(In),
    ];
}
