using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>From where on a picture is repaired, and from where on it is left.</summary>
public sealed class RepairLimitsTests
{
    private const int Side = PictureRepair.Side;

    /// <summary>Columns, rows and level of a filled box: its larger side, its middle and its ink are what MNIST's are, or not.</summary>
    [Theory]
    [InlineData(5, 23, 9, 19, 255, true)]
    [InlineData(9, 19, 5, 23, 255, true)]
    [InlineData(4, 23, 9, 19, 255, true)]
    [InlineData(9, 19, 4, 23, 255, true)]
    [InlineData(5, 23, 9, 19, 250, true)]
    [InlineData(5, 23, 9, 19, 249, false)]
    [InlineData(5, 22, 9, 19, 255, false)]
    [InlineData(9, 19, 5, 22, 255, false)]
    [InlineData(4, 24, 9, 19, 255, false)]
    [InlineData(9, 19, 4, 24, 255, false)]
    [InlineData(6, 24, 9, 19, 255, false)]
    [InlineData(4, 22, 9, 19, 255, false)]
    [InlineData(5, 23, 10, 20, 255, false)]
    [InlineData(5, 23, 8, 18, 255, false)]
    [InlineData(10, 20, 5, 23, 255, false)]
    [InlineData(5, 23, 9, 20, 255, true)]
    public void A_box_of_ink_is_plain_where_it_is_as_large_and_central_as_in_MNIST(
        int left, int right, int top, int bottom, byte level, bool isPlain)
    {
        var picture = Draw((x, y) => x >= left && x <= right && y >= top && y <= bottom ? level : (byte)0);
        Assert.Equal(isPlain, PlainPicture.Is(picture));
        Assert.Equal(isPlain, ReferenceEquals(picture, PictureRepair.Repair(picture)));
    }

    [Fact]
    public void A_rough_picture_or_none_is_not_plain()
    {
        Assert.False(PlainPicture.Is(new byte[Side * Side]));
        Assert.False(PlainPicture.Is(Draw((x, y) => x is >= 5 and <= 23 && y is >= 9 and <= 19 && (x + y) % 2 == 0 ? (byte)255 : (byte)0)));
    }

    [Fact]
    public void Roughness_is_how_far_pixels_are_from_their_neighbours()
    {
        // A point differs by all of itself, and its four neighbours by a quarter.
        Assert.Equal(2, InkGrain.Roughness(Grey((x, y) => (x, y) == (7, 11) ? 0.5f : 0)), 1e-5);
        // At a corner two of them are in the picture.
        Assert.Equal(1.5, InkGrain.Roughness(Grey((x, y) => (x, y) == (0, 0) ? 1 : 0)), 1e-5);
        Assert.Equal(0, InkGrain.Roughness(Grey((_, _) => 0)));
        // A line from edge to edge: its pixels lack the neighbours above and below, and each of those has one of four.
        var line = ((0.5 * (Side - 2)) + (2 * 0.75) + (0.25 * 2 * Side)) / Side;
        Assert.Equal(line, InkGrain.Roughness(Grey((_, y) => y == 9 ? 1 : 0)), 1e-4);
        Assert.Equal(line, InkGrain.Roughness(Grey((x, _) => x == 9 ? 1 : 0)), 1e-4);
    }

    [Theory]
    [InlineData(10, 20)]
    [InlineData(13, 20)]
    [InlineData(16, 20)]
    [InlineData(17, 17)]
    [InlineData(19, 19)]
    [InlineData(6, 12)]
    public void A_small_digit_is_made_as_large_as_in_MNIST_but_at_most_twice(int side, int expected)
    {
        foreach (var isHigh in (bool[])[false, true])
        {
            var centred = DigitPlace.Centre(Grey((x, y) => (isHigh ? x : y) is >= 12 and < 16 && (isHigh ? y : x) is var along
                && along >= 14 - (side / 2) && along < 14 - (side / 2) + side ? 1 : 0));
            var (across, down) = Inked(centred);
            Assert.InRange(isHigh ? down : across, expected - 1, expected + 1);
            Assert.InRange(isHigh ? across : down, 4 * expected / side - 1, (4 * expected / side) + 2);
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 1, 0)]
    [InlineData(0, -1, 0, -1)]
    [InlineData(2, 0, 0, 0)]
    [InlineData(0, 2, 0, 0)]
    [InlineData(-3, 2, 0, 0)]
    [InlineData(1, 1, 1, 1)]
    public void A_digit_that_is_elsewhere_comes_to_the_middle(int right, int down, int stillRight, int stillDown)
    {
        var grey = Grey((x, y) => x - right is >= 6 and <= 22 && y - down is >= 6 and <= 22 ? 1 : 0);
        var centred = DigitPlace.Centre(grey);
        Assert.Equal(
            Grey((x, y) => x - stillRight is >= 6 and <= 22 && y - stillDown is >= 6 and <= 22 ? 1 : 0).Values, centred.Values);
        Assert.Equal((right, down) == (stillRight, stillDown), ReferenceEquals(grey, centred));
    }

    [Fact]
    public void Faint_pixels_say_nothing_of_the_size_and_no_ink_stays_none()
    {
        var faint = Grey((_, _) => 0.19f);
        Assert.Same(faint, DigitPlace.Centre(faint));
        // A box of 10 in a haze is 10 wide; were the haze counted, it would stay as it is.
        var hazy = DigitPlace.Centre(Grey((x, y) => x is >= 9 and < 19 && y is >= 9 and < 19 ? 1 : 0.05f));
        Assert.InRange(hazy.Values.Count(v => v > 0.5f), 340, 460);
    }

    /// <summary>A piece has a share of the largest one's ink, and more where no digit reaches.</summary>
    [Theory]
    [InlineData(16, 3, 1, true)]
    [InlineData(14, 3, 1, false)]
    [InlineData(50, 0, 1, true)]
    [InlineData(49, 0, 1, false)]
    [InlineData(49, 3, 1, true)]
    [InlineData(104, 3, 0.16f, true)]
    [InlineData(104, 3, 0.14f, false)]
    public void Specks_go_and_parts_of_a_digit_stay(int count, int row, float level, bool stays)
    {
        // The largest piece is a block of 10 × 10, the other one lies along rows of 26.
        var grey = Grey((x, y) => x is >= 9 and < 19 && y is >= 12 and < 22 ? 1 : 0);
        for (var i = 0; i < count; i++)
            grey.Values[((row + (i / 26)) * Side) + 1 + (i % 26)] = level;
        var left = DigitPlace.WithoutSpecks(grey);
        Assert.Equal(stays ? count : 0, left.Values.Take(10 * Side).Count(v => v > 0));
        Assert.Equal(100, left.Values.Skip(11 * Side).Count(v => v > 0));
    }

    /// <summary>Ink at the right or the lower edge is at an edge, too; corners hang together, what is two pixels apart does not.</summary>
    [Fact]
    public void Each_edge_is_one_and_diagonals_hang_together()
    {
        foreach (var (left, top) in ((int, int)[])[(0, 3), (27, 3), (3, 0), (3, 27)])
        {
            var grey = Grey((x, y) => x is >= 9 and < 19 && y is >= 9 and < 19 ? 1 : 0);
            for (var i = 0; i < 20; i++)
                grey.Values[((top + (top % 27 == 0 ? 0 : i)) * Side) + left + (top % 27 == 0 ? i : 0)] = 1;
            Assert.Equal(100, DigitPlace.WithoutSpecks(grey).Values.Count(v => v > 0));
        }

        var steps = DigitPlace.WithoutSpecks(Grey((x, y) => x == y && x is > 3 and < 20 || (x, y) is (22, 4) ? 1 : 0));
        Assert.Equal(16, steps.Values.Count(v => v > 0));
        Assert.Equal(0, steps.Pixel(22, 4));
    }

    [Theory]
    [InlineData(20, 0)]
    [InlineData(19, 19)]
    public void Single_pixels_go_where_there_are_many(int before, int after)
    {
        var grey = Grey((_, _) => 0);
        for (var i = 0; i < before; i++)
            grey.Values[((2 + (4 * (i / 5))) * Side) + 3 + (4 * (i % 5))] = 1;
        var repaired = Impulses.TakeOut(grey);
        Assert.Equal(after, repaired.Values.Count(v => v > 0));
        Assert.Equal(after == before, ReferenceEquals(grey, repaired));
    }

    [Fact]
    public void The_largest_levels_become_white_and_the_smallest_black()
    {
        var ramp = Grey((x, y) => ((y * Side) + x) / 1000f);
        var stretched = PaperTone.Stretch(ramp, 0.25f, 0.75f);
        var level = Enumerable.Range(0, 30).Average(i => (783 - i) / 1000.0);
        Assert.All(ramp.Values.Zip(stretched.Values), pair =>
            Assert.Equal(Math.Clamp(((pair.First / level) - 0.25) / 0.5, 0, 1), pair.Second, 1e-4));
        var black = Grey((_, _) => 0);
        Assert.Same(black, PaperTone.Stretch(black, 0.25f, 0.75f));
    }

    /// <summary>Four columns or rows from edge to edge are a part on white paper; three may be anything.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void Parts_on_white_paper_are_turned(int wide)
    {
        foreach (var isRow in (bool[])[false, true])
        {
            float At(int x, int y) => (isRow ? y : x) is var across && across >= 20 - wide && across < 20 ? 0.9f : 0;
            var turned = PaperTone.Unify(Grey((x, y) => At(x, y)));
            Assert.All(turned.Values, v => Assert.InRange(v, 0, wide < 4 ? 0.9f : 0.1001f));
            Assert.Equal(wide < 4 ? 0.9f : 0.1f, turned.Pixel(isRow ? 9 : 18, isRow ? 18 : 9), 1e-4f);
            Assert.Equal(0, turned.Pixel(3, 3));
        }
    }

    private static (int Across, int Down) Inked(Grey grey)
    {
        int[] inked = [.. Enumerable.Range(0, grey.Values.Length).Where(i => grey.Values[i] >= 0.5f)];
        return (inked.Max(i => i % Side) - inked.Min(i => i % Side) + 1, inked.Max(i => i / Side) - inked.Min(i => i / Side) + 1);
    }

    private static byte[] Draw(Func<int, int, byte> level) =>
        [.. Enumerable.Range(0, Side * Side).Select(i => level(i % Side, i / Side))];

    private static Grey Grey(Func<int, int, float> level) =>
        new([.. Enumerable.Range(0, Side * Side).Select(i => level(i % Side, i / Side))], Side, Side);
}
