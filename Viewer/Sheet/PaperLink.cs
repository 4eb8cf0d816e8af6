using System.Numerics;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Viewer.Sheet;

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
    /// <summary>The box around the answer.</summary>
    public InkBounds Bounds => new(At - new Vector2(0, Height), At + new Vector2(Width, 0));

    /// <summary>Ink that takes the place of the answer when the calculation around it is read: the box.</summary>
    public PaperStroke Stand { get; } = new(Id, Outline(new(At - new Vector2(0, Height), At + new Vector2(Width, 0))));

    internal static Stroke Outline(InkBounds box) => new(
    [
        new(box.Min.X, box.Min.Y, 0), new(box.Max.X, box.Min.Y, 0), new(box.Max.X, box.Max.Y, 0), new(box.Min.X, box.Max.Y, 0),
        new(box.Min.X, box.Min.Y, 0),
    ]);
}
