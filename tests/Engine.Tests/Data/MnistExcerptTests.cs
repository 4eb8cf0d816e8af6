using GpuDigits.Tests;

namespace GpuDigits.Engine.Tests.Data;

public class MnistExcerptTests
{
    [Fact]
    public void HoldsTheFirstDigitsOfBothSets()
    {
        (var train, var test) = MnistExcerpt.Load();
        Assert.Equal((500, 28, 28), (train.Count, train.Height, train.Width));
        Assert.Equal((200, 28, 28), (test.Count, test.Height, test.Width));
        Assert.Equal(new byte[] { 5, 0, 4, 1, 9, 2, 1, 3, 1, 4 }, train.Labels[..10]);
        Assert.Equal(new byte[] { 7, 2, 1, 0, 4, 1, 4, 9, 5, 9 }, test.Labels[..10]);
        // Every picture has a border of background and some ink.
        Assert.All(Enumerable.Range(0, train.Count), i =>
        {
            var picture = train.Images.AsSpan(i * 784, 784);
            Assert.Equal(-1, picture[..28].IndexOfAnyExcept((byte)0));
            Assert.True(picture.ContainsAnyInRange((byte)200, (byte)255));
        });
    }

    [Fact]
    public void TakeCopiesARange()
    {
        var (train, _) = MnistExcerpt.Load();
        var part = train.Take(3, 5);
        Assert.Equal(train.Labels[3..8], part.Labels);
        Assert.Equal(train.Images[(3 * 784)..(8 * 784)], part.Images);
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Take(498, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Take(-1, 1));
        Assert.Empty(train.Take(500, 0).Labels);
    }
}
