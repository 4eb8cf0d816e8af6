using GpuDigits.Engine.Devices;
using GpuDigits.Training.Commands;

namespace GpuDigits.Training.Tests;

/// <summary><c>selftest</c>: what a person with a GPU runs, and what we cannot.</summary>
public sealed class SelfTestTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("ilgpu-cpu")]
    public void A_device_that_computes_what_the_cpu_computes_passes(string device)
    {
        Gpudigits.Result result = Gpudigits.Run("selftest", "--device", device);

        Assert.True(result.Code == 0, result.Out + result.Error);
        string[] lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Count(line => line.StartsWith("ok  ", StringComparison.Ordinal)) >= 16, result.Out);
        Assert.DoesNotContain("FAIL", result.Out, StringComparison.Ordinal);
        Assert.StartsWith($"{device} computes what the cpu computes", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_missing_says_so_in_one_line()
    {
        Gpudigits.Result result = Gpudigits.Run("selftest", "--device", "cuda:99");

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
        SelfTestResult result = SelfTest.Compare("planted", 2e-5, tested, reference, run => [1, run.Device == tested ? value : 1]);
        Assert.Equal(passes, result.Passed);
    }

    [Fact]
    public void A_refusal_is_a_failed_check_in_one_line()
    {
        using Device tested = DeviceCatalog.Open("cpu", 1), reference = DeviceCatalog.Open("cpu", 1);
        SelfTestResult result = SelfTest.Compare(
            "planted", 1, tested, reference, run => run.Device == tested ? throw new InvalidOperationException("ptxas\nsays no") : [1]);
        Assert.False(result.Passed);
        Assert.Equal("ptxas says no", result.Error);
    }
}
