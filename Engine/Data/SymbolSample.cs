using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Data;

/// <summary>A symbol cut out of somebody's writing.</summary>
/// <param name="Label">What it is; symbols that the reader does not know are allowed.</param>
/// <param name="Strokes">The ink, in pad pixels.</param>
public sealed record SymbolSample(string Label, ImmutableArray<Stroke> Strokes);
