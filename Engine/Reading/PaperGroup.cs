using System.Collections.Immutable;
using GpuDigits.Engine.Ink;

namespace GpuDigits.Engine.Reading;

/// <summary>Strokes that make one calculation, and the stands of numbers from elsewhere among them.</summary>
/// <param name="Id">The calculation's name.</param>
/// <param name="Strokes">By their ids, ascending; at least one.</param>
internal sealed record PaperGroup(int Id, ImmutableArray<PaperStroke> Strokes)
{
    /// <summary>How high a digit is beside a dash of width 1: dashes are usually three quarters of a digit's height wide.</summary>
    private const float HeightOfDash = 1.3f;

    /// <summary>The box around all ink.</summary>
    public InkBounds Bounds { get; } = InkBounds.Of(Strokes.Select(stroke => stroke.Ink));

    /// <summary>The usual height of its symbols: a median, so that a long bar or a small exponent changes little.</summary>
    public float Height { get; } = HeightOf(Strokes);

    private static float HeightOf(ImmutableArray<PaperStroke> strokes)
    {
        float[] sizes = [.. strokes.Where(one => !one.IsFlat).Select(one => one.Ink.Bounds.Size.Y).Order()];
        if (sizes.Length == 0)
            sizes = [.. strokes.Select(one => HeightOfDash * one.Ink.Bounds.Size.X).Order()];
        // Dots and exponents are no symbols of the line's height.
        var large = Array.FindAll(sizes, size => size >= sizes[^1] / 3);
        return MathF.Max(large[large.Length / 2], 1);
    }
}
