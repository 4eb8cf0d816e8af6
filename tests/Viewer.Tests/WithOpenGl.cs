using GpuDigits.Viewer.Graphics;

namespace GpuDigits.Viewer.Tests;

/// <summary>Draws off screen, or skips the test with the reason where the machine has no OpenGL.</summary>
internal static class WithOpenGl
{
    /// <exception cref="SkipException">There is no OpenGL.</exception>
    public static void OrSkip(Action draw) => OrSkip(() =>
    {
        draw();
        return 0;
    });

    /// <exception cref="SkipException">There is no OpenGL.</exception>
    public static T OrSkip<T>(Func<T> draw)
    {
        try
        {
            return draw();
        }
        catch (GraphicsException e) when (e.Message.StartsWith("EGL", StringComparison.Ordinal))
        {
            throw new SkipException(e.Message);
        }
    }
}
