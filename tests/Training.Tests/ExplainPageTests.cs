using GpuDigits.Engine.Model;

namespace GpuDigits.Training.Tests;

/// <summary>What the page of explain says about a network is true of that network.</summary>
public sealed class ExplainPageTests
{
    [Fact]
    public void Sentences_about_a_model_are_worked_out_from_the_model()
    {
        using var folder = new TemporaryFolder();
        string[] pages =
        [
            Page(folder, "shipped", ShippedModel.Find()!), Page(folder, "tutorial", ShippedModel.Find("tutorial")!),
        ];
        // 3×3×1×32 weights of the tutorial's convolution and its 32 biases; all the others are in its two dense layers.
        Assert.Contains("Of its 693,962 parameters there are 693,642 in the 2 dense layers", pages[1], StringComparison.Ordinal);
        Assert.Contains("320 in the convolution, which does", pages[1], StringComparison.Ordinal);
        Assert.Contains("Of its 150,378 parameters there are 138,848 in the 2 dense layers", pages[0], StringComparison.Ordinal);
        Assert.Contains("11,530 in the 2 convolutions, which do", pages[0], StringComparison.Ordinal);
        Assert.All(pages, page => Assert.DoesNotContain("nearly all", page, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.DoesNotContain("never saw", page, StringComparison.Ordinal));
    }

    private static string Page(TemporaryFolder folder, string name, string model)
    {
        Gpudigits.Result result = Gpudigits.RunIn(folder.Path, "explain", "--model", model, "--out", name);
        Assert.True(result.Code == 0, result.Error);
        return File.ReadAllText(folder[name + "/index.html"]);
    }
}
