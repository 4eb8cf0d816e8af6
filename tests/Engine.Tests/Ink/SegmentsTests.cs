using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Tests.Ink;

/// <summary>Distances against a search that knows no formula, in double precision.</summary>
public class SegmentsTests
{
    [Fact]
    public void Two_segments_are_as_far_apart_as_their_nearest_points()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 300; trial++)
        {
            Vector2 a = Point(), b = Point(), c = Point(), d = Point();
            var expected = Lowest(s => Lowest(t => Vector2.Distance(Vector2.Lerp(a, b, (float)s), Vector2.Lerp(c, d, (float)t))));
            Assert.Equal(expected, Segments.Distance(a, b, c, d), 1e-2f);
        }

        // Small whole numbers: segments that cross, touch, lie on one line or are a point are common.
        Vector2 Point() => new(random.Next(-4, 5), random.Next(-4, 5));
    }

    [Theory]
    [InlineData(3, 4, 10, 4)]
    [InlineData(-3, 0, 10, 3)]
    [InlineData(13, 4, 10, 5)]
    [InlineData(3, 4, 0, 5)] // a segment that is one point
    public void A_point_is_as_far_from_a_segment_as_from_its_nearest_point(float x, float y, float end, float distance) =>
        Assert.Equal(distance, Segments.Distance(new(x, y), Vector2.Zero, new(end, 0)), 1e-5f);

    /// <summary>The least value of a convex function from 0 to 1.</summary>
    private static double Lowest(Func<double, double> function)
    {
        double low = 0, high = 1;
        while (high - low > 1e-4)
        {
            double left = low + ((high - low) / 3), right = high - ((high - low) / 3);
            (low, high) = function(left) < function(right) ? (low, right) : (left, high);
        }

        return Math.Min(Math.Min(function(0), function(1)), function((low + high) / 2));
    }
}
