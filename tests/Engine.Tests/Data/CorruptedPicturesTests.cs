using GpuDigits.Engine.Data;
using GpuDigits.Engine.Data.Repair;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Data;

/// <summary>
/// The robustness that the documents state was measured with these very pictures, so a corruption gives what it ever gave. Who changes one
/// on purpose measures anew, and then writes the new hashes here.
/// </summary>
public sealed class CorruptedPicturesTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Test.Take(3, 12);

    /// <summary>Of another height than width, so that the two cannot be confused.</summary>
    private static readonly DigitSet Low = new(
        24, 28, [.. Digits.Images.Chunk(784).SelectMany(picture => picture[56..^56])], Digits.Labels);

    [SkippableTheory]
    [InlineData(Corruption.ShotNoise, "")]
    [InlineData(Corruption.ImpulseNoise, "")]
    [InlineData(Corruption.GlassBlur, "")]
    [InlineData(Corruption.DefocusBlur, "")]
    [InlineData(Corruption.MotionBlur, "")]
    [InlineData(Corruption.Shear, "")]
    [InlineData(Corruption.Scale, "")]
    [InlineData(Corruption.Rotate, "")]
    [InlineData(Corruption.Translate, "")]
    [InlineData(Corruption.Stripe, "")]
    [InlineData(Corruption.Brightness, "")]
    [InlineData(Corruption.Fog, "")]
    [InlineData(Corruption.Spatter, "")]
    [InlineData(Corruption.DottedLine, "")]
    [InlineData(Corruption.Zigzag, "")]
    [InlineData(Corruption.Edges, "")]
    [InlineData(Corruption.Wobble, "")]
    public void A_corruption_is_as_ever(Corruption corruption, string hash) =>
        Assert.Equal(hash, PortableHash.Of(Corruptions.Apply(corruption, Low, 11).Images));

    [SkippableTheory]
    [InlineData(Corruption.ShotNoise, "")]
    [InlineData(Corruption.ImpulseNoise, "")]
    [InlineData(Corruption.GlassBlur, "")]
    [InlineData(Corruption.DefocusBlur, "")]
    [InlineData(Corruption.MotionBlur, "")]
    [InlineData(Corruption.Shear, "")]
    [InlineData(Corruption.Scale, "")]
    [InlineData(Corruption.Rotate, "")]
    [InlineData(Corruption.Translate, "")]
    [InlineData(Corruption.Stripe, "")]
    [InlineData(Corruption.Brightness, "")]
    [InlineData(Corruption.Fog, "")]
    [InlineData(Corruption.Spatter, "")]
    [InlineData(Corruption.DottedLine, "")]
    [InlineData(Corruption.Zigzag, "")]
    [InlineData(Corruption.Edges, "")]
    [InlineData(Corruption.Wobble, "")]
    public void Its_repair_is_as_ever(Corruption corruption, string hash) =>
        Assert.Equal(hash, PortableHash.Of(PictureRepair.Repair(Corruptions.Apply(corruption, Digits, 11)).Images));

    /// <summary>Ink that is darker than its paper, which is grey or white.</summary>
    [SkippableTheory]
    [InlineData(200, "")]
    [InlineData(255, "")]
    public void The_repair_of_a_negative_is_as_ever(int paper, string hash)
    {
        var images = Array.ConvertAll(Digits.Images, v => (byte)(paper - (v * 180 / 255)));
        Assert.Equal(hash, PortableHash.Of(PictureRepair.Repair(new DigitSet(28, 28, images, Digits.Labels)).Images));
    }

    [Fact]
    public void All_are_measured_but_the_wobble()
    {
        Assert.Equal(16, Corruptions.All.Count);
        Assert.Equal(Enum.GetValues<Corruption>().Except([Corruption.Wobble]), Corruptions.All);
    }

    /// <summary>The tables of the documents and of the commands print these.</summary>
    [Theory]
    [InlineData(Corruption.ShotNoise, "shot noise", "Poisson, 6 grains for white")]
    [InlineData(Corruption.ImpulseNoise, "impulse noise", "12 % of the pixels")]
    [InlineData(Corruption.GlassBlur, "glass blur", "neighbours exchanged twice, 0.6 px")]
    [InlineData(Corruption.DefocusBlur, "defocus blur", "a disc of radius 2.2 px")]
    [InlineData(Corruption.MotionBlur, "motion blur", "8 px, up to 45° from level")]
    [InlineData(Corruption.Shear, "shear", "±0.45")]
    [InlineData(Corruption.Scale, "scale", "to 0.6")]
    [InlineData(Corruption.Rotate, "rotate", "±30°")]
    [InlineData(Corruption.Translate, "translate", "4.5 px in any direction")]
    [InlineData(Corruption.Stripe, "stripe", "inverted left and right of the middle half")]
    [InlineData(Corruption.Brightness, "brightness", "+50 %")]
    [InlineData(Corruption.Fog, "fog", "55 % fog")]
    [InlineData(Corruption.Spatter, "spatter", "9 drops")]
    [InlineData(Corruption.DottedLine, "dotted line", "from side to side")]
    [InlineData(Corruption.Zigzag, "zigzag", "from side to side, 5 corners")]
    [InlineData(Corruption.Edges, "edges", "ridges of the gradient")]
    [InlineData(Corruption.Wobble, "wobble", "up to 8°, 8 % and 1 px")]
    public void Each_has_a_name_and_a_strength_in_words(Corruption corruption, string name, string strength) =>
        Assert.Equal((name, strength), Corruptions.Describe(corruption));

    [Fact]
    public void Seeds_and_corruptions_have_random_numbers_of_their_own()
    {
        var once = Corruptions.Apply(Corruption.ShotNoise, Digits, 1).Images;
        Assert.NotEqual(once, Corruptions.Apply(Corruption.ShotNoise, Digits, 2).Images);
        // The same picture twice is noisy in two ways.
        var twins = Corruptions.Apply(Corruption.ShotNoise, Digits.Take(0, 1).Append(Digits.Take(0, 1)), 1);
        Assert.NotEqual(twins.Images[..784], twins.Images[784..]);
    }
}
