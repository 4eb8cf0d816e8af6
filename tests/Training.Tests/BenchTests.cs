using GpuDigits.Engine.Data;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Tests;

public sealed class BenchTests
{
    /// <summary>Measured once for all: it takes seconds.</summary>
    private static readonly Lazy<Gpudigits.Result> Earlier =
        new(() => Gpudigits.Run("bench", "--quick", "--threads", "2", "--vectors", "256", "--json"));

    /// <summary>How fast it is depends on the machine; that the figures belong together does not.</summary>
    [Fact]
    public void Bench_measures_training_reading_and_the_peak_and_its_figures_fit_each_other()
    {
        var result = Earlier.Value;

        Assert.True(result.Code == 0, result.Error);
        var bench = result.Json;
        double Number(string name) => bench.GetProperty(name).GetDouble();
        string[] figures = ["trainSecondsPerEpoch", "latencyMicroseconds", "latencyMicrosecondsOneThread", "imagesPerSecond", "gflops",
            "peakGflops", "peakMemoryMiB"];
        Assert.All(figures, name => Assert.InRange(Number(name), 0.001, double.MaxValue));
        Assert.Equal(2, bench.GetProperty("threads").GetInt32());
        Assert.Equal("random pixels", bench.GetProperty("data").GetString());

        // Two for each weight used: 26 · 26 · 32 · 9 of the convolution forward and a quarter of it backward; three times the dense layers.
        var flops = 60_000 * ((2 * 26 * 26 * 32 * 9 * 1.25) + (3 * 2 * ((5408 * 128) + (128 * 10))));
        Assert.Equal(flops / 1e9, Number("gflops") * Number("trainSecondsPerEpoch"), 1e-6 * flops / 1e9);
    }

    [Fact]
    public void A_run_is_compared_with_an_earlier_one_of_other_vectors()
    {
        var file = Path.GetTempFileName();
        try
        {
            var earlier = Earlier.Value;
            Assert.True(earlier.Code == 0, earlier.Error);
            Assert.Contains("256-bit", earlier.Json.GetProperty("device").GetString(), StringComparison.Ordinal);
            File.WriteAllText(file, earlier.Out);

            var now = Gpudigits.Run("bench", "--quick", "--threads", "2", "--vectors", "128", "--json", "--against", file);

            Assert.True(now.Code == 0, now.Error);
            Assert.Contains("128-bit", now.Json.GetProperty("device").GetString(), StringComparison.Ordinal);
            var before = earlier.Json.GetProperty("trainSecondsPerEpoch").GetDouble();
            Assert.Equal(
                before / now.Json.GetProperty("trainSecondsPerEpoch").GetDouble(),
                now.Json.GetProperty("faster").GetProperty("training").GetDouble(), 1e-9);
            Assert.Contains($"times as fast as in {file}", now.Error, StringComparison.Ordinal);
            Assert.Contains("The device differs", now.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"network\": 3}")]
    [InlineData("{\"network\": \"tutorial\"}")]
    [InlineData(null)]
    public void A_file_that_is_no_earlier_run_is_refused_before_anything_is_measured(string? content)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        if (content is not null)
            File.WriteAllText(file, content);
        try
        {
            var result = Gpudigits.Run("bench", "--quick", "--against", file);

            Assert.Equal(2, result.Code);
            Assert.StartsWith($"gpudigits: --against {file}: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("--vectors", "64")]
    [InlineData("--vectors", "256", "--device", "ilgpu-cpu")]
    public void Only_the_cpu_device_has_vectors_and_only_of_these_widths(params string[] options)
    {
        var result = Gpudigits.Run(["bench", "--quick", .. options]);

        Assert.Equal(2, result.Code);
        Assert.Contains("--vectors", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>MNIST's digits are used only where they fit.</summary>
    [SkippableFact]
    public void A_network_of_other_pictures_is_measured_on_random_ones()
    {
        var mnist = new MnistStore();
        Skip.If(mnist.TryLoad() is null, "needs MNIST: gpudigits data fetch brings it");
        using var folder = new TemporaryFolder();
        Sequential network = new(new(14, 14, 1), new Flatten(), new Dense(10), new Softmax());
        new TrainedModel(network, network.Initialise(1)).Save(folder["small.safetensors"]);

        var result = Gpudigits.RunWith(folder.Path, new() { ["GPUDIGITS_DATA"] = mnist.Folder },
            "bench", "--quick", "--threads", "2", "--model", "small.safetensors", "--json");

        Assert.True(result.Code == 0, result.Error);
        Assert.Equal("random pixels", result.Json.GetProperty("data").GetString());
    }

    [Fact]
    public void A_network_is_named_once()
    {
        var result = Gpudigits.Run("bench", "--preset", "tutorial", "--model", "x.safetensors");

        Assert.Equal(2, result.Code);
        Assert.Single(result.ErrorLines);
    }

    [Fact]
    public void Counting_kernels_without_the_simulator_says_where_it_is()
    {
        var result = Gpudigits.RunWith(
            Path.GetTempPath(), new() { ["GPUDIGITS_SIMULATOR"] = "/no/such/program" }, "bench", "kernels");

        Assert.Equal(3, result.Code);
        Assert.Contains("./digits bench kernels", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
