using global::Silk.NET.OpenGL;

namespace GpuDigits.Polyfill.Tests.Silk;

public class SurfaceTests
{
    /// <summary>
    /// Every line of the list is a name and signature of the real packages (Maths, Core and OpenGL listed from their assemblies with
    /// <see cref="SurfaceListing"/>, Windowing and Input from their documented surface). The stand-in may neither invent nor lose one.
    /// </summary>
    [Fact]
    public void Public_surface_is_the_committed_part_of_the_real_one()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Silk", "silk-surface.txt"));
        var offered = SurfaceListing.Of(typeof(GL).Assembly);
        Assert.Equal([], offered.Except(listed));
        Assert.Equal([], listed.Except(offered));
    }
}
