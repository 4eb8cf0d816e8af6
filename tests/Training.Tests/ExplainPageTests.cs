using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;
using SkiaSharp;

namespace GpuDigits.Training.Tests;

/// <summary>What the page of explain says about a network is true of that network.</summary>
public sealed class ExplainPageTests
{
    [Fact]
    public void Sentences_about_a_model_are_worked_out_from_the_model()
    {
        string tutorial = Page(Presets.Tutorial()), shipped = Page(TrainedModel.Load(ShippedModel.Find()!).Architecture);
        // 3×3×1×32 weights of the tutorial's convolution and its 32 biases; all the others are in its two dense layers.
        Assert.Contains(
            "Of its 693,962 parameters there are 693,642 in the 2 dense layers, which do 78.1 % of the multiplications; 320 in the "
                + "convolution, which does 21.9 %", tutorial, StringComparison.Ordinal);
        Assert.Contains(
            "Of its 150,378 parameters there are 138,848 in the 5 convolutions, which do 99.9 % of the multiplications; 11,530 in the "
                + "dense layer, which does 0.1 %", shipped, StringComparison.Ordinal);
        foreach (var page in (string[])[tutorial, shipped])
        {
            foreach (var said in (string[])["nearly all", "a few hundred", "never saw"])
                Assert.DoesNotContain(said, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_names_the_probability_that_predict_names()
    {
        using var folder = new TemporaryFolder();
        var network = Presets.Tutorial();
        new TrainedModel(network, network.Initialise(1)) { Calibration = new() { Temperature = 0.25 } }.Save(folder["m.safetensors"]);
        var digit = Path.Combine(AppContext.BaseDirectory, "data", "t10k-images-excerpt.gz#3");
        Explain(folder, "--model", "m.safetensors", "--image", digit);
        var read = Gpudigits.RunIn(folder.Path, "predict", digit, "--model", "m.safetensors", "--device", "cpu", "--json").Json;
        var shares = (read.ValueKind == System.Text.Json.JsonValueKind.Array ? read[0] : read).GetProperty("probabilities")
            .EnumerateArray().Select(p => p.GetDouble()).ToArray();
        Assert.True(shares.Max() > 0.15, $"{shares.Max()} says nothing");
        Assert.Contains(FormattableString.Invariant($"{shares.Max() * 100:F1} %"), File.ReadAllText(folder["out/index.html"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_whose_normalisation_is_not_folded_yet_is_explained()
    {
        using var folder = new TemporaryFolder();
        var network = Presets.Calculator();
        new TrainedModel(network, network.Initialise(1)).Save(folder["m.safetensors"]);
        Explain(folder, "--model", "m.safetensors");
        Assert.True(File.Exists(folder["out/index.html"]));
    }

    /// <summary>A network of dense layers alone is given 784 values, which are as much a picture as 28×28.</summary>
    [Fact]
    public void A_vector_that_is_a_square_is_shown_as_one()
    {
        using var folder = new TemporaryFolder();
        Layer[] layers = [new Dense(40), new Relu(), new Dense(10), new Softmax()];
        Sequential vector = new(new(784), layers), picture = new(new(28, 28, 1), [new Flatten(), .. layers]);
        Assert.Equal(vector.FlatSize, picture.FlatSize);
        foreach (var (name, network) in ((string, Sequential)[])[("vector", vector), ("picture", picture)])
        {
            new TrainedModel(network, vector.Initialise(1)).Save(folder[name + ".safetensors"]);
            Explain(folder, "--model", name + ".safetensors", "--digit", "4", "--out", name);
        }

        foreach (var file in (string[])["layer-0-input.png", "contributions.png", "filters-lab.png"])
        {
            using SKBitmap a = SKBitmap.Decode(folder[$"vector/{file}"]), b = SKBitmap.Decode(folder[$"picture/{file}"]);
            Assert.True(file == "layer-0-input.png" ? a.Height == b.Height : a.Bytes.AsSpan().SequenceEqual(b.Bytes), file);
        }
    }

    [Theory]
    [InlineData("m.csv")]
    [InlineData("m.jsonl")]
    public void Epochs_are_read_back_as_they_were_written_also_without_a_number(string name)
    {
        using var folder = new TemporaryFolder();
        EpochResult[] epochs = [new(1, 0.5, 0.9, double.NaN, 0.1, 2), new(2, double.PositiveInfinity, 0.9, null, null, 2)];
        using (var file = new MetricsFile(folder[name]))
        {
            foreach (var epoch in epochs)
                file.Write(epoch);
        }

        Assert.Equal(epochs, MetricsFile.Read(folder[name]));
    }

    [Fact]
    public void Test_digits_that_cannot_be_read_leave_no_folder()
    {
        using var folder = new TemporaryFolder();
        Untrained.Save(folder["m.safetensors"]);
        File.WriteAllText(folder["digits"], "no pictures");
        var result = Gpudigits.RunIn(
            folder.Path, "explain", "--model", "m.safetensors", "--device", "cpu", "--data", "digits", "--out", "out");
        Assert.Equal(1, result.Code);
        Assert.False(Directory.Exists(folder["out"]));
    }

    private static void Explain(TemporaryFolder folder, params string[] arguments)
    {
        var all = arguments.Contains("--out") ? arguments : [.. arguments, "--out", "out"];
        var result = Gpudigits.RunIn(folder.Path, ["explain", "--device", "cpu", .. all]);
        Assert.True(result.Code == 0, result.Error);
    }

    private static string Page(Sequential network)
    {
        using var folder = new TemporaryFolder();
        var page = new ExplainPage(folder.Path, CancellationToken.None);
        page.Add("architecture", LayerCost.Count(network), (costs, theme) => ArchitectureSheet.Draw(network, costs, theme));
        page.Add("confusion", LayerCost.Count(network), (costs, theme) => ArchitectureSheet.Draw(network, costs, theme));
        page.Write(network, 4, 0.9f);
        return File.ReadAllText(folder["index.html"]);
    }
}
