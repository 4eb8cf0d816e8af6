using GpuDigits.Engine.Data;
using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Training.Commands;

namespace GpuDigits.Training.Tests;

/// <summary><c>selftest</c>: what a person with a GPU runs, and what we cannot.</summary>
public sealed class SelfTestTests
{
    [Fact]
    public void A_device_that_computes_what_the_cpu_computes_passes()
    {
        var result = Gpudigits.Run("selftest", "--device", "cpu");

        Assert.True(result.Code == 0, result.Out + result.Error);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Count(line => line.StartsWith("ok  ", StringComparison.Ordinal)) >= 16, result.Out);
        Assert.DoesNotContain("FAIL", result.Out, StringComparison.Ordinal);
        Assert.StartsWith("cpu computes what the cpu computes", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_missing_says_so_in_one_line()
    {
        var result = Gpudigits.Run("selftest", "--device", "cuda:99");

        Assert.Equal(3, result.Code);
        Assert.Single(result.ErrorLines);
    }

    [Theory]
    [InlineData(1.5f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.PositiveInfinity, false)]
    [InlineData(1.00001f, true)]
    public void A_difference_beyond_rounding_is_found(float value, bool passes)
    {
        using Device tested = DeviceCatalog.Open("cpu", 1), reference = DeviceCatalog.Open("cpu", 1);
        var result = SelfTest.Compare(
            "planted", 2e-5, tested, reference, run => run.Compare([1, run.Device == tested ? value : 1]));
        Assert.Equal(passes, result.Passed);
    }

    [Fact]
    public void A_refusal_is_a_failed_check_in_one_line()
    {
        using Device tested = DeviceCatalog.Open("cpu", 1), reference = DeviceCatalog.Open("cpu", 1);
        var result = SelfTest.Compare(
            "planted", 1, tested, reference,
            run => run.Compare(run.Device == tested ? throw new InvalidOperationException("ptxas\nsays no") : [1]));
        Assert.False(result.Passed);
        Assert.Equal("ptxas says no", result.Error);
    }

    /// <summary>
    /// On cards of few and of many multiprocessors, with small and large batches: what a training launches there, compiled for whichever
    /// tile shapes, is launched by the self-test on the same card.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(108)]
    [InlineData(132)]
    public void Every_kernel_and_variant_that_a_training_launches_is_launched(int multiprocessors)
    {
        using var tested = PlannedKernels.Device(multiprocessors);
        using var reference = DeviceCatalog.Open("cpu");
        Assert.NotEmpty(SelfTest.Run(tested, reference, full: true).ToList());

        using var trained = PlannedKernels.Device(multiprocessors);
        foreach (var preset in Presets.Names)
        {
            foreach (var batch in new[] { 32, 128, 1024 })
                Train(trained, preset, batch);
        }

        Assert.NotEmpty(trained.UsedKernels);
        string[] missing = [.. trained.UsedKernels.Except(tested.UsedKernels)];
        Assert.True(missing.Length == 0, $"{missing.Length} of {trained.UsedKernels.Count}:\n{string.Join('\n', missing)}");
    }

    // Two steps and a validation, of black pictures.
    private static void Train(Device device, string preset, int batch)
    {
        var digits = new DigitSet(28, 28, new byte[3 * batch * 784], new byte[3 * batch]);
        var options = Presets.Training(preset) with
        {
            Epochs = 1,
            BatchSize = batch,
            ValidationSplit = 0.34,
            SyntheticShare = 0
        };
        using var trainer = new Trainer(device, Presets.Get(preset), digits, options);
        trainer.Run();
    }
}
