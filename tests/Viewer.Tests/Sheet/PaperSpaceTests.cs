using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Scenes.Sheet;

namespace GpuDigits.Viewer.Tests.Sheet;

/// <summary>Which part of the paper is seen after something is to be shown.</summary>
public sealed class PaperSpaceTests
{
    /// <summary>400 × 300 pixels, two to an ink unit: 200 × 150 units from (1000, 1000) on.</summary>
    private static readonly PaperSpace Space = new(new(100, 50, 400, 300), new(1000), 2, 1);

    private static readonly InkBounds Ink = new(default, new(5000));

    [Theory]
    [InlineData(1050, 1050, 1100, 1100, 1000, 1000)] // It is in sight.
    [InlineData(1024, 1024, 1176, 1126, 1000, 1000)] // It is just in sight, with the margin of 24.
    [InlineData(1250, 1200, 1300, 1250, 1124, 1124)] // It is to the right, and below.
    [InlineData(1250, 1050, 1300, 1100, 1124, 1000)] // It is to the right only.
    [InlineData(900, 950, 950, 990, 876, 926)] // It is to the left, and above.
    [InlineData(900, 950, 1400, 1300, 876, 926)] // It is larger than what is seen: its beginning is shown.
    [InlineData(10, 10, 20, 20, 0, 0)] // The paper has an edge.
    public void As_little_is_moved_as_is_needed(float left, float top, float right, float bottom, float cornerX, float cornerY)
    {
        var moved = Space.Showing(new(new(left, top), new(right, bottom)), Ink);
        Assert.Equal(Space with { Corner = new(cornerX, cornerY) }, moved);
    }

    [Fact]
    public void The_margin_is_as_wide_on_the_screen_at_any_zoom()
    {
        foreach (var zoom in new[] { 0.5f, 1, 2 })
        {
            var space = Space with { Zoom = zoom };
            var box = new InkBounds(space.Sight.Max + new Vector2(50), space.Sight.Max + new Vector2(60));
            var shown = space.Showing(box, Ink).ToPixels(box);
            Assert.Equal((Space.Place.Right - 48, Space.Place.Bottom - 48), (MathF.Round(shown.Right), MathF.Round(shown.Bottom)));
        }
    }
}
