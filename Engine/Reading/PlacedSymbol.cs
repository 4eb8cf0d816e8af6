using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>A symbol on the paper, for the layout.</summary>
/// <param name="Label">One of <see cref="Alphabet.Shapes"/>.</param>
/// <param name="Bounds">The box around its ink.</param>
/// <param name="Strokes">Its ink; a root's hook and bar are found in it.</param>
public sealed record PlacedSymbol(char Label, InkBounds Bounds, ImmutableArray<Stroke> Strokes)
{
    /// <summary>A symbol with the box around its ink.</summary>
    public static PlacedSymbol Of(char label, ImmutableArray<Stroke> strokes) =>
        new(label, InkBounds.Of(strokes), strokes);
}
