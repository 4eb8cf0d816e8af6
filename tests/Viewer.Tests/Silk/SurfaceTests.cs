using global::Silk.NET.Input;
using global::Silk.NET.Windowing;

namespace GpuDigits.Viewer.Tests.Silk;

public class SurfaceTests
{
    /// <summary>
    /// Every line of the list is a name and signature of the real packages. The stand-in may neither invent nor lose one; in a build on the
    /// real packages, which offer more, the list itself is put to the test.
    /// </summary>
    [Fact]
    public void Public_surface_is_the_committed_part_of_the_real_one()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Silk", "silk-surface.txt"));
        var (windowing, input) = (typeof(IWindow).Assembly, typeof(IInputContext).Assembly);
        var offered = SurfaceListing.Of(new[] { windowing, input }.Distinct());
        Assert.Equal([], listed.Except(offered));
        if (windowing == input)
            Assert.Equal([], offered.Except(listed));
    }
}
