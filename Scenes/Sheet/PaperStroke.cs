using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A stroke on the paper. It never changes: what is moved is a new one with the same id.</summary>
/// <param name="Id">
/// Its name, 1 or more, unlike those of all strokes, texts, links and calculations of the paper. Later strokes have larger ones.
/// </param>
/// <param name="Ink">The path of the pen in ink units.</param>
internal sealed record PaperStroke(int Id, Stroke Ink);
