using GpuDigits.Engine.Data.Synthetic;
using GpuDigits.Engine.Devices.Vector;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Model.Exchange;
using GpuDigits.Engine.Train;

namespace GpuDigits.Engine.Tests.Exchange;

/// <summary>
/// Networks that want their pictures in other ways than 0 to 1: the tutorial's, with its first layer changed so that it wants them so.
/// </summary>
public sealed class InputConventionTests
{
    private static readonly TrainedModel Tutorial = TrainedModel.Load(ShippedModel.Find("tutorial")!);

    [Theory]
    [InlineData(255, 0, 1, "--input-range 255")]
    // It reads as many digits at 0 to 1: nothing is gained by another way.
    [InlineData(1, 0.1307, 0.3081, null)]
    [InlineData(1, 0.5, 0.5, "--mean 0.5 --std 0.5")]
    [InlineData(1, 0, 1, null)]
    public void The_way_in_which_a_network_wants_its_pictures_is_found(double range, double mean, double deviation, string? said)
    {
        // x · scale + shift is the brightness that it was trained on, where x is what it wants now.
        var graph = OnnxExport.ToOnnx(Wanting(new(deviation / range, mean / range)));
        List<string> remarks = [];
        using var device = new VectorDevice();
        var read = InputConvention.Choose(device, scaling => OnnxImport.FromOnnx(graph, "test", scaling), remarks.Add);
        // Another way is chosen only if it reads with at most half as many mistakes.
        Assert.Equal(Accuracy(Tutorial), Accuracy(read), 0.02);
        if (said is null)
            Assert.Empty(remarks);
        else
            Assert.Contains(said, Assert.Single(remarks), StringComparison.Ordinal);
    }

    /// <summary>A network that reads nothing in any way stays as it is.</summary>
    [Fact]
    public void Where_no_way_reads_better_brightness_0_to_1_stays()
    {
        var network = Presets.Tutorial();
        TrainedModel untrained = new(network, network.Initialise(1));
        using var device = new VectorDevice();
        var read = InputConvention.Choose(device,
            scaling => scaling.IsNone ? untrained : untrained with { Weights = network.Initialise(1) }, _ => Assert.Fail("nothing to say"));
        Assert.Same(untrained, read);
    }

    /// <summary>A scaling with which nothing can be read, or that makes no network, is not chosen.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_way_that_gives_no_number_is_passed_over(bool reads)
    {
        using var device = new VectorDevice();
        var read = InputConvention.Choose(
            device, scaling => scaling.IsNone ? Tutorial
                : reads ? Tutorial with { Weights = [.. Tutorial.Weights.Select(_ => float.NaN)] }
                : throw new ModelException("no network"),
            _ => Assert.Fail("nothing to say"));
        Assert.Same(Tutorial, read);
    }

    private static double Accuracy(TrainedModel model)
    {
        using var device = new VectorDevice();
        using var network = new Network(device, model.Architecture, 100);
        network.LoadWeights(model.Weights);
        return Evaluation.Run(network, SyntheticDigits.Set(1000, 7)).Accuracy;
    }

    private static TrainedModel Wanting(InputScaling scaling)
    {
        List<LayerWeights> layers = [.. Tutorial.Architecture.Layers.Select(placed => LayerWeights.Of(placed, Tutorial.Weights))];
        layers.First(layer => layer.IsLinear).FoldBefore(scaling);
        return LayerWeights.Join(Tutorial.Architecture.Input, layers);
    }
}
