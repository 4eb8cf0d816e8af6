using System.Numerics;
using GpuDigits.Engine.Data;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>Filters of grey pictures beside plain ones of doubles, on pictures of another height than width.</summary>
public sealed class GreyTests
{
    private const int Width = 9, Height = 6;

    private static readonly Grey Picture = Noise(3);

    [Fact]
    public void Between_pixels_it_is_bilinear_and_outside_black()
    {
        for (var y = -1.5f; y <= Height + 0.5f; y += 0.25f)
        {
            for (var x = -1.5f; x <= Width + 0.5f; x += 0.25f)
                Assert.Equal(Bilinear(x, y), Picture.At(x, y), 1e-5);
        }
    }

    [Fact]
    public void A_pixel_is_asked_for_its_value_column_and_row()
    {
        Assert.Equal(Array.ConvertAll(Picture.Values, v => v / 2), Picture.Map(v => v / 2).Values);
        var placed = Picture.MapAt((column, row, value) => (100 * row) + (10 * column) + value);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Assert.Equal((100 * y) + (10 * x) + Value(x, y), placed.Pixel(x, y), 1e-3);
        }
    }

    [Fact]
    public void Only_pixels_of_the_picture_have_a_value()
    {
        var white = new Grey([1, 1, 1, 1, 1, 1], 3, 2);
        for (var y = -2; y < 4; y++)
        {
            for (var x = -2; x < 5; x++)
                Assert.Equal(x is >= 0 and < 3 && y is >= 0 and < 2 ? 1 : 0, white.Pixel(x, y));
        }
    }

    [Fact]
    public void Around_a_pixel_are_its_neighbours_row_by_row()
    {
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                float[] around =
                [
                    Value(x - 1, y - 1), Value(x, y - 1), Value(x + 1, y - 1),
                    Value(x - 1, y), Value(x, y), Value(x + 1, y),
                    Value(x - 1, y + 1), Value(x, y + 1), Value(x + 1, y + 1),
                ];
                Assert.Equal(around, Picture.Around(x, y));
            }
        }
    }

    /// <summary>By whole pixels exactly; twice as large, a pixel beside the middle is half as far from it.</summary>
    [Fact]
    public void A_map_moves_points_around_the_middle()
    {
        var moved = Picture.Warp(Matrix3x2.CreateTranslation(2, -1));
        var larger = Picture.Warp(Matrix3x2.CreateScale(2));
        var sheared = Picture.Warp(new(1, 0, 0.5f, 1, 0, 0));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                Assert.Equal(Value(x - 2, y + 1), moved.Pixel(x, y), 1e-5);
                Assert.Equal(Bilinear(4 + ((x - 4) / 2.0), 2.5 + ((y - 2.5) / 2)), larger.Pixel(x, y), 1e-5);
                Assert.Equal(Bilinear(x - ((y - 2.5) / 2), y), sheared.Pixel(x, y), 1e-5);
            }
        }

        Assert.Contains("no inverse", Assert.Throws<ArgumentException>(() => Picture.Warp(Matrix3x2.CreateScale(0))).Message);
    }

    [Fact]
    public void Squares_give_their_least_most_and_mean_as_far_as_they_are_in_the_picture()
    {
        foreach (var reach in (int[])[0, 1, 2])
        {
            Grey least = Picture.Least(reach), most = Picture.Most(reach), mean = Picture.Mean(reach);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var square = (
                        from row in Enumerable.Range(0, Height)
                        from column in Enumerable.Range(0, Width)
                        where Math.Abs(row - y) <= reach && Math.Abs(column - x) <= reach
                        select (double)Value(column, row)).ToArray();
                    Assert.Equal(square.Min(), least.Pixel(x, y), 1e-6);
                    Assert.Equal(square.Max(), most.Pixel(x, y), 1e-6);
                    Assert.Equal(square.Average(), mean.Pixel(x, y), 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_blur_sums_neighbours_by_their_weights()
    {
        foreach (var side in (int[])[1, 3, 5])
        {
            float[] weights = [.. Enumerable.Range(1, side * side).Select(k => k / 100f)];
            var blurred = Picture.Blur(weights);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    double sum = 0;
                    for (var down = 0; down < side; down++)
                    {
                        for (var right = 0; right < side; right++)
                            sum += weights[(down * side) + right] * (double)Value(x + right - (side / 2), y + down - (side / 2));
                    }

                    Assert.Equal(sum, blurred.Pixel(x, y), 1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.4f)]
    [InlineData(0.6f)]
    [InlineData(1.5f)]
    public void A_bell_falls_with_the_square_of_the_distance(float deviation) =>
        Same(BlurKernels.Gauss(deviation), (int)Math.Ceiling(3 * deviation), (x, y) =>
            Math.Exp(-((x * x) + (y * y)) / (2.0 * deviation * deviation)));

    [Theory]
    [InlineData(1)]
    [InlineData(2.2f)]
    [InlineData(3.5f)]
    public void A_disc_is_even_with_an_edge_of_one_pixel(float radius) =>
        Same(BlurKernels.Disc(radius), (int)Math.Ceiling(radius), (x, y) =>
            Math.Sqrt((x * x) + (y * y)) is var distance && distance <= radius - 0.5 ? 1 : Math.Max(0, radius + 0.5 - distance));

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 0.6f)]
    [InlineData(5, -0.7f)]
    [InlineData(3, 1.2f)]
    public void A_line_is_as_long_as_it_should_be_and_a_pixel_wide(float length, float angle) =>
        Same(BlurKernels.Line(length, angle), (int)Math.Ceiling(length / 2), (x, y) =>
        {
            double cos = Math.Cos(angle), sin = Math.Sin(angle), along = (x * cos) + (y * sin), beside = (y * cos) - (x * sin);
            var beyond = Math.Max(0, Math.Abs(along) - (length / 2));
            return Math.Max(0, 1 - Math.Sqrt((beyond * beyond) + (beside * beside)));
        });

    /// <summary>The gradient of a step is as steep on both sides of it; the darker one counts. Corners are cut.</summary>
    [Fact]
    public void A_step_has_one_line_of_edge_and_a_gentle_slope_none()
    {
        Assert.Equal(
            [
                "........",
                "...##...",
                "..#..#..",
                ".#....#.",
                ".#....#.",
                "..#..#..",
                "...##...",
            ],
            Rows(Box(8, 7, (x, y) => x is >= 2 and < 6 && y is >= 2 and < 6 ? 1 : 0).Edges()));
        // A whole picture of even grey has edges where it ends; inside there is none, and none on a slope below a third of a step.
        var slope = Box(20, 12, (x, _) => 0.14f * x).Edges();
        for (var y = 2; y < 10; y++)
        {
            for (var x = 2; x < 17; x++)
                Assert.Equal(0, slope.Pixel(x, y));
        }
    }

    [Fact]
    public void Edges_of_the_transposed_picture_are_transposed()
    {
        var picture = Noise(5);
        var transposed = Box(Height, Width, (x, y) => picture.Pixel(y, x));
        Grey edges = picture.Edges(), others = transposed.Edges();
        Assert.InRange(edges.Values.Sum(), 3, 40);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                Assert.Equal(edges.Pixel(x, y), others.Pixel(y, x));
        }
    }

    private static void Same(float[] kernel, int reach, Func<double, double, double> weight)
    {
        var side = (2 * reach) + 1;
        Assert.Equal(side * side, kernel.Length);
        double[] expected = [.. Enumerable.Range(0, kernel.Length).Select(k => weight((k % side) - reach, (k / side) - reach))];
        var sum = expected.Sum();
        Assert.All(expected.Zip(kernel), pair => Assert.Equal(pair.First / sum, pair.Second, 1e-5));
        Assert.Equal(1, kernel.Sum(), 1e-5);
    }

    private static Grey Noise(int seed)
    {
        var random = new Random(seed);
        return Box(Width, Height, (_, _) => random.NextSingle());
    }

    private static Grey Box(int width, int height, Func<int, int, float> level) =>
        new([.. Enumerable.Range(0, width * height).Select(i => level(i % width, i / width))], width, height);

    private static string[] Rows(Grey grey) =>
        [.. grey.Values.Chunk(grey.Width).Select(row => string.Concat(row.Select(value => value > 0 ? '#' : '.')))];

    private static float Value(int x, int y) => x is >= 0 and < Width && y is >= 0 and < Height ? Picture.Values[(y * Width) + x] : 0;

    private static double Bilinear(double x, double y)
    {
        double sum = 0;
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
                sum += Value(column, row) * Math.Max(0, 1 - Math.Abs(x - column)) * Math.Max(0, 1 - Math.Abs(y - row));
        }

        return sum;
    }
}
