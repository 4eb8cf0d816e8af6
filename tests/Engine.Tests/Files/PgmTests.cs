using System.Text;
using GpuDigits.Pictures;

namespace GpuDigits.Engine.Tests.Files;

public class PgmTests
{
    [Theory]
    [InlineData("P2 2 2 255 0 1 2 255", new byte[] { 0, 1, 2, 255 })]
    [InlineData("P2\n# a comment\n2 2 # another\n3\n0 1\n2 3\n# the end", new byte[] { 0, 85, 170, 255 })]
    [InlineData("P2 1 3 65535 65535\r\n32768 128\n", new byte[] { 255, 128, 0 })]
    [InlineData("P5 2 2 255\nABCD", new byte[] { 65, 66, 67, 68 })]
    [InlineData("P5\n#x\n2 1\n255\n #", new byte[] { 32, 35 })]
    [InlineData("P5 2 1 16705 AAA@", new byte[] { 255, 255 })]
    [InlineData("P5 1 2 100 \u0032\u0064", new byte[] { 128, 255 })]
    [InlineData("P5 2 1 255 AB\n", new byte[] { 65, 66 })]
    [InlineData("P5 1 1 255 AP5 1 1 255 B", new byte[] { 65 })]
    [InlineData("P2 1 1 255 7 8 nothing", new byte[] { 7 })]
    public void Reads(string text, byte[] pixels)
    {
        var image = Image.Read(Encoding.Latin1.GetBytes(text), "test");
        Assert.Equal(1, image.Channels);
        Assert.Equal(pixels, image.Pixels);
    }

    [Theory]
    [InlineData("offset 2: the width is missing", "P5")]
    [InlineData("the width is missing", "P52 2 255 ")]
    [InlineData("the height is missing", "P5 2 x")]
    [InlineData("the height is below 1", "P5 2 0 255 ")]
    [InlineData("the width is above 8192", "P5 99999999999999 1 255 ")]
    [InlineData("the maximum is above 65535", "P5 1 1 65536 x")]
    [InlineData("the maximum is below 1", "P5 1 1 0 x")]
    [InlineData("no white space", "P5 1 1 255")]
    [InlineData("but 1 are left", "P5 2 1 255 x")]
    [InlineData("take 67108864 bytes", "P5 8192 8192 255 x")]
    [InlineData("above the maximum of 100", "P5 1 1 100 x")]
    [InlineData("a sample is above 9", "P2 1 1 9 10")]
    [InlineData("a sample is missing", "P2 2 1 9 1    ")]
    [InlineData("cannot be in the", "P2 8192 8192 9 1 2")]
    [InlineData("a sample is missing", "P2 1 1 9 -1")]
    public void RefusesWithTheReason(string reason, string text)
    {
        var e = Assert.Throws<ImageException>(() => Image.Read(Encoding.Latin1.GetBytes(text), "test"));
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("test: offset", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SurvivesMutations()
    {
        foreach (var text in (string[])["P2\n# c\n3 2\n255\n0 1 2\n3 4 255\n", "P5 4 2 255\nabcdefgh", "P5 2 2 60000\nabcdefgh"])
        {
            Mutations.Campaign<ImageException>(
                Encoding.Latin1.GetBytes(text), stream => Image.Read(stream.ToArray(), "test"), 8_000, 20_000, 20);
        }
    }

    [Fact]
    public void SaysWhichPathCannotBeRead()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Assert.Contains(path, Assert.Throws<ImageException>(() => Image.Read(path)).Message, StringComparison.Ordinal);
    }
}
