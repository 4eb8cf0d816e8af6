using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>Strokes that may be one symbol, and what the shape network says of them.</summary>
/// <param name="Strokes">Places of the strokes in the ink, ascending.</param>
/// <param name="Bounds">The box around them.</param>
/// <param name="Shape">The logarithm of the probability of each of <see cref="Alphabet.Shapes"/>, by the shape alone.</param>
internal sealed record Window(ImmutableArray<int> Strokes, InkBounds Bounds, float[] Shape);
