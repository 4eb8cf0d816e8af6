using GpuDigits.Engine.Tests.Train;
using GpuDigits.Tests;
using GpuDigits.Training.Tests;

namespace GpuDigits.Simulator.Tests;

/// <summary>
/// The gpudigits beside these tests, which the simulator's ILGPU lies beside too: trainings on it, with a device that fails when told to.
/// </summary>
public sealed class TrainingTests : IDisposable
{
    private static readonly string[] OnExcerpt =
        ["--train-data", Data("train-images-excerpt.gz"), "--test-data", Data("t10k-images-excerpt.gz")];

    private readonly TemporaryFolder _folder = new();

    private string Kept => _folder["kept"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_network_learns_through_the_kernels()
    {
        var train = Gpudigits.RunIn(
            _folder.Path, ["train", .. OnExcerpt, "--device", "ilgpu-cpu", "--epochs", "1", "--batch-size", "20", "--json"]);

        Assert.True(train.Code == 0, train.Error);
        Assert.Equal("ilgpu-cpu", train.Json.GetProperty("device").GetString());
        Assert.InRange(train.Json.GetProperty("accuracy").GetDouble(), 0.3, 1);
    }

    /// <summary>A whole batch and a part of one.</summary>
    [Fact]
    public void The_program_of_the_tutorial_gives_the_bits_of_the_preset() =>
        TutorialBits.AreThoseOfThePreset("ilgpu-cpu", MnistExcerpt.Load().Train.Take(0, 130));

    [Fact]
    public void The_selftest_passes_on_the_simulator()
    {
        var result = Gpudigits.Run("selftest", "--device", "ilgpu-cpu");

        Assert.True(result.Code == 0, result.Out + result.Error);
        Assert.DoesNotContain("FAIL", result.Out, StringComparison.Ordinal);
        Assert.Contains("ilgpu-cpu computes what the cpu computes", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allocation:4")]
    [InlineData("compilation:3")]
    [InlineData("launch:90")]
    public void When_the_device_fails_the_training_goes_on_on_the_next(string fault)
    {
        var result = Gpudigits.RunWith(
            _folder.Path, new() { ["ILGPU_CHECKING_FAULT"] = fault },
            ["train", .. OnExcerpt, "--device", "ilgpu-cpu", "--fallback", "--epochs", "3", "--batch-size", "20", "--checkpoint", Kept,
                "--checkpoint-every", "0", "--json"]);

        Assert.True(result.Code == 0, result.Error);
        Assert.Equal("cpu", result.Json.GetProperty("device").GetString());
        Assert.Equal(3, result.Json.GetProperty("epochs").GetArrayLength());
        Assert.InRange(result.Json.GetProperty("accuracy").GetDouble(), 0.5, 1);
        var handover = result.ErrorLines.Single(l => l.Contains("going on from step", StringComparison.Ordinal));
        Assert.Contains("ilgpu-cpu", handover, StringComparison.Ordinal);
        // What was learnt before the fault is not learnt again.
        if (fault.StartsWith("launch", StringComparison.Ordinal))
            Assert.DoesNotContain("from step 0 ", handover, StringComparison.Ordinal);
    }

    [Fact]
    public void When_the_device_fails_and_no_other_may_go_on_everything_is_saved()
    {
        string[] settings = ["train", .. OnExcerpt, "--device", "ilgpu-cpu", "--epochs", "1", "--batch-size", "20", "--checkpoint", Kept,
            "--checkpoint-every", "0", "--out", File("m.safetensors")];

        var result = Gpudigits.RunWith(_folder.Path, new() { ["ILGPU_CHECKING_FAULT"] = "launch:100" }, settings);

        Assert.Equal(1, result.Code);
        Assert.Contains("cannot be run", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(0, Gpudigits.Run("summary", "--model", File("m.safetensors")).Code);
        var resumed = Gpudigits.RunIn(_folder.Path, [.. settings.Select(s => s == "ilgpu-cpu" ? "cpu" : s), "--resume"]);
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.DoesNotContain("after step 0 ", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_fails_before_the_first_step_leaves_the_model_that_was_there()
    {
        string[] settings = ["train", .. OnExcerpt, "--epochs", "1", "--out", File("m.safetensors"), "--device"];
        Assert.Equal(0, Gpudigits.RunIn(_folder.Path, [.. settings, "cpu"]).Code);
        var before = System.IO.File.ReadAllBytes(File("m.safetensors"));

        var result = Gpudigits.RunWith(
            _folder.Path, new() { ["ILGPU_CHECKING_FAULT"] = "launch:1" }, [.. settings, "ilgpu-cpu"]);

        Assert.Equal(1, result.Code);
        Assert.Equal(before, System.IO.File.ReadAllBytes(File("m.safetensors")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("allocation:3")]
    [InlineData("compilation:2")]
    [InlineData("launch:1")]
    [InlineData("launch:9")]
    public void A_device_that_fails_while_it_reads_is_named_and_no_fault_of_the_program(string fault)
    {
        var result = Gpudigits.RunWith(
            _folder.Path, new() { ["ILGPU_CHECKING_FAULT"] = fault },
            "evaluate", "--device", "ilgpu-cpu", "--data", Data("t10k-images-excerpt.gz"));

        Assert.Equal(1, result.Code);
        // Above it stands which device was chosen.
        Assert.Equal(2, result.ErrorLines.Length);
        Assert.StartsWith("gpudigits: ilgpu-cpu", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bench_kernels_starts_the_simulator_and_prints_its_counts()
    {
        var result = Gpudigits.RunWith(
            _folder.Path, new() { ["GPUDIGITS_SIMULATOR"] = Path.Combine(AppContext.BaseDirectory, "gpudigits-simulator.dll") },
            "bench", "kernels", "--card", "a100", "--batch", "16", "--groups", "2");

        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("Adam.Update", result.Out, StringComparison.Ordinal);
        Assert.Contains("Estimate for A100 SXM 80 GB, batch 16", result.Out, StringComparison.Ordinal);
    }

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);

    private string File(string name) => _folder[name];
}
