using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>
/// An answer that was dragged to another place. It stands there as a number, and changes with the calculation that it comes from.
/// </summary>
/// <param name="Id">Its name, as that of a stroke.</param>
/// <param name="Source">The calculation whose answer it is.</param>
/// <param name="At">The left end of its baseline.</param>
/// <param name="Width">The room that it takes, as measured when it was placed.</param>
/// <param name="Height">The height of its digits.</param>
internal sealed record PaperLink(int Id, int Source, Vector2 At, float Width, float Height)
{
    private static readonly Vector2 Farthest = new(InkPoint.MaxCoordinate);

    /// <summary>The box around the answer.</summary>
    public InkBounds Bounds => new(At - new Vector2(0, Height), At + new Vector2(Width, 0));

    /// <summary>Ink that takes the place of the answer when the calculation around it is read: the box.</summary>
    public PaperStroke Stand { get; } = new(
        Id, Outline(new(At - new Vector2(0, Height), At + new Vector2(Width, 0))), IsStand: true);

    /// <summary>Ink along a box, as far as coordinates go.</summary>
    public static Stroke Outline(InkBounds box)
    {
        var (min, max) = (Vector2.Clamp(box.Min, -Farthest, Farthest), Vector2.Clamp(box.Max, -Farthest, Farthest));
        return new(
        [
            new(min.X, min.Y, 0), new(max.X, min.Y, 0), new(max.X, max.Y, 0), new(min.X, max.Y, 0), new(min.X, min.Y, 0),
        ]);
    }
}
