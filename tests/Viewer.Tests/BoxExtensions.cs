using GpuDigits.Scenes.Painting;

namespace GpuDigits.Viewer.Tests;

/// <summary>What the tests ask of boxes.</summary>
internal static class BoxExtensions
{
    /// <summary>Whether a box is within another one, give or take the pixel to which its edges are rounded.</summary>
    public static bool LiesIn(this Box box, Box outer) =>
        box.X >= outer.X - 1 && box.Y >= outer.Y - 1 && box.Right <= outer.Right + 1 && box.Bottom <= outer.Bottom + 1;
}
