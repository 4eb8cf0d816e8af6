using GpuDigits.Engine.Devices;
using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Model;
using GpuDigits.Engine.Train;
using GpuDigits.Pictures;
using GpuDigits.Pictures.Sheets;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class SheetTests
{
    /// <summary>Sheets of any network can be drawn, show something, and are the same again.</summary>
    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void Every_sheet_draws_every_network(string name)
    {
        var model = ProbedNetworks.All[name];
        var weights = ProbedNetworks.Weights(model);
        var seen = NetworkProbeTests.Look(model, weights, ProbedNetworks.Input(model));
        using var device = DeviceCatalog.Open("cpu");
        var costs = LayerCost.Of(device, model, weights);
        foreach (var theme in SheetTheme.All)
        {
            Shows(() => ArchitectureSheet.Draw(model, costs, theme));
            Shows(() => SoftmaxSheet.Draw(seen, theme));
            foreach (var bank in FilterBank.Of(model, weights))
                Shows(() => FilterSheet.Draw(bank, theme));
            for (var layer = 0; layer < model.Layers.Count; layer++)
            {
                var at = layer;
                var cell = FollowSheet.Strongest(seen.Of(layer));
                Shows(() => MapSheet.Draw(seen.Of(at), theme));
                if (model.Layers[layer].Layer is Conv2D)
                    Shows(() => FollowSheet.Convolution(seen, at, cell, theme));
                if (model.Layers[layer].Layer is Pool2D)
                    Shows(() => FollowSheet.Pooling(seen, at, cell, theme));
            }

            if (seen.LogitsLayer >= 0)
                Shows(() => DenseSheet.Draw(seen, theme));
        }
    }

    [Fact]
    public void Curves_take_one_epoch_and_numbers_that_are_none() => Shows(() => CurveSheet.Draw(
        [new EpochResult(1, double.NaN, 0.5, null, null, 1)], SheetTheme.Dark));

    [Fact]
    public void The_layers_multiply_adds_and_bytes_are_counted()
    {
        var model = Presets.Tutorial();
        using var device = DeviceCatalog.Open("cpu");
        var costs = LayerCost.Of(device, model, model.Initialise(1));

        Assert.Equal([26L * 26 * 32 * 9, 0, 0, 0, 5408 * 128, 0, 1280, 0], costs.Select(c => c.MultiplyAdds));
        Assert.Equal([4L * (320 + 21632), 4 * 5408, 0, 0, 4 * (692_352 + 128), 0, 4 * (1290 + 10), 40], costs.Select(c => c.Bytes));
        Assert.All(costs, c => Assert.Equal(c.Layer.Layer is Flatten, c.Microseconds == 0));
        Assert.Equal(costs.Select(c => c with { Microseconds = 0 }), LayerCost.Count(model));
    }

    private static void Shows(Func<SheetCanvas> draw)
    {
        using SheetCanvas canvas = draw(), again = draw();
        Assert.True(canvas.Pixels.Distinct().Count() > 3);
        Assert.Equal(canvas.Pixels, again.Pixels);
    }
}
