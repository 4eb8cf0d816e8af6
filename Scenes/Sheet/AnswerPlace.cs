using System.Collections.Immutable;
using System.Numerics;
using GpuDigits.Engine.Ink;
using GpuDigits.Engine.Reading;

namespace GpuDigits.Scenes.Sheet;

/// <summary>The line that a calculation is written on.</summary>
/// <param name="Baseline">Where its digits stand, y downwards.</param>
/// <param name="Height">How high they are.</param>
internal readonly record struct WritingLine(float Baseline, float Height);

/// <summary>Where an answer stands, so that it looks written by the same hand.</summary>
internal static class AnswerPlace
{
    /// <summary>The gap before an answer, in heights of the digits.</summary>
    private const float Gap = 0.35f;

    /// <summary>The gap before an answer that begins with <c>? =</c> and is no part of the equation.</summary>
    private const float GapToNamed = 0.9f;

    /// <summary>How far below the middle of a sign of equality or a fraction's bar its line's digits stand, in their heights.</summary>
    private const float BelowMiddle = 0.38f;

    /// <summary>The line of the formula's outermost row.</summary>
    /// <param name="reading">What was read; something.</param>
    /// <param name="boundsOf">The box around the strokes of a symbol.</param>
    /// <param name="usual">The height of the writing, where the row has no digit.</param>
    public static WritingLine LineOf(CalculationReading reading, Func<ImmutableArray<int>, InkBounds> boundsOf, float usual)
    {
        var row = reading.Formula!.Parts;
        InkBounds[] digits = [.. row.OfType<SymbolPart>().Where(part => char.IsAsciiDigit(part.Label)).Select(BoundsOf)];
        if (digits.Length > 0)
        {
            // The last ones are nearest to the answer, where a line drifts.
            digits = digits[^Math.Min(4, digits.Length)..];
            return new(Median(digits.Select(box => box.Max.Y)), MathF.Max(Median(digits.Select(box => box.Size.Y)), usual / 4));
        }

        var bars = row.Select(part => part switch
        {
            FractionPart fraction => (int?)fraction.Bar,
            SymbolPart { Label: '=' or '-' or '+' or '×' or '÷' } symbol => symbol.Symbol,
            _ => null,
        }).OfType<int>().ToArray();
        if (bars.Length > 0)
            return new(boundsOf(reading.Symbols[bars[^1]].Strokes).Center.Y + (BelowMiddle * usual), usual);
        return new(boundsOf([.. reading.Symbols.SelectMany(one => one.Strokes)]).Max.Y, usual);

        InkBounds BoundsOf(SymbolPart part) => boundsOf(reading.Symbols[part.Symbol].Strokes);
    }

    /// <summary>The left end of an answer's baseline behind ink.</summary>
    public static Vector2 Behind(InkBounds ink, WritingLine line, bool isNamed) =>
        new(ink.Max.X + ((isNamed ? GapToNamed : Gap) * line.Height), line.Baseline);

    private static float Median(IEnumerable<float> values)
    {
        float[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
