using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Engine.Tests.Reading;

/// <summary>What is measured of strokes and root signs.</summary>
public sealed class ShapeTests
{
    /// <summary>The bar ends in a tail that hangs lower than the hook.</summary>
    [Fact]
    public void A_roots_valley_is_the_lowest_point_of_its_hook()
    {
        var sign = new Stroke([.. new Vector2[] { new(0, 30), new(10, 60), new(25, 0), new(90, 2), new(100, 70) }
            .Select(at => new InkPoint(at.X, at.Y, 0))]);
        var root = RootShape.Of(new('√', sign.Bounds, [sign]));
        Assert.Equal(new(10, 60), root.Valley);
        Assert.Equal(new(25, 0), root.Shoulder);
        // The tail is not the height of the bar.
        Assert.Equal(new(100, 21), root.End);
    }

    [Fact]
    public void Straightness_is_1_for_a_line_and_0_for_a_closed_curve_or_a_dot()
    {
        Assert.Equal(1, Of((0, 0), (3, 4)));
        Assert.Equal(0, Of((0, 0), (3, 4), (0, 0)));
        Assert.Equal(0, Of((5, 5)));
        Assert.Equal(0, Of((5, 5), (5, 5)));

        static float Of(params (float X, float Y)[] points) =>
            new StrokeShape(new([.. points.Select(at => new InkPoint(at.X, at.Y, 0))])).Straightness;
    }
}
