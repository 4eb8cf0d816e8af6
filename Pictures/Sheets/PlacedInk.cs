using System.Numerics;
using GpuDigits.Engine.Ink;
using SkiaSharp;

namespace GpuDigits.Pictures.Sheets;

/// <summary>Ink in a box of a sheet: as large as it fits, in the middle.</summary>
/// <param name="ink">All strokes.</param>
/// <param name="corner">The upper left corner of the box.</param>
/// <param name="room">Its width and height.</param>
internal sealed class PlacedInk(IReadOnlyList<Stroke> ink, Vector2 corner, Vector2 room)
{
    private readonly InkBounds _bounds = InkBounds.Of(ink);

    private float Zoom => MathF.Min(room.X / MathF.Max(_bounds.Size.X, 1), room.Y / MathF.Max(_bounds.Size.Y, 1));

    /// <summary>Where a point of the ink lies on the sheet.</summary>
    public Vector2 At(Vector2 point) => corner + room / 2 + (point - _bounds.Center) * Zoom;

    /// <summary>Draws one of the strokes.</summary>
    public void Draw(SheetCanvas canvas, Stroke stroke, float penWidth, SKColor colour)
    {
        var from = At(stroke.Points[0].Position);
        for (var i = 0; i < stroke.Points.Length; i++)
        {
            // A dot is a line of no length with round ends.
            var to = At(stroke.Points[i].Position);
            if (i > 0 || stroke.Points.Length == 1)
                canvas.Line(from.X, from.Y, to.X, to.Y, penWidth, colour);
            from = to;
        }
    }
}
