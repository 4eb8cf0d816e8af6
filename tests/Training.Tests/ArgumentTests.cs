using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Tests;

/// <summary>
/// Arguments that cannot be meant, or would have no effect: each is named with what there is instead, and nothing is done.
/// </summary>
public sealed class ArgumentTests
{
    private const string Digits = "--device cpu --data t10k-images-excerpt.gz";

    [Theory]
    [InlineData("compute", "there is no command or option compute")]
    [InlineData("data compute", "there is no command or option compute")]
    [InlineData("bench kernel", "there is no command or option kernel")]
    [InlineData("evaluate --colour", "there is no command or option --colour")]
    [InlineData("train --validation-split 1", "--validation-split is 1, it must be a number from 0 to below 1")]
    [InlineData("train --label-smoothing 1.0", "--label-smoothing is 1.0, it must be a number from 0 to below 1")]
    [InlineData("train --weight-averaging 2", "--weight-averaging is 2, it must be a number from 0 to below 1")]
    [InlineData("train --preset symbols --validation-split 0.1", "--validation-split does not go with --preset symbols")]
    [InlineData("train --schedule wave", "--schedule is wave, it must be one of constant, cosine, onecycle")]
    [InlineData("train --schedule constant,cosine", "--schedule is constant,cosine, it must be one of constant, cosine, onecycle")]
    [InlineData("train --schedule +1", "--schedule is +1, it must be one of constant, cosine, onecycle")]
    [InlineData("train --schedule 7", "--schedule is 7, it must be one of constant, cosine, onecycle")]
    [InlineData("import x.safetensors --layout 0", "--layout is 0, it must be one of keras, pytorch")]
    [InlineData("summary --preset nothing", "--preset is nothing, it must be one of tutorial, ")]
    [InlineData("bench kernels --card nothing", "--card is nothing, it must be one of ")]
    [InlineData("evaluate --expressions x --truth nothing", "--truth is nothing, it must be one of segmentation, symbols")]
    [InlineData("evaluate --json=maybe", "maybe is one argument too many")]
    [InlineData("calibrate a.safetensors b.safetensors", "b.safetensors is one argument too many")]
    [InlineData("evaluate ", "an argument is empty")]
    [InlineData("--json summary", "--json belongs behind summary")]
    [InlineData("explain --out here augment", "--out is for explain, not for its augment")]
    [InlineData("bench --json kernels", "--json is for bench, not for its kernels")]
    [InlineData("train --checkpoint-every 5", "--checkpoint-every needs --checkpoint FOLDER")]
    [InlineData("export --onnx /dev/stdout --half /dev/stdout", "--half /dev/stdout: --onnx writes there too")]
    [InlineData("calibrate x.safetensors --out /nonexistent/x", "--out /nonexistent/x: ")]
    public void What_there_is_not_is_named_with_what_there_is(string line, string said)
    {
        var result = Gpudigits.Run(line.Split(' '));
        Assert.Equal(2, result.Code);
        Assert.StartsWith($"gpudigits: {said}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.DoesNotContain('\t', result.Error);
    }

    [Theory]
    [InlineData("--seed 1", "MNIST's test digits")]
    [InlineData("--truth symbols", "MNIST's test digits")]
    [InlineData(Digits + " --seed 1", "--data")]
    [InlineData(Digits + " --pad-fill 0.5", "--data")]
    [InlineData(Digits + " --pad-offset 0,0", "--data")]
    [InlineData(Digits + " --strokes x", "--strokes")]
    [InlineData("--strokes x --also y", "--strokes")]
    [InlineData("--strokes x --corruptions", "--strokes")]
    [InlineData("--corruptions --reliability x.png", "--corruptions")]
    [InlineData("--corruptions --also x", "--corruptions")]
    [InlineData("--corruptions --pad-fill 0.5", "--corruptions")]
    [InlineData("--photos x --reliability y.png", "--photos")]
    [InlineData("--photos x --seed 1", "--photos")]
    [InlineData("--photos x --corruptions", "--photos")]
    [InlineData("--symbols x --picture y.png", "--symbols")]
    [InlineData("--symbols x --photos y", "--photos")]
    [InlineData("--expressions x --symbols y", "--symbols")]
    [InlineData("--expressions x --seed 1", "--expressions")]
    [InlineData("--expressions x --truth symbols --model y", "--truth symbols")]
    public void An_option_without_effect_is_refused(string options, string with)
    {
        using var folder = new TemporaryFolder();
        var result = Gpudigits.RunIn(folder.Path, ["evaluate", .. options.Split(' ')]);
        Assert.Equal(2, result.Code);
        Assert.Contains($" does not go with {with}", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Taking_an_adaptation_back_makes_nothing()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, Gpudigits.RunIn(folder.Path, "adapt", "--folder", "me", "--undo").Code);
        var asJson = Gpudigits.RunIn(folder.Path, "adapt", "--folder", "me", "--undo", "--json");
        Assert.Equal((2, ""), (asJson.Code, asJson.Out));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));

        // Without a name it would be the folder that one is in.
        var model = folder[Path.GetFileName(PersonalModel.In(folder.Path))];
        File.WriteAllText(model, "a model");
        foreach (var wrong in (string[])["", model])
        {
            var refused = Gpudigits.RunIn(folder.Path, "adapt", "--folder", wrong, "--undo");
            Assert.Equal(2, refused.Code);
            Assert.StartsWith("gpudigits: --folder", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        }
        Assert.Equal("a model", File.ReadAllText(model));
    }
}
