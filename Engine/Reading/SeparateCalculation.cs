using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>A calculation of a sheet that may hold several.</summary>
/// <param name="Strokes">Its strokes, in their order.</param>
/// <param name="Reader">Was given these strokes, as many as it takes.</param>
/// <param name="Explained">What it read.</param>
public sealed record SeparateCalculation(ImmutableArray<Stroke> Strokes, CalculationReader Reader, ReadingExplanation Explained);
