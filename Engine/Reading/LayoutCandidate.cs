namespace GpuDigits.Engine.Reading;

/// <summary>A way to lay out the symbols of a calculation.</summary>
/// <param name="Formula">The formula; each symbol is in it once.</param>
/// <param name="Score">The logarithm of its likelihood up to a constant: differences between candidates are log odds.</param>
public readonly record struct LayoutCandidate(Formula Formula, float Score);
