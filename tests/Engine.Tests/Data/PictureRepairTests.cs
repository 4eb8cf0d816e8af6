using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>Damaged pictures become like those of MNIST, and those of MNIST stay.</summary>
public sealed class PictureRepairTests
{
    private const int Size = PictureRepair.Side * PictureRepair.Side;

    private static readonly DigitSet Digits = MnistExcerpt.Load().Test.Take(0, 100);

    [Fact]
    public void Pictures_as_in_MNIST_are_used_bit_for_bit()
    {
        var (train, test) = MnistExcerpt.Load();
        foreach (var set in (DigitSet[])[train, test])
            Assert.All(set.Images.Chunk(Size), picture => Assert.Same(picture, PictureRepair.Repair(picture)));
    }

    /// <summary>The share of the damage that is left, as the mean difference from the picture before.</summary>
    [Theory]
    [InlineData(Corruption.Brightness, 0.15)]
    [InlineData(Corruption.Fog, 0.3)]
    [InlineData(Corruption.Stripe, 0.1)]
    [InlineData(Corruption.ImpulseNoise, 0.4)]
    [InlineData(Corruption.Translate, 0.4)]
    [InlineData(Corruption.Scale, 0.8)]
    public void Most_of_a_damage_goes(Corruption corruption, double left)
    {
        var damaged = Corruptions.Apply(corruption, Digits, 3);
        Assert.InRange(Difference(PictureRepair.Repair(damaged)) / Difference(damaged), 0, left);
    }

    [Fact]
    public void Dark_ink_on_grey_paper_is_turned()
    {
        var turned = new DigitSet(28, 28, Array.ConvertAll(Digits.Images, v => (byte)(200 - (v * 180 / 255))), Digits.Labels);
        Assert.InRange(Difference(PictureRepair.Repair(turned)) / Difference(turned), 0, 0.15);
    }

    [Fact]
    public void What_holds_no_digit_is_no_error()
    {
        foreach (var level in (byte[])[0, 1, 128, 255])
            Assert.Equal(Size, PictureRepair.Repair([.. Enumerable.Repeat(level, Size)]).Length);
        var noise = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            var picture = new byte[Size];
            noise.NextBytes(picture);
            Assert.Equal(Size, PictureRepair.Repair(picture).Length);
        }
    }

    /// <summary>One pixel thick, straight or in steps of two rows; its neighbours above and below are dark.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_thin_line_across_is_taken_out(int step)
    {
        var grey = new Grey(new float[Size], PictureRepair.Side, PictureRepair.Side);
        for (var x = 0; x < grey.Width; x++)
            grey.Values[((14 + (x / 4 % 2 * step)) * grey.Width) + x] = 1;
        Assert.All(CrossingLine.TakeOut(grey).Values, value => Assert.Equal(0, value));
    }

    /// <summary>Of the last four columns, or the first ones, half is dark: that is a stroke of a digit.</summary>
    [Theory]
    [InlineData(0, 25)]
    [InlineData(2, 27)]
    [InlineData(2, 25)]
    public void A_line_that_ends_before_the_edge_stays(int left, int right)
    {
        var grey = new Grey(new float[Size], PictureRepair.Side, PictureRepair.Side);
        for (var x = left; x <= right; x++)
            grey.Values[(14 * grey.Width) + x] = 1;
        Assert.Same(grey, CrossingLine.TakeOut(grey));
    }

    /// <summary>Grey paper becomes black, even where a few specks are black already; paper that is black stays as it is.</summary>
    [Fact]
    public void Grey_paper_is_taken_off_unless_a_third_is_black()
    {
        var grey = new Grey([.. Enumerable.Repeat(0.4f, Size)], PictureRepair.Side, PictureRepair.Side);
        for (var i = 0; i < 40; i++)
            grey.Values[(Size / 2) + i] = 0.9f;
        grey.Values[3] = 0;
        var repaired = PaperTone.TakeOff(grey);
        Assert.Equal(0, repaired.Values[^1]);
        Assert.Equal(1, repaired.Values[(Size / 2) + 10]);

        for (var i = 0; i <= 0.3f * Size; i++)
            grey.Values[i] = 0;
        Assert.Same(grey, PaperTone.TakeOff(grey));
    }

    [Fact]
    public void Other_sizes_are_refused_and_sets_of_them_left()
    {
        var e = Assert.Throws<ArgumentException>(() => PictureRepair.Repair(new byte[10]));
        Assert.StartsWith("10 pixels are not 28×28", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => PictureRepair.Repair((byte[])null!));
        Assert.Throws<ArgumentNullException>(() => PictureRepair.Repair((DigitSet)null!));
        foreach (var other in (DigitSet[])[new(28, 2, new byte[56], [30], 36), new(2, 28, new byte[56], [30], 36)])
            Assert.Same(other, PictureRepair.Repair(other));
        var letter = PictureRepair.Repair(new DigitSet(28, 28, new byte[Size], [30], 36));
        Assert.Equal((30, 36), (letter.Labels[0], letter.Classes));
        var small = new DigitSet(2, 2, new byte[8], new byte[2]);
        Assert.Same(small, PictureRepair.Repair(small));
    }

    private static double Difference(DigitSet set) => set.Images.Zip(Digits.Images, (a, b) => (double)Math.Abs(a - b)).Average();
}
