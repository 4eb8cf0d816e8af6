using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A symbol of a calculation as it was read; at the same place in the list as in the reading's.</summary>
/// <param name="Label">What it was read as. A linked answer has a space.</param>
/// <param name="StrokeIds">Its strokes, ascending; of a linked answer the id of the link.</param>
/// <param name="Bounds">The box around its ink.</param>
/// <param name="IsDoubtful">Whether a person should look at it.</param>
/// <param name="IsLocked">Whether a person said what it is; or it is a linked answer.</param>
/// <param name="Alternatives">Other labels, the most probable first.</param>
internal sealed record PaperSymbol(
    char Label,
    ImmutableArray<int> StrokeIds,
    InkBounds Bounds,
    bool IsDoubtful,
    bool IsLocked,
    ImmutableArray<(char Label, float Probability)> Alternatives);
