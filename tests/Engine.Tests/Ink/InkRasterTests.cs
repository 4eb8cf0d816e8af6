using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Ink;

public class InkRasterTests
{
    [Fact]
    public void A_level_line_covers_its_rows_and_half_of_the_next()
    {
        var raster = new InkRaster(8, 5);
        raster.Draw([new(-9, 2.5f), new(20, 2.5f)], penWidth: 2);
        float[] rows = [0, 0.5f, 1, 0.5f, 0];
        for (var i = 0; i < raster.Coverage.Length; i++)
            Assert.Equal(rows[i / 8], raster.Coverage[i], 1e-5f);
    }

    [Theory]
    [InlineData(1.5f, 1f)]
    [InlineData(6f, 1f)]
    [InlineData(6f, 2.5f)]
    public void A_dot_is_a_disc(float penWidth, float edge)
    {
        var raster = new InkRaster(32, 32);
        raster.Draw([new(16.3f, 15.8f)], penWidth, edge);

        // The ramp from r − e/2 to r + e/2 adds π e² / 12 to the disc's area.
        var area = MathF.PI * (penWidth * penWidth / 4 + edge * edge / 12);
        Assert.Equal(area, raster.Coverage.Sum(), 0.06f * area);
    }

    [Fact]
    public void Each_pixel_has_the_coverage_of_its_distance_to_the_nearest_line()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 40; trial++)
        {
            var raster = new InkRaster(24, 17);
            var path = new Vector2[1 + trial % 6];
            foreach (ref var point in path.AsSpan())
                point = new Vector2(random.Next(-40, 280), random.Next(-40, 210)) / 10;
            float pen = 0.5f + 4 * random.NextSingle(), edge = 0.5f + 2 * random.NextSingle();
            raster.Draw(path, pen, edge);
            for (var i = 0; i < raster.Coverage.Length; i++)
            {
                var center = new Vector2(i % 24 + 0.5f, i / 24 + 0.5f);
                var distance = path.Zip(path.Skip(1).DefaultIfEmpty(path[0])).Min(line => Distance(center, line.First, line.Second));
                Assert.Equal(Math.Clamp(0.5f + (pen / 2 - distance) / edge, 0, 1), raster.Coverage[i], 1e-3f);
            }
        }
    }

    [Fact]
    public void Points_on_a_line_change_nothing_and_overlaps_do_not_add_up()
    {
        InkRaster once = new(20, 20), twice = new(20, 20);
        once.Draw([new(3, 4), new(15, 12)], 3);
        twice.Draw([new(3, 4), new(6, 6), new(6, 6), new(12, 10), new(15, 12)], 3);
        twice.Draw([new(15, 12), new(3, 4)], 3);
        for (var i = 0; i < 400; i++)
            Assert.Equal(once.Coverage[i], twice.Coverage[i], 1e-4f);
    }

    [Fact]
    public void Ink_outside_the_picture_is_left_out()
    {
        var raster = new InkRaster(4, 4);
        raster.Draw([new(-1e7f, -50), new(1e7f, -40)], 3);
        raster.Draw([new(40, 2)], 3);
        Assert.All(raster.Coverage, value => Assert.Equal(0, value));
        raster.Draw([new(2, 2)], 3);
        Assert.Contains(raster.Coverage, value => value > 0.9f);
        raster.Clear();
        Assert.All(raster.Coverage, value => Assert.Equal(0, value));
    }

    /// <summary>By ternary search along the line, to owe nothing to the formula under test.</summary>
    private static float Distance(Vector2 p, Vector2 a, Vector2 b)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 80; i++)
        {
            var third = (high - low) / 3;
            if (At(low + third) < At(high - third))
                high -= third;
            else
                low += third;
        }

        return (float)At(low);

        double At(double t) => double.Hypot(a.X + t * ((double)b.X - a.X) - p.X, a.Y + t * ((double)b.Y - a.Y) - p.Y);
    }
}
