using System.Diagnostics;
using GpuDigits.Engine.Files.Onnx;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures;
using GpuDigits.Tests;

namespace GpuDigits.Training.Tests;

/// <summary>What other programs get from the command line: whole lines, whole files, and an end when they ask for one.</summary>
public sealed class PipedOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Excerpt => Path.Combine(AppContext.BaseDirectory, "data", "t10k-images-excerpt.gz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_line_is_wrapped_in_a_pipe()
    {
        var folder = Directory.CreateDirectory(_folder[new string('d', 200)]).FullName;
        var digits = Path.Combine(folder, "digits.gz");
        File.Copy(Excerpt, digits);
        var predicted = Gpudigits.RunIn(_folder.Path, "predict", "--device", "cpu", $"{digits}#0");
        Assert.Equal(0, predicted.Code);
        Assert.Contains($"{digits}#0", predicted.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.Equal(1 + 10, predicted.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        var model = Path.Combine(folder, "m.safetensors");
        Untrained.Save(model);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "data", "t10k-labels-excerpt.gz"), Path.Combine(folder, "t10k-labels.gz"));
        File.Copy(Excerpt, Path.Combine(folder, "t10k-images.gz"));
        var evaluated = Gpudigits.RunIn(
            _folder.Path, "evaluate", "--model", model, "--device", "cpu", "--data", Path.Combine(folder, "t10k-images.gz"));
        Assert.Contains(evaluated.Out.Split('\n'), line => line.StartsWith($"{model}: ", StringComparison.Ordinal)
            && line.Contains("loss", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_pictures_that_were_written_are_named()
    {
        File.WriteAllText(_folder["artifacts"], "a file where the folder of pictures should be");
        var without = Gpudigits.RunIn(_folder.Path, "evaluate", "--device", "cpu", "--data", Excerpt);
        Assert.True(without.Code == 0, without.Error);
        Assert.Equal(2, without.ErrorLines.Count(line => line.EndsWith("continuing without it", StringComparison.Ordinal)));
        Assert.DoesNotContain("artifacts", without.Out, StringComparison.Ordinal);

        var one = Gpudigits.RunIn(_folder.Path, "evaluate", "--device", "cpu", "--data", Excerpt, "--picture", "here.png");
        Assert.Contains("The worst mistakes: here.png\n", one.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("reliability", one.Out, StringComparison.Ordinal);
    }

    /// <summary>The text that a command has for a person goes to standard error then.</summary>
    [SkippableFact]
    public void A_file_that_goes_to_standard_output_holds_nothing_else()
    {
        Skip.IfNot(File.Exists("/dev/stdout"), "needs /dev/stdout");
        var model = _folder["m.safetensors"];
        Untrained.Save(model);
        Assert.Contains("operations", Piped($"export --model {model} --onnx /dev/stdout", "a.onnx"), StringComparison.Ordinal);
        Assert.NotEmpty(OnnxFile.Load(_folder["a.onnx"]).Graph.Nodes);
        Piped($"export --model {model} --half /dev/stdout", "half.safetensors");
        Assert.Equal(TrainedModel.Load(model).Weights.Length, TrainedModel.Load(_folder["half.safetensors"]).Weights.Length);
        Piped("import a.onnx --out /dev/stdout", "b.safetensors");
        Assert.Equal(TrainedModel.Load(model).Weights, TrainedModel.Load(_folder["b.safetensors"]).Weights);
        Assert.Contains("conv2d", Piped("summary --picture /dev/stdout", "layers.png"), StringComparison.OrdinalIgnoreCase);
        var picture = File.ReadAllBytes(_folder["layers.png"]);
        Assert.True(Image.Read(picture, "layers.png").Width > 100);
        Assert.True(picture.AsSpan()[^8..].StartsWith("IEND"u8));
    }

    /// <summary>Nothing is lost there, so nobody waits for it.</summary>
    [SkippableTheory]
    [InlineData("predict")]
    [InlineData("read")]
    [InlineData("evaluate --strokes")]
    public void A_command_that_waits_for_a_pipe_ends_when_it_is_asked_to(string command)
    {
        Skip.If(OperatingSystem.IsWindows(), "signals are Unix'");
        Process.Start("mkfifo", [_folder["pipe"]]).WaitForExit();
        using var process = Gpudigits.Begin(_folder.Path, [], [.. command.Split(' '), _folder["pipe"]]);
        // It waits inside open(2) or read(2), and says before where it computes.
        Assert.StartsWith("device: ", process.StandardError.ReadLine(), StringComparison.Ordinal);
        Signals.Send(process, "TERM");
        Assert.True(process.WaitForExit(60_000), "it does not end");
        Assert.Equal((1, "gpudigits: interrupted"), (process.ExitCode, process.StandardError.ReadToEnd().TrimEnd()));
    }

    /// <summary>Runs a command whose standard output is a file, and gives what went to standard error.</summary>
    private string Piped(string command, string file)
    {
        var (code, error) = Gpudigits.RunInShell(_folder.Path, $"{command} > {file}");
        Assert.True(code == 0, error);
        return error;
    }
}
