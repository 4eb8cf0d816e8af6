using GpuDigits.Engine.Insight;
using GpuDigits.Engine.Layers;
using GpuDigits.Engine.Tests.Operations;

namespace GpuDigits.Engine.Tests.Insight;

public sealed class FilterLabTests
{
    private static IEnumerable<(GreyPicture Picture, WindowMove Move)> Cases(params int[] sizes) =>
        from picture in new[] { Random(28, 28), Random(9, 14), Random(5, 6) }
        from size in sizes
        from stride in new[] { 1, 2, 3 }
        from padding in new[] { Padding.Valid, Padding.Same }
        select (picture, new WindowMove(size, stride, padding));

    [Fact]
    public void Every_preset_stride_and_padding_is_the_reference_convolution()
    {
        foreach ((var picture, (var size, var stride, var padding)) in Cases([.. FilterLab.Sizes]))
        {
            foreach (var filter in FilterLab.Presets(size))
            {
                var shape = new Conv2D(1, size, size, stride, stride, padding).At(new(picture.Height, picture.Width, 1));
                var expected = ReferenceConvolution.Forward(
                    shape, 1, Array.ConvertAll(picture.Values, v => (double)v), Array.ConvertAll(filter.Values, v => (double)v), [0]);

                var sum = FilterLab.Convolve(picture, filter, stride, padding);
                var average = FilterLab.Convolve(picture, filter, stride, padding, Reduction.Average);

                Assert.Equal((shape.OutHeight, shape.OutWidth), (sum.Height, sum.Width));
                Assert.Equal(Array.ConvertAll(expected, v => (float)v), sum.Values);
                Assert.Equal(Array.ConvertAll(expected, v => (float)(v / (size * size))), average.Values);
                for (var i = 0; i < expected.Length; i++)
                {
                    (var y, var x) = (i / sum.Width, i % sum.Width);
                    Assert.Equal(sum.Values[i], FilterLab.ArithmeticOf(picture, filter, y, x, stride, padding).Result);
                    Assert.Equal(
                        average.Values[i], FilterLab.ArithmeticOf(picture, filter, y, x, stride, padding, Reduction.Average).Result);
                }
            }
        }
    }

    [Fact]
    public void Pooling_is_the_reference_pooling()
    {
        foreach ((var picture, var move) in Cases(2, 3))
        {
            var shape = new MaxPool2D(move.Size, move.Size, move.Stride, move.Stride, move.Padding).At(
                new(picture.Height, picture.Width, 1));
            var x = Array.ConvertAll(picture.Values, v => (double)v);

            GreyPicture max = FilterLab.Pool(picture, move, max: true), mean = FilterLab.Pool(picture, move, max: false);

            Assert.Equal((shape.OutHeight, shape.OutWidth), (max.Height, max.Width));
            Assert.Equal(Array.ConvertAll(ReferencePool.Max(shape, 1, x).Y, v => (float)v), max.Values);
            Assert.Equal(Array.ConvertAll(ReferencePool.Average(shape, 1, x), v => (float)v), mean.Values);
            var last = FilterLab.ArithmeticOf(picture, move, true, max.Height - 1, max.Width - 1);
            Assert.Equal(max.Values[^1], last.Candidates[last.Winner!.Value].Value);
            Assert.Equal(max.Values[^1], last.Result);
        }
    }

    [Theory]
    [InlineData(3, "0 0 0 1 1 1 0 0 0|-1 -1 -1 1 1 1 -1 -1 -1|-1 1 -1 -1 1 -1 -1 1 -1|-1 -1 -1 -1 8 -1 -1 -1 -1|0 -1 0 -1 5 -1 0 -1 0")]
    [InlineData(5, "0 0 0 0 0 0 0 0 0 0 1 1 1 1 1 0 0 0 0 0 0 0 0 0 0")]
    public void Presets_are_those_of_the_lesson(int size, string filters)
    {
        var presets = FilterLab.Presets(size);
        string[] written = [.. presets.Where(p => p.Name != "Blur").Select(p => string.Join(' ', p.Values))];

        Assert.Equal(filters.Split('|'), written.Take(filters.Split('|').Length));
        Assert.All(presets, p => Assert.Equal(size * size, p.Values.Length));
        Assert.Equal(1, presets.Single(p => p.Name == "Blur").Values.Sum(), 1e-6);
        Assert.Equal(1, presets.Single(p => p.Name == "Sharpen").Values.Sum());
        Assert.Equal(0, presets.Single(p => p.Name == "Edge").Values.Sum());
    }

    [Fact]
    public void What_does_not_fit_is_explained()
    {
        Assert.Throws<Engine.Layers.ModelException>(() => FilterLab.Convolve(Random(4, 4), FilterLab.Presets(5)[0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterLab.Presets(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => FilterLab.ArithmeticOf(Random(4, 4), FilterLab.Presets(3)[0], 2, 0));
    }

    private static GreyPicture Random(int height, int width)
    {
        var random = new Random(height);
        return new(height, width, [.. Enumerable.Range(0, height * width).Select(_ => random.NextSingle())]);
    }
}
