using System.Text.RegularExpressions;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;

namespace GpuDigits.Training.Tests;

/// <summary>
/// <c>train --watch</c> with a program in the window's place, which does as the test says; the window's own tests try the real one.
/// </summary>
public sealed class WatchWindowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void The_window_is_told_everything_from_noise_to_the_saved_file_and_the_model_is_that_of_a_training_unwatched()
    {
        var watched = Train("echo ready; while read -r line; do printf '%s\\n' \"$line\" >> states; done", 2);
        Assert.True(watched.Code == 0, watched.Error);
        // The program may still be busy with the last line.
        Assert.True(SpinWait.SpinUntil(() => States() is [.., { IsRunning: false }], TimeSpan.FromMinutes(1)));
        var states = States();
        Assert.All(states.SkipLast(1), state => Assert.True(state.IsRunning));
        var last = states[^1];
        Assert.Equal(_folder["model.safetensors"], last.ModelFile);
        Assert.Equal($"tutorial · saved to {_folder["model.safetensors"]}", last.Status);
        Assert.Equal((1f, 32), (last.Trained[^1].Share, last.Filters.Count));
        Assert.NotEmpty(last.Worst);

        var model = File.ReadAllBytes(_folder["model.safetensors"]);
        Assert.Equal(0, Gpudigits.RunIn(_folder.Path, Arguments(2)).Code);
        Assert.Equal(File.ReadAllBytes(_folder["model.safetensors"]), model);
    }

    /// <summary>It compares digits with the network in use: a network of symbols reads more, and a pipe cannot be read again.</summary>
    [SkippableTheory]
    [InlineData("--preset", "symbols")]
    [InlineData("--out", "/dev/stdout")]
    public void The_window_is_given_no_file_that_it_could_not_compare(params string[] more)
    {
        var result = Train("echo ready; while read -r line; do printf '%s\n' \"$line\" >> states; done", 1, more);
        Assert.True(result.Code == 0, result.Error);
        Assert.True(SpinWait.SpinUntil(() => States() is [.., { IsRunning: false }], TimeSpan.FromMinutes(1)));
        var last = States()[^1];
        Assert.Null(last.ModelFile);
        Assert.Contains("saved to ", last.Status, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Stop_in_the_window_ends_the_training_and_saves_what_was_learnt()
    {
        var result = Train("echo ready; read -r first; read -r second; echo stop; while read -r line; do :; done", 100_000);
        Assert.True(result.Code == 1, result.Error);
        Assert.Contains("stopped in the window", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["model.safetensors"]));
    }

    /// <summary>Not the newest ones: the training goes on in another direction after the epoch that read most.</summary>
    [SkippableFact]
    public void Of_a_training_that_was_stopped_the_epoch_that_validated_best_is_saved_and_named()
    {
        var result = Train(
            "echo ready; while read -r line; do case $line in *'epoch 1 of'*) ;; *'epoch '*) echo stop;; esac; done",
            100_000, "--validation-split", "0.2");
        Assert.True(result.Code == 1, result.Error);
        var said = Regex.Match(result.Error, @"ended after (\d+) of 100000 epochs, the weights of epoch (\d+), which read the validation");
        Assert.True(said.Success, result.Error);
        var (last, saved) = (int.Parse(said.Groups[1].Value, null), int.Parse(said.Groups[2].Value, null));
        Assert.InRange(saved, 1, last);
        Assert.Equal(saved, TrainedModel.Load(_folder["model.safetensors"]).Results!.Epochs);
    }

    [SkippableFact]
    public void A_window_that_is_closed_does_not_end_the_training()
    {
        var result = Train("echo ready; read -r first; exit 0", 20);
        Assert.True(result.Code == 0, result.Error);
        Assert.Single(result.ErrorLines, "the window was closed; the training goes on");
        Assert.Contains(result.ErrorLines, line => line.StartsWith("epoch 20/20", StringComparison.Ordinal));
        Assert.True(File.Exists(_folder["model.safetensors"]));
    }

    [SkippableFact]
    public void A_window_that_takes_no_lines_does_not_hold_up_the_training()
    {
        // More than a pipe holds; on its own the program ends when the command has let go of it.
        var result = Train("echo ready; trap '' PIPE; while echo 2> /dev/null; do sleep 0.1; done", 30);
        Assert.True(result.Code == 0, result.Error);
        Assert.Contains(result.ErrorLines, line => line.StartsWith("epoch 30/30", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("echo no screen here >&2; exit 3", "no screen here")]
    [InlineData("exit 0", null)]
    [InlineData("echo who is there?; while read -r line; do :; done", null)]
    public void A_window_that_does_not_open_is_said_before_anything_is_trained(string script, string? its)
    {
        var result = Train(script, 1);
        Assert.Equal(3, result.Code);
        var lines = result.ErrorLines;
        Assert.Equal(its is null ? 1 : 2, lines.Length);
        if (its is not null)
            Assert.Equal(its, lines[0]);
        Assert.Equal("gpudigits: --watch: the window did not open; without --watch the training needs none", lines[^1]);
        Assert.False(File.Exists(_folder["model.safetensors"]));
    }

    [Fact]
    public void A_program_that_is_missing_is_named()
    {
        var none = _folder["no-such-viewer"];
        var result = Gpudigits.RunWith(_folder.Path, new() { ["GPUDIGITS_VIEWER"] = none }, [.. Arguments(1), "--watch"]);
        Assert.Equal(3, result.Code);
        Assert.Contains(none, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        result = Gpudigits.RunIn(_folder.Path, [.. Arguments(1), "--watch"]);
        Assert.Equal(3, result.Code);
        Assert.Contains("GPUDIGITS_VIEWER", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>An empty entry of the PATH means the current folder, where anybody may have put a file.</summary>
    [SkippableFact]
    public void A_program_of_that_name_in_the_current_folder_is_not_started()
    {
        Skip.If(OperatingSystem.IsWindows(), "the window's place is taken by a shell script");
        File.WriteAllText(_folder["gpudigits-viewer"], "#!/bin/sh\n: > started\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["gpudigits-viewer"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        foreach (var entries in (string[])["", ":/nowhere", ".", "/nowhere:"])
        {
            var result = Gpudigits.RunWith(_folder.Path, new() { ["PATH"] = entries }, [.. Arguments(1), "--watch"]);
            Assert.Equal(3, result.Code);
            Assert.Contains("GPUDIGITS_VIEWER", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(_folder["started"]));
    }

    private Gpudigits.Result Train(string script, int epochs, params string[] more)
    {
        Skip.If(OperatingSystem.IsWindows(), "the window's place is taken by a shell script");
        File.WriteAllText(
            _folder["viewer"], $"#!/bin/sh\ncd '{_folder.Path}'\nPATH=/usr/bin:/bin\n[ \"$*\" = --watch ] || exit 2\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["viewer"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Gpudigits.RunWith(
            _folder.Path, new() { ["GPUDIGITS_VIEWER"] = _folder["viewer"] }, [.. Arguments(epochs, more), "--watch"]);
    }

    private string[] Arguments(int epochs, params string[] more) =>
    [
        "train", "--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz"), "--device", "cpu",
        "--epochs", $"{epochs}", "--batch-size", "50",
        .. more.Contains("--out") ? [] : new[] { "--out", _folder["model.safetensors"] }, .. more,
    ];

    private LearningState[] States() => [.. File.ReadAllText(_folder["states"]).Split('\n')[..^1].Select(line => LearningLine.Read(line)!)];

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
