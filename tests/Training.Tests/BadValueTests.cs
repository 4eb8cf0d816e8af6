using System.CommandLine;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

/// <summary>
/// Every option of every command with values that nobody should give it, in this process: whatever comes of it, it comes as one line for a
/// person. The token is cancelled, so that a value that happens to be good starts no work of seconds.
/// </summary>
[Collection(nameof(BadValueTests))]
[CollectionDefinition(nameof(BadValueTests), DisableParallelization = true)]
public sealed class BadValueTests : IDisposable
{
    /// <summary>What a command, or an option of it, needs beside the option, so that the option is what it stumbles over.</summary>
    private static readonly Dictionary<string, string[]> Needs = new()
    {
        ["train"] = ["--device", "cpu", "--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz")],
        ["evaluate"] = ["--device", "cpu", "--data", Data("t10k-images-excerpt.gz")],
        ["evaluate --seed"] = ["--device", "cpu", "--corruptions", "--data", Data("t10k-images-excerpt.gz")],
        ["evaluate --pad-fill"] = ["--device", "cpu", "--strokes", "no-strokes.jsonl"],
        ["evaluate --pad-offset"] = ["--device", "cpu", "--strokes", "no-strokes.jsonl"],
        ["evaluate --truth"] = ["--expressions", "no-calculations.jsonl"],
        ["evaluate --strokes"] = ["--device", "cpu"],
        ["evaluate --photos"] = ["--device", "cpu"],
        ["evaluate --symbols"] = ["--device", "cpu"],
        ["evaluate --expressions"] = ["--device", "cpu"],
        ["predict"] = ["no-picture.png"],
        ["calibrate"] = ["no-model.safetensors"],
        ["adapt"] = ["--folder", "me"],
        ["export"] = ["--onnx", "x.onnx"],
        ["import"] = ["no-model.onnx"],
    };

    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;
    private readonly string? _data = Environment.GetEnvironmentVariable("GPUDIGITS_DATA");

    public BadValueTests()
    {
        // Two folders down: what goes to ".." shall be deleted with the rest.
        Environment.CurrentDirectory = Directory.CreateDirectory(_folder["here"]).FullName;
        Environment.SetEnvironmentVariable("GPUDIGITS_DATA", _folder["no-data"]);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Environment.SetEnvironmentVariable("GPUDIGITS_DATA", _data);
        _folder.Dispose();
    }

    public static TheoryData<string> Commands()
    {
        var names = new TheoryData<string>();
        foreach (var path in Paths(Program.CreateRoot(default), ""))
            names.Add(path);
        return names;

        static IEnumerable<string> Paths(Command command, string prefix) =>
            command.Subcommands.SelectMany(c => Paths(c, $"{prefix} {c.Name}".Trim()).Prepend($"{prefix} {c.Name}".Trim()));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Whatever_an_option_is_given_the_answer_is_one_line_for_a_person(string path)
    {
        var command = path.Split(' ').Aggregate(
            (Command)Program.CreateRoot(default), (at, name) => at.Subcommands.Single(c => c.Name == name));
        var faults = new List<string>();
        foreach (var option in command.Options.Where(o => o is not System.CommandLine.Help.HelpOption && o.Name != "--watch"))
        {
            foreach (var value in BadValues.All)
            {
                string[] needs = [.. Without(
                    Needs.GetValueOrDefault($"{path} {option.Name}") ?? Needs.GetValueOrDefault(path) ?? [], option.Name)];
                // A value of nothing is another thing as a word of its own: what a shell makes of "$unset".
                string[] words = [$"{option.Name}={value}"];
                foreach (var form in value.Trim().Length == 0 ? [words, [option.Name, value]] : new[] { words })
                {
                    (var code, var error) = Run([.. path.Split(' '), .. needs, .. form]);
                    if (Fault(path, option, value, code, error) is { } fault)
                    {
                        var given = string.Join(' ', form.Select(word => word[..Math.Min(word.Length, 40)]));
                        faults.Add($"{path} {given}: {fault}\n    {error}");
                    }
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count} faults\n" + string.Join('\n', faults));
    }

    [Theory]
    [InlineData("predict")]
    [InlineData("calibrate")]
    [InlineData("import")]
    public void Whatever_an_argument_is_the_answer_is_one_line_for_a_person(string command)
    {
        foreach (var value in BadValues.All.Where(v => !v.StartsWith('-')))
        {
            (var code, var error) = Run([command, value]);
            Assert.True(code is 1 or 2, $"{value}: code {code}");
            Assert.True(BadValues.Complaint(error) is null, $"{value}: {BadValues.Complaint(error)} in {error}");
        }
    }

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private static IEnumerable<string> Without(string[] needs, string option)
    {
        for (var i = 0; i < needs.Length; i++)
        {
            if (needs[i] == option)
                i++;
            else
                yield return needs[i];
        }
    }

    private static string? Fault(string path, Option option, string value, int code, string error)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        var isNumber = type.IsPrimitive && type != typeof(bool);
        // Some numbers are good for some options: a mean below zero, a seed of 2³¹, a huge learning rate; 1e-400 is zero.
        var mayBeGood = isNumber && (value is "-1" or "-0.5" ? option.Name == "--mean" : type == typeof(uint) ? value == "2147483648"
            : (type == typeof(double) || type == typeof(float)) && (value is "1e-400"
                || (option.Name == "--learning-rate" && double.TryParse(value, out var rate) && rate is > 0 and <= 1e30)));
        // A word after a switch is one of the files, where a command takes files.
        mayBeGood |= type == typeof(bool)
            && error.Contains("no such file", StringComparison.Ordinal) | error.Contains("cannot be read", StringComparison.Ordinal);
        // predict takes it for one too, and ends before it looks at the first, since the commands are run interrupted.
        mayBeGood |= type == typeof(bool) && path == "predict"
            && error.TrimEnd().EndsWith("gpudigits: interrupted", StringComparison.Ordinal);
        if ((isNumber || type == typeof(bool) || type.IsEnum) && code != 2 && !mayBeGood && value.Length > 0)
            return $"code {code} instead of 2";
        if (code is < 0 or > 3)
            return $"code {code}";
        // predict has a line for each file, and takes a word after a switch for one.
        return code == 0 ? null : BadValues.Complaint(error, path == "predict" && type == typeof(bool) ? 2 : 1);
    }

    private static (int Code, string Error) Run(string[] arguments)
    {
        (var standard, var error) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        Console.SetOut(TextWriter.Null);
        Console.SetError(written);
        try
        {
            return (Program.Run(arguments, new(canceled: true)), written.ToString());
        }
        finally
        {
            Console.SetOut(standard);
            Console.SetError(error);
        }
    }
}
