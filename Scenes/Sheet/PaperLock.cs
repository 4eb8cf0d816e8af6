using System.Collections.Immutable;

namespace GpuDigits.Scenes.Sheet;

/// <summary>A person said which symbol some strokes are.</summary>
/// <param name="StrokeIds">1 to 4 strokes, ascending.</param>
/// <param name="Label">One of <see cref="Engine.Reading.Alphabet.Shapes"/>.</param>
internal sealed record PaperLock(ImmutableArray<int> StrokeIds, char Label);
