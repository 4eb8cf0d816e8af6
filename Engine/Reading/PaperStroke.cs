using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>A stroke on the paper. It never changes: what is moved is a new one with the same id.</summary>
/// <param name="Id">
/// Its name, 1 or more, unlike those of all strokes, texts, links and calculations of the paper. Later strokes have larger ones.
/// </param>
/// <param name="Ink">The path of the pen in ink units.</param>
/// <param name="IsStand">Whether it takes the place of a number that comes from elsewhere.</param>
internal sealed record PaperStroke(int Id, Stroke Ink, bool IsStand = false)
{
    /// <summary>Whether it is a dash or a bar. A number of many digits is as flat, but its height is known.</summary>
    public bool IsFlat => !IsStand && Ink.Bounds.IsFlat;
}
