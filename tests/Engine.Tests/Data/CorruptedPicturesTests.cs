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
    [InlineData(Corruption.ShotNoise, "74e526ec90ac")]
    [InlineData(Corruption.ImpulseNoise, "e4eca48bd0b1")]
    [InlineData(Corruption.GlassBlur, "987d2a6acb11")]
    [InlineData(Corruption.DefocusBlur, "2a7c67a7c83e")]
    [InlineData(Corruption.MotionBlur, "3212257e629a")]
    [InlineData(Corruption.Shear, "597e2d5fb617")]
    [InlineData(Corruption.Scale, "e7658bdace15")]
    [InlineData(Corruption.Rotate, "7488be426fa5")]
    [InlineData(Corruption.Translate, "bd7a7835b56d")]
    [InlineData(Corruption.Stripe, "7313a1a6c828")]
    [InlineData(Corruption.Brightness, "53e4746e7f18")]
    [InlineData(Corruption.Fog, "0f472c446b60")]
    [InlineData(Corruption.Spatter, "92aad5cdf08f")]
    [InlineData(Corruption.DottedLine, "4c2e649cc729")]
    [InlineData(Corruption.Zigzag, "17fbdcd7c21c")]
    [InlineData(Corruption.Edges, "4945732c90ec")]
    [InlineData(Corruption.Wobble, "3f157b5a1c93")]
    public void A_corruption_is_as_ever(Corruption corruption, string hash) =>
        Assert.Equal(hash, PortableHash.Of(Corruptions.Apply(corruption, Low, 11).Images));

    [SkippableTheory]
    [InlineData(Corruption.ShotNoise, "e2e845450a4d")]
    [InlineData(Corruption.ImpulseNoise, "725ce9e28fc1")]
    [InlineData(Corruption.GlassBlur, "b1c23fdfd6ad")]
    [InlineData(Corruption.DefocusBlur, "20c17de68f6c")]
    [InlineData(Corruption.MotionBlur, "62ee4f330aa0")]
    [InlineData(Corruption.Shear, "5a02f127d9cc")]
    [InlineData(Corruption.Scale, "eda22146e73f")]
    [InlineData(Corruption.Rotate, "99153ca497a4")]
    [InlineData(Corruption.Translate, "af0e9f46a94c")]
    [InlineData(Corruption.Stripe, "db14ef17efb4")]
    [InlineData(Corruption.Brightness, "ed5fd899198f")]
    [InlineData(Corruption.Fog, "4b4ad8c03c1e")]
    [InlineData(Corruption.Spatter, "4fb06adfb342")]
    [InlineData(Corruption.DottedLine, "5bc34b09048f")]
    [InlineData(Corruption.Zigzag, "fe33e29fd2f3")]
    [InlineData(Corruption.Edges, "7f5272de79e6")]
    [InlineData(Corruption.Wobble, "108982dc746f")]
    public void Its_repair_is_as_ever(Corruption corruption, string hash) =>
        Assert.Equal(hash, PortableHash.Of(PictureRepair.Repair(Corruptions.Apply(corruption, Digits, 11)).Images));

    /// <summary>Ink that is darker than its paper, which is grey or white.</summary>
    [SkippableTheory]
    [InlineData(200, "0b388bf68495")]
    [InlineData(255, "f86b062a1118")]
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
