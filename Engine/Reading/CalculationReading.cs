using System.Collections.Immutable;

namespace GpuDigits.Engine.Reading;

/// <summary>A symbol as it was read.</summary>
/// <param name="Label">What it was read as, at its place.</param>
/// <param name="Strokes">Indices into the strokes of the calculation, ascending.</param>
/// <param name="Probability">How sure that is, 0 to 1.</param>
/// <param name="Alternatives">Other labels, the most probable first.</param>
/// <param name="IsDoubtful">Whether a person should look at it.</param>
public sealed record ReadSymbol(
    char Label,
    ImmutableArray<int> Strokes,
    float Probability,
    ImmutableArray<(char Label, float Probability)> Alternatives,
    bool IsDoubtful);

/// <summary>What a drawing says, as far as it was read.</summary>
/// <param name="Formula">The layout; its numbers are indices into Symbols. Null if nothing was read.</param>
/// <param name="Symbols">The symbols, by their first stroke.</param>
/// <param name="IsDoubtful">Whether a person should look: a symbol is doubtful, strokes were left out, or it is no arithmetic.</param>
public sealed record CalculationReading(Formula? Formula, ImmutableArray<ReadSymbol> Symbols, bool IsDoubtful)
{
    /// <summary>The text in the notation of <see cref="Ink.WrittenCalculation.Plain"/>; empty if nothing was read.</summary>
    public string Text => Formula?.ToString() ?? "";
}
