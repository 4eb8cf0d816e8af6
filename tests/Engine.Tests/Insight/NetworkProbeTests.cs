using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class NetworkProbeTests
{
    /// <summary>Each layer's tensor has the bits of a network that ends with that layer.</summary>
    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void Every_layer_shows_the_engines_own_values(string name)
    {
        var model = ProbedNetworks.All[name];
        float[] weights = ProbedNetworks.Weights(model), input = ProbedNetworks.Input(model);
        foreach (var id in name.StartsWith("colours", StringComparison.Ordinal) ? new[] { "cpu", "ilgpu-cpu" } : ["cpu"])
        {
            using var device = DeviceCatalog.Open(id);
            using var probe = new NetworkProbe(device, model, weights);
            var seen = probe.Run(input);

            Assert.Equal(input, seen.Input.Values);
            for (var layer = 0; layer < model.Layers.Count; layer++)
            {
                Assert.Equal(model.Layers[layer].Output, seen.Of(layer).Shape);
                Assert.Equal(Bits(RunUpTo(device, model, weights, input, layer)), Bits(seen.Of(layer).Values));
            }

            using var whole = new Network(device, model, 1, fuse: false);
            whole.LoadWeights(weights);
            var probabilities = new float[model.Output.Size];
            whole.Predict(input, probabilities);
            Assert.Equal(Bits(probabilities), Bits(seen.Probabilities));
            Assert.Equal(Bits(whole.Logits.ToArray()), Bits(seen.Logits));
        }
    }

    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void Every_layer_is_what_its_definition_says(string name)
    {
        var model = ProbedNetworks.All[name];
        float[] weights = ProbedNetworks.Weights(model), input = ProbedNetworks.Input(model);
        var seen = Look(model, weights, input);

        var reference = ProbedNetworks.Reference(model, weights, Array.ConvertAll(input, v => (double)v));
        for (var layer = 0; layer < reference.Count; layer++)
            Assert.All(reference[layer].Zip(seen.Of(layer).Values), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void What_it_showed_stays_when_it_runs_again()
    {
        var model = ProbedNetworks.All["two convolutions, same"];
        using var device = DeviceCatalog.Open("cpu");
        using var probe = new NetworkProbe(device, model, ProbedNetworks.Weights(model));
        var first = probe.Run(ProbedNetworks.Input(model));
        float[][] kept = [.. Enumerable.Range(0, model.Layers.Count).Select(l => (float[])first.Of(l).Values.Clone())];

        var second = probe.Run(ProbedNetworks.Input(model, seed: 2));

        Assert.NotEqual(first.Logits, second.Logits);
        for (var layer = 0; layer < kept.Length; layer++)
            Assert.Equal(kept[layer], first.Of(layer).Values);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        var model = Presets.Tutorial();
        using var device = DeviceCatalog.Open("cpu");
        Assert.Throws<ArgumentException>(() => new NetworkProbe(device, model, new float[5]).Dispose());
        using var probe = new NetworkProbe(device, model, model.Initialise(1));
        Assert.Throws<ArgumentException>(() => probe.Run(new float[783]));
    }

    [Fact]
    public void Filters_are_those_of_the_weights()
    {
        var model = ProbedNetworks.All["colours, strides, overlapping pools"];
        var weights = ProbedNetworks.Weights(model);
        var banks = FilterBank.Of(model, weights);

        Assert.Equal([("conv2d", 5, 3, 3, 4), ("conv2d_1", 2, 2, 4, 6)],
            banks.Select(b => (b.Name, b.Height, b.Width, b.Channels, b.Count)));
        var first = model.Layers[0].Parameters[0];
        for (var i = 0; i < first.Spec.Shape.Size; i++)
        {
            (var place, var channel, var filter) = (i / 12, i / 4 % 3, i % 4);
            Assert.Equal(weights[first.Offset + i], banks[0].Filter(filter, channel)[place]);
        }
    }

    internal static Activations Look(Sequential model, float[] weights, float[] input)
    {
        using var device = DeviceCatalog.Open("cpu");
        using var probe = new NetworkProbe(device, model, weights);
        return probe.Run(input);
    }

    private static float[] RunUpTo(Device device, Sequential model, float[] weights, float[] input, int layer)
    {
        var part = new Sequential(model.Input, model.Layers.Take(layer + 1).Select(l => l.Layer));
        using var network = new Network(device, part, 1, fuse: false);
        network.LoadWeights(weights.AsSpan(0, part.FlatSize));
        var probabilities = new float[part.Output.Size];
        network.Predict(input, probabilities);
        return part.Layers[^1].Layer is Softmax ? probabilities : network.Logits.ToArray();
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
