using GpuDigits.Engine.Data;
using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Data;

public class CorruptionsTests
{
    private static readonly DigitSet Digits = MnistExcerpt.Load().Test.Take(0, 40);

    public static TheoryData<Corruption> Kinds => [.. Enum.GetValues<Corruption>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Changes_every_picture_and_comes_again_for_the_same_seed(Corruption corruption)
    {
        var once = Corruptions.Apply(corruption, Digits, 7);
        Assert.Equal(once.Images, Corruptions.Apply(corruption, Digits, 7).Images);
        Assert.Equal(Digits.Labels, once.Labels);
        foreach (var (before, after) in Digits.Images.Chunk(784).Zip(once.Images.Chunk(784)))
            Assert.NotEqual(before, after);
        Assert.Equal(Corruptions.Apply(corruption, Digits.Take(0, 5), 7).Images, once.Take(0, 5).Images);
    }

    [Fact]
    public void Noise_and_shifts_are_as_strong_as_stated()
    {
        var grey = new DigitSet(28, 28, [.. Enumerable.Repeat((byte)128, 784 * 50)], new byte[50]);
        var stuck = Corruptions.Apply(Corruption.ImpulseNoise, grey, 1).Images.Average(v => v is 0 or 255 ? 1.0 : 0.0);
        Assert.InRange(stuck, 0.11, 0.13);
        var mean = Corruptions.Apply(Corruption.ShotNoise, grey, 1).Images.Average(v => (double)v);
        Assert.InRange(mean, 120, 132);

        var dot = new DigitSet(28, 28, new byte[784 * 20], new byte[20]);
        for (var i = 0; i < 20; i++)
            dot.Images[(i * 784) + (14 * 28) + 14] = 255;
        var moved = Corruptions.Apply(Corruption.Translate, dot, 1);
        foreach (var picture in moved.Images.Chunk(784))
        {
            double mass = picture.Sum(v => v), x = picture.Select((v, p) => v * (p % 28)).Sum() / mass,
                y = picture.Select((v, p) => v * (p / 28)).Sum() / mass;
            Assert.InRange(Math.Sqrt(((x - 14) * (x - 14)) + ((y - 14) * (y - 14))), 4.2, 4.8);
        }
    }
}
