using System.CommandLine;
using System.CommandLine.Help;
using GpuDigits.Tests;

namespace GpuDigits.Viewer.Tests;

/// <summary>Every option of the window with values that nobody should give it, in this process.</summary>
[Collection(nameof(BadValueTests))]
[CollectionDefinition(nameof(BadValueTests), DisableParallelization = true)]
public sealed class BadValueTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gpudigits-").FullName;
    private readonly string _before = Environment.CurrentDirectory;

    public BadValueTests() => Environment.CurrentDirectory = Directory.CreateDirectory(Path.Combine(_folder, "here")).FullName;

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        foreach (var option in new ViewerOptions().Root.Options.Where(option => option is not HelpOption and not VersionOption))
            names.Add(option.Name);
        return names;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A value that happens to be good meets a recording that is not there: no window opens.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_an_option_of_the_window_is_given_the_answer_is_one_line_for_a_person(string name)
    {
        var option = new ViewerOptions().Root.Options.Single(option => option.Name == name);
        var faults = new List<string>();
        foreach (var value in BadValues.All)
        {
            string[] needs = name is "--replay" ? [] : name is "--demo" ? ["--lab", "no-picture.png"] : ["--replay", "no-recording.json"];
            var (code, error) = Run([.. needs, $"{name}={value}"]);
            var isPath = option.ValueType == typeof(string) && name != "--theme";
            var fault = code != 2 && !isPath && value.Length > 0 ? $"code {code} instead of 2"
                : code is < 1 or > 2 ? $"code {code}"
                : BadValues.Complaint(error);
            if (fault is not null)
                faults.Add($"{name}={(value.Length > 40 ? value[..40] + "…" : value)}: {fault}\n    {error}");
        }
        Assert.True(faults.Count == 0, $"{faults.Count} faults\n" + string.Join('\n', faults));
    }

    [Theory]
    [InlineData("--replay a.json --record ./a.json", "reads")]
    [InlineData("--replay a.json --screenshot b --state b", "writes there too")]
    [InlineData("--settings s.json --state s.json", "writes there too")]
    [InlineData("--settings s.json --state s.steps.jsonl", "writes there too")]
    [InlineData("--lab four.png --replay a.json --screenshot four.png", "reads")]
    [InlineData("--state no/folder/s.json", "no folder")]
    [InlineData("--state .", "is a folder")]
    [InlineData("--model @a.json --replay b.json --state b.json", "reads")]
    public void Files_that_meet_each_other_or_cannot_be_written_are_refused_before_anything_begins(string arguments, string said)
    {
        var (code, error) = Run(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(said, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory));
    }

    private static (int Code, string Error) Run(string[] arguments)
    {
        var error = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            return (Program.Run(arguments), written.ToString());
        }
        finally
        {
            Console.SetError(error);
        }
    }
}
