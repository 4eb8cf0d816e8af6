using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Pictures.Sheets;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class ArithmeticTests
{
    [Theory]
    [MemberData(nameof(ProbedNetworks.Names), MemberType = typeof(ProbedNetworks))]
    public void Every_number_is_made_of_the_parts_that_are_shown(string name)
    {
        var seen = Look(name);
        for (var layer = 0; layer < seen.Model.Layers.Count; layer++)
        {
            Activation output = seen.Of(layer), before = seen.Before(layer);
            for (var i = 0; i < output.Values.Length; i++)
            {
                var cell = output.CellAt(i);
                switch (seen.Model.Layers[layer].Layer)
                {
                    case Conv2D:
                        var c = ConvolutionArithmetic.Of(seen, layer, cell);
                        Assert.Equal(output.Values[i], c.Result);
                        Assert.Equal(c.Result, c.Sum + c.Bias, 1e-5);
                        Assert.Equal(c.Sum, c.Products.Sum(p => (double)p.Result), 1e-5);
                        Assert.All(c.Products, p => Assert.Equal(p.Inside ? before[p.From] : 0, p.Value));
                        Assert.Equal(c.Products.Count, c.Window.Height * c.Window.Width * c.Window.Channels);
                        Assert.All(c.Products, p => Assert.InRange(p.From.Y - c.Window.Top, 0, c.Window.Height - 1));
                        Assert.All(c.Products, p => Assert.InRange(p.From.X - c.Window.Left, 0, c.Window.Width - 1));
                        break;
                    case Pool2D pool:
                        var p = PoolArithmetic.Of(seen, layer, cell);
                        Assert.Equal(output.Values[i], p.Result);
                        Assert.All(p.Candidates, candidate => Assert.Equal(before[candidate.From], candidate.Value));
                        if (pool is MaxPool2D)
                            Assert.Equal(p.Result, p.Candidates[p.Winner!.Value].Value);
                        else
                            Assert.Equal(p.Result, p.Candidates.Average(candidate => candidate.Value), 1e-5);
                        if (pool is MaxPool2D)
                            Assert.All(p.Candidates.Take(p.Winner!.Value), earlier => Assert.True(earlier.Value < p.Result));
                        break;
                    case Dense when i < 10:
                        var d = DenseArithmetic.Of(seen, layer, i);
                        Assert.Equal(output.Values[i], d.Result);
                        Assert.Equal(d.Result, d.Sum + d.Bias, 1e-4);
                        Assert.Equal(Enumerable.Range(0, before.Values.Length), d.Contributions.Select(part => part.Input).Order());
                        Assert.All(d.Contributions.Zip(d.Contributions.Skip(1)),
                            pair => Assert.True(Math.Abs(pair.First.Result) >= Math.Abs(pair.Second.Result)));
                        break;
                }
            }
        }

        var s = SoftmaxArithmetic.Of(seen);
        Assert.Equal(1, s.Exponentials.Max());
        Assert.All(s.Exponentials.Zip(seen.Probabilities), pair => Assert.Equal(pair.First / s.Sum, pair.Second, 1e-6));
    }

    [Fact]
    public void A_layer_of_another_kind_is_refused()
    {
        var seen = Look("tutorial");

        Assert.Throws<ArgumentException>(() => ConvolutionArithmetic.Of(seen, 1, default));
        Assert.Throws<ArgumentException>(() => PoolArithmetic.Of(seen, 0, default));
        Assert.Throws<ArgumentException>(() => DenseArithmetic.Of(seen, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConvolutionArithmetic.Of(seen, 0, new(26, 0, 0)));
    }

    [Fact]
    public void Grey_goes_from_the_lowest_to_the_highest_and_two_colours_meet_at_zero()
    {
        var scale = ValueScale.Of([-1, 3, float.NaN, float.PositiveInfinity]);

        Assert.Equal((-1, 3), (scale.Lowest, scale.Highest));
        Assert.Equal([0f, 0.25f, 1f, 1f, 0f], [scale.Grey(-1), scale.Grey(0), scale.Grey(3), scale.Grey(9), scale.Grey(float.NaN)]);
        Assert.Equal([-1f / 3, 0f, 1f], [scale.Signed(-1), scale.Signed(0), scale.Signed(3)]);
        Assert.Equal(0, ValueScale.Of([2, 2]).Grey(2));
        Assert.Equal(default, ValueScale.Of([]));
        Assert.Equal(0, ValueScale.Of([]).Signed(1));
        Assert.Equal(ScaleColours.Diverging(0), ScaleColours.Diverging(-0f));
        (var blue, var orange) = (ScaleColours.Diverging(-1), ScaleColours.Diverging(1));
        Assert.True(blue.Blue > blue.Red && orange.Red > orange.Blue);
    }

    private static Activations Look(string name)
    {
        var model = ProbedNetworks.All[name];
        return NetworkProbeTests.Look(model, ProbedNetworks.Weights(model), ProbedNetworks.Input(model));
    }
}
