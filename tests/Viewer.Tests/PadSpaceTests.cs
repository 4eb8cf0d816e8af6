using System.Numerics;
using GpuDigits.Scenes.App;

namespace GpuDigits.Viewer.Tests;

public sealed class PadSpaceTests
{
    [Theory]
    [InlineData(10, 20, 560, 560, 1)]
    [InlineData(10, 20, 1120, 1400, 2)]
    [InlineData(10, 20, 1400, 1120, 2)]
    [InlineData(0, 0, 280, 300, 0.5f)]
    public void The_shorter_side_of_the_pad_has_always_as_many_units_around_its_middle(
        float x, float y, float width, float height, float scale)
    {
        var space = new PadSpace(new(x, y, width, height));
        Assert.Equal(scale, space.Scale);
        var middle = new Vector2(x + width / 2, y + height / 2);
        Assert.Equal(new Vector2(280), space.ToInk(middle));
        Assert.Equal(new Vector2(380, 240), space.ToInk(middle + new Vector2(100, -40) * scale));
        Assert.Equal(middle + new Vector2(100, -40) * scale, space.ToPixel(new(380, 240)));
        Assert.Equal(middle, space.ToPixel(new(280)));
    }
}
