using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Ink;

/// <summary>
/// Turns a drawing into the network's input, with the same processing that MNIST's pictures had. The ink's box, including the pen width, is
/// scaled into 20×20 with its aspect ratio kept, and placed in 28×28 with its centre of mass at the centre (LeCun, Cortes and Burges, "The
/// MNIST database of handwritten digits"). The ink is drawn again from its strokes with a fixed pen. Therefore the size and position of the
/// drawing, the brush of the pad and the number of points in a stroke make no difference.
/// </summary>
public static class DigitPreparation
{
    /// <summary>Width and height of the picture.</summary>
    public const int Size = 28;

    /// <summary>Ink is not a digit but stray specks if the sum of its strokes' larger sides is less than this, in pad pixels.</summary>
    public const float SpeckSize = 8;

    /// <summary>
    /// A stroke smaller than this fraction of the longest one is a slip of the pen: if it counted, it would shrink the digit.
    /// </summary>
    private const float StraySize = 0.05f;

    private const float Box = 20;

    /// <summary>Diameter of the pen at half its height, and the width of its soft edge.</summary>
    private const float PenWidth = 2, PenEdge = 1.5f;

    /// <summary>
    /// The scaled path keeps half a pen width, including the soft edge, away from the box. Its centre of mass is placed at the middle of
    /// pixel 14, not at the corner between 13 and 14: over MNIST's 60,000 training pictures it is at (14.007, 13.996), in pixels counted
    /// from 0.
    /// </summary>
    private const float PathBox = Box - PenWidth - PenEdge, Center = Size / 2 + 0.5f;

    /// <summary>Prepares a drawing.</summary>
    /// <param name="strokes">The ink; <see cref="Drawing.Snapshot"/>.</param>
    /// <param name="speckSize">In pad pixels: see <see cref="SpeckSize"/>.</param>
    /// <returns>[28, 28] grey levels, 0 for paper and 255 for ink; null if the drawing contains nothing that could be a digit.</returns>
    public static byte[]? Prepare(ImmutableArray<Stroke> strokes, float speckSize = SpeckSize)
    {
        var drawn = strokes.Sum(stroke => stroke.Bounds.Extent);
        if (drawn <= 0 || drawn < speckSize)
            return null;

        var longest = strokes.Max(stroke => stroke.Bounds.Extent);
        var ink = strokes.Where(stroke => stroke.Bounds.Extent >= longest * StraySize).ToArray();
        return Picture(ink);
    }

    /// <summary>The same picture of all the strokes, whatever their size; a dot is drawn in the middle.</summary>
    /// <param name="ink">At least one stroke.</param>
    /// <returns>[28, 28] grey levels, 0 for paper and 255 for ink.</returns>
    public static byte[] Picture(IReadOnlyList<Stroke> ink)
    {
        var bounds = InkBounds.Of(ink);
        var scale = bounds.Extent > 0 ? PathBox / bounds.Extent : 1;

        var raster = new InkRaster(Size, Size);
        var middle = new Vector2(Size / 2);
        Draw(raster, ink, bounds.Center, scale, middle);

        // If the centre of mass is far from the middle of the box, the ink is moved less, so that it stays in the picture.
        var room = new Vector2((Size - Box) / 2);
        var shift = Vector2.Clamp(new Vector2(Center) - CenterOfMass(raster), -room, room);
        raster.Clear();
        Draw(raster, ink, bounds.Center, scale, middle + shift);
        return Array.ConvertAll(raster.Coverage, covered => (byte)MathF.Round(255 * covered));
    }

    private static void Draw(InkRaster raster, IReadOnlyList<Stroke> ink, Vector2 from, float scale, Vector2 to)
    {
        foreach (var stroke in ink)
        {
            var path = stroke.Points.Select(point => (point.Position - from) * scale + to).ToArray();
            raster.Draw(path, PenWidth, PenEdge);
        }
    }

    /// <summary>Σ covered · (x + ½, y + ½) / Σ covered, in pixels from the upper left corner.</summary>
    private static Vector2 CenterOfMass(InkRaster raster)
    {
        float mass = 0;
        var sum = Vector2.Zero;
        for (var y = 0; y < raster.Height; y++)
        {
            for (var x = 0; x < raster.Width; x++)
            {
                var covered = raster.Coverage[y * raster.Width + x];
                mass += covered;
                sum += covered * new Vector2(x + 0.5f, y + 0.5f);
            }
        }

        return sum / mass;
    }
}
