using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class AttributionTests
{
    /// <summary>Against (f(x + h) − f(x − h)) / 2h of the reference in double, for values of every layer that has a gradient.</summary>
    [Theory]
    [InlineData("two convolutions, same")]
    [InlineData("colours, strides, overlapping pools")]
    [InlineData("dense only, no softmax")]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        const double H = 1e-6;
        var model = ProbedNetworks.All[name];
        float[] weights = ProbedNetworks.Weights(model), input = ProbedNetworks.Input(model);
        var seen = NetworkProbeTests.Look(model, weights, input);
        var x = Array.ConvertAll(input, v => (double)v);
        List<double[]>[] up = Shifted(H), down = Shifted(-H);
        for (var layer = 0; layer < model.Layers.Count && model.Layers[layer].Layer is not Softmax; layer++)
        {
            var size = seen.Of(layer).Values.Length;
            foreach (var index in new[] { 0, size / 3, size - 1 })
            {
                var gradient = Attribution.Gradient(seen, layer, index);
                for (var i = 0; i < x.Length; i++)
                    Assert.Equal((up[i][layer][index] - down[i][layer][index]) / (2 * H), gradient[i], 1e-5);
            }
        }

        List<double[]>[] Shifted(double by) =>
        [
            .. Enumerable.Range(0, x.Length).Select(i =>
            {
                double[] moved = [.. x];
                moved[i] += by;
                return ProbedNetworks.Reference(model, weights, moved);
            }),
        ];
    }

    [Fact]
    public void Without_biases_the_contributions_add_up_to_the_logit()
    {
        var model = Presets.Tutorial();
        var seen = NetworkProbeTests.Look(model, model.Initialise(4), ProbedNetworks.Input(model));

        for (var logit = 0; logit < 10; logit++)
            Assert.Equal(seen.Logits[logit], Attribution.OfLogit(seen, logit).Sum(v => (double)v), 1e-5);
    }

    [Fact]
    public void A_softmax_has_no_contributions() => Assert.Throws<ModelException>(() =>
    {
        var seen = NetworkProbeTests.Look(ProbedNetworks.All["a softmax"], [], [1, 2, 3, 4]);
        Attribution.Of(seen, 0, 0);
    });
}
