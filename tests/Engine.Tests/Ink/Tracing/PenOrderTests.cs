using System.Numerics;
using GpuDigits.Engine.Ink.Tracing;

namespace GpuDigits.Engine.Tests.Ink.Tracing;

/// <summary>Lines in the order in which people write them.</summary>
public sealed class PenOrderTests
{
    private static readonly List<Vector2> Bar = [new(0, 50), new(40, 50)];

    [Fact]
    public void The_dots_of_a_division_sign_stand_around_its_bar()
    {
        List<Vector2> over = [new(20, 30)], under = [new(19, 70)];
        foreach (var lines in (List<Vector2>[][])[[Bar, over, under], [under, over, Bar], [over, under, Bar]])
            Assert.Equal([over, Bar, under], PenOrder.Of(lines));
    }

    [Fact]
    public void A_fraction_is_written_from_above()
    {
        List<Vector2> one = [new(6, 10), new(6, 40)], two = [new(25, 10), new(25, 40)], three = [new(15, 60), new(15, 90)],
            plus = [new(60, 40), new(60, 60)];
        Assert.Equal([one, two, Bar, three, plus], PenOrder.Of([plus, three, Bar, two, one]));
    }

    [Fact]
    public void A_fraction_stands_in_a_fraction()
    {
        List<Vector2> wide = [new(-20, 110), new(60, 110)], inner = Bar, over = [new(20, 20), new(20, 40)],
            under = [new(20, 60), new(20, 90)], last = [new(20, 130), new(20, 160)];
        Assert.Equal([over, inner, under, wide, last], PenOrder.Of([wide, last, inner, under, over]));
    }

    [Fact]
    public void A_bar_with_ink_on_one_side_only_stands_where_it_begins()
    {
        List<Vector2> lower = [new(2, 65), new(42, 65)], before = [new(-30, 20), new(-30, 80)];
        Assert.Equal([before, Bar, lower], PenOrder.Of([lower, Bar, before]));
    }

    [Theory]
    [InlineData(40, 50, 0, 52, true)]
    [InlineData(0, 50, 40, 52, false)]
    [InlineData(10, 90, 30, 10, true)]
    [InlineData(30, 10, 10, 90, false)]
    [InlineData(7, 7, 7, 7, false)]
    public void Bars_go_to_the_right_and_other_lines_down(float x0, float y0, float x1, float y1, bool isTurned)
    {
        List<Vector2> line = [new(x0, y0), new(x1, y1)];
        Assert.Equal(isTurned ? Enumerable.Reverse(line) : line, Assert.Single(PenOrder.Of([line])));
    }
}
