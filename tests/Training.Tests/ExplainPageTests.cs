using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Model;
using GpuDigits.Pictures.Sheets;
using GpuDigits.Training.Output;

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
