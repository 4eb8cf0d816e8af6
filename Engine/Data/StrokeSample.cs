using System.Collections.Immutable;
using System.Numerics;

namespace GpuDigits.Engine.Data;

/// <summary>A digit drawn by a person.</summary>
/// <param name="Label">The intended digit, 0 to 9.</param>
/// <param name="Writer">The person who drew it.</param>
/// <param name="Strokes">Pen positions in any unit, y downwards; at least one stroke, each of at least one point.</param>
public sealed record StrokeSample(int Label, string Writer, ImmutableArray<ImmutableArray<Vector2>> Strokes);
